"""Secrets as files: of Docker, of systemd, or in a named folder."""

from __future__ import annotations

import os
from pathlib import Path

NAMED = "RECTIFY_SECRETS"


def secret_folders() -> list[Path]:
    """Return the folders with a file for each secret: of Docker, of systemd, or a named one.

    A file has the name of its setting, such as ``SMTP_URL``. Raises ``ValueError`` with a sentence
    for a named folder that is none, and for a file of a setting that may not be read.
    """
    named = (os.environ.get(NAMED), os.environ.get("CREDENTIALS_DIRECTORY"))
    folders = [Path("/run/secrets"), *(Path(name) for name in named if name)]
    if named[0] and not Path(named[0]).is_dir():
        raise ValueError(f"{NAMED}: {named[0]} is no folder")
    found = [folder for folder in folders if folder.is_dir()]
    for file in (file for folder in found for file in _listed(folder)):
        if file.name.upper().startswith("RECTIFY_") and not os.access(file, os.R_OK):
            raise ValueError(f"{file}: this account may not read the file")
    return found


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError as error:
        raise ValueError(f"{NAMED}: {folder} cannot be read ({error.strerror})") from error
