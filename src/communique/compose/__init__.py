"""Resolved → entries: the seven kinds, each composed by its own module over one shared view of the article."""
