"""Where the store lies when nobody says: the platform's folder for a user's data."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def find_store(named: Path | None) -> Path:
    """The named file, else ``record.db`` in the user's data folder (XDG base directories on Linux)."""
    if named is not None:
        return named.expanduser()
    home = Path.home()
    if sys.platform == "darwin":
        base = home / "Library" / "Application Support"
    elif os.name == "nt":
        base = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    else:
        told = Path(os.environ.get("XDG_DATA_HOME", ""))
        base = told if told.is_absolute() else home / ".local" / "share"  # the standard ignores relative ones
    return base / "communique" / "record.db"
