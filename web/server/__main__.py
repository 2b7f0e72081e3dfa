"""``python -m web.server``: serve the pages and the API."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from tornado.netutil import bind_sockets

from web.server.pace import Pace
from web.server.serving import Plan, serve
from web.server.workers import Workers
from workflow import profession
from workflow.declaration.packs import register
from workflow.errors import Unavailable
from workflow.ops import installed_pack
from workflow.platform import BadSettings, logs, settings

BACKLOG = 1024
SPOOL = "spool"  # below the data folder
# Where the processes add up what they measure; Prometheus' library reads it when it is loaded.
SHARED_COUNTS = "PROMETHEUS_MULTIPROC_DIR"


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until asked to stop; return the exit code."""
    options = _parser().parse_args(arguments)
    register(profession.load)
    with tempfile.TemporaryDirectory(prefix="rectify-requests-") as counted:
        os.environ[SHARED_COUNTS] = counted
        return _run(options)


def _run(options: argparse.Namespace) -> int:
    from web.app import create_app  # not before the folder of the counts is known

    try:
        logs.configure()
        installed_pack.adopt(settings().database_url, wait=installed_pack.PATIENCE)
        application = create_app()
    except BadSettings as refusal:
        print(refusal, file=sys.stderr)
        return 2
    except Unavailable as refusal:
        print(refusal.words.en, file=sys.stderr)
        return 1
    _spool_in(settings().data / SPOOL)
    sockets = bind_sockets(options.port, options.host, backlog=BACKLOG)
    plan = Plan(
        threads=options.threads,
        pace=Pace(options.patience),
        proxies=settings().proxies,
        largest=application.config["MAX_CONTENT_LENGTH"],
    )
    print(f"serving on http://{options.host}:{options.port}", file=sys.stderr, flush=True)
    return Workers(options.workers, partial(serve, application, sockets, plan)).run()


def _spool_in(folder: Path) -> None:
    """Let large requests and answers lie with the data: /tmp is memory in many a container."""
    with contextlib.suppress(OSError):  # a folder that cannot be written has no uploads either
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if os.access(folder, os.W_OK):
            tempfile.tempdir = str(folder)


def _parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser("python -m web.server", description=__doc__)
    made.add_argument("--host", default="127.0.0.1")
    made.add_argument("--port", type=int, default=8000)
    made.add_argument("--workers", type=int, default=2, help="processes")
    made.add_argument("--threads", type=int, default=8, help="of each process, for pages")
    made.add_argument(
        "--patience", type=float, default=Pace.patience, help="seconds without 8 KiB from a client"
    )
    return made


if __name__ == "__main__":
    sys.exit(main())
