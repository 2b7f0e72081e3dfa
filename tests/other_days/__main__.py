"""``python -m tests.other_days``: the whole suite once for each of the other days.

Names of days choose some of them; ``drawn`` stands for the one whose turn it is today. Everything
that the tests start is told the same time: PostgreSQL, Valkey, the service and its demonstration.
Only Chromium keeps the machine's clock; it does not bear another one.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

from tests import clock
from tests.other_days.days import Day, days, drawn

ROOT = Path(__file__).resolve().parents[2]
LIBRARY = "*/faketime/libfaketimeMT.so.1"  # below /usr/lib
PYTEST = ("-n", "2", "--dist", "loadgroup", "-m", "not real_time and not dayless")


def environment(day: Day, library: Path) -> dict[str, str]:
    """Return the environment in which the time is that of the day, and flows."""
    moved_already = int(os.environ.get("FAKETIME", "0"))  # on another day, to yet another
    moved = {
        "LD_PRELOAD": str(library),
        # Seconds to add, not a moment to begin at: every process is told the same time.
        "FAKETIME": f"{day.seconds_from(clock.now()) + moved_already:+d}",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",  # or threads wait for ever
        "FAKETIME_CACHE_DURATION": "100000000",  # or it reads the environment while that changes
        "NO_FAKE_STAT": "1",  # or what Python has compiled is always too old
        "PYTHONPATH": str(Path(__file__).parent / "on_path"),
    }
    return {**os.environ, **moved}


def run(day: Day, library: Path, arguments: list[str]) -> bool:
    """Run the suite on a day; say whether it is green."""
    print(f"\n=== {day.name}: {day.at}", flush=True)
    command = [sys.executable, "-m", "pytest", *PYTEST, *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment(day, library)).returncode == 0


def library() -> Path | None:
    """Return where libfaketime is, if it is on this machine."""
    return next(Path("/usr/lib").glob(LIBRARY), None)


def main() -> int:
    """Run the suite on the chosen days; print those on which it is red."""
    known = days(clock.today()) | {"drawn": drawn(clock.today())}
    parser = argparse.ArgumentParser(prog="python -m tests.other_days", description=__doc__)
    parser.add_argument("days", nargs="*", metavar="DAY", help=", ".join(known))
    parser.add_argument("--pytest", default="", metavar="ARGUMENTS", help="what to tell pytest")
    asked = parser.parse_args()
    if unknown := set(asked.days) - set(known):
        parser.error(f"no such day: {', '.join(unknown)}; there are {', '.join(known)}")
    if (path := library()) is None:
        print("libfaketime is not on this machine; on Debian: apt-get install libfaketime")
        return 2
    chosen = [known[name] for name in asked.days] or list(days(clock.today()).values())
    red = [day.name for day in chosen if not run(day, path, asked.pytest.split())]
    print(f"red on: {', '.join(red)}" if red else "green on every one of these days")
    return 1 if red else 0


if __name__ == "__main__":
    sys.exit(main())
