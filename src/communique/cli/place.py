"""Where the store lies: what ``--db`` names, else the platform's folder for a user's data."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def find_store(named: str | None) -> Path | str:
    """The named file or URL, else ``record.db`` in the user's data folder (XDG base directories on Linux).

    >>> find_store("postgresql://desk@db/talks")
    'postgresql://desk@db/talks'
    """
    if named is not None:
        return named if "://" in named else Path(named).expanduser()
    home = Path.home()
    if sys.platform == "darwin":
        base = home / "Library" / "Application Support"
    elif os.name == "nt":
        base = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    else:
        told = Path(os.environ.get("XDG_DATA_HOME", ""))
        base = told if told.is_absolute() else home / ".local" / "share"  # the standard ignores relative ones
    return base / "communique" / "record.db"
