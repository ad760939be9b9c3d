"""The record kept on disk, in one SQLite file."""

from communique.store.database import Store

__all__ = ["Store"]
