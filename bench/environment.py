"""The peers' own environment: what they need is no dependency of ours."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
LOCK = HERE / "peers" / "requirements.lock"
FOLDER = HERE / ".venv"
MARK = FOLDER / "installed"


def python() -> Path:
    """Return the interpreter of the peers' environment, made anew when the lock has changed."""
    made = f"{sys.version_info[:2]} {hashlib.sha256(LOCK.read_bytes()).hexdigest()}"
    interpreter = FOLDER / "bin" / "python"
    if not (MARK.exists() and MARK.read_text() == made):
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(FOLDER)], check=True)
        subprocess.run(
            [str(interpreter), "-m", "pip", "install", "-qq", "--disable-pip-version-check",
             "--require-hashes", "--only-binary=:all:", "--requirement", str(LOCK)],
            check=True,
        )  # fmt: skip
        MARK.write_text(made)
    return interpreter
