"""What the reader knows: rule files, word lists, the dated world, the reader model; loaded once, typed."""

from communique.resources.loader import reader_folder

__all__ = ["reader_folder"]
