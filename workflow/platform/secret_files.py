"""Secrets as files: of Docker, of systemd, or in a named folder."""

from __future__ import annotations

import os
from pathlib import Path


def secret_folders() -> list[Path]:
    """Return the folders with a file for each secret: of Docker, of systemd, or a named one.

    A file has the name of its setting, such as ``SMTP_URL``.
    """
    named = (os.environ.get("RECTIFY_SECRETS"), os.environ.get("CREDENTIALS_DIRECTORY"))
    folders = (Path("/run/secrets"), *(Path(name) for name in named if name))
    return [folder for folder in folders if folder.is_dir()]
