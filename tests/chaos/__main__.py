"""``python -m tests.chaos``: the whole campaign; it takes about a quarter of an hour."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path

from tests.chaos.campaign import Campaign, run


def main() -> int:
    """Run it and print what was found; 1 if a promise was broken."""
    whole = Campaign()
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    for name in ("items", "kills", "flushes", "restarts", "seed"):
        parser.add_argument(f"--{name}", type=int, default=getattr(whole, name))
    asked = parser.parse_args()
    folder, sockets = (Path(tempfile.mkdtemp(prefix=f"chaos-{p}")) for p in ("", "s"))
    folder.chmod(0o755)
    began = time.monotonic()
    try:
        found = run(
            Campaign(**vars(asked)), folder, sockets,
            lambda line: print(f"{time.monotonic() - began:7.1f} s  {line}", flush=True),
        )  # fmt: skip
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(sockets, ignore_errors=True)
    print(found)
    return 1 if found.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
