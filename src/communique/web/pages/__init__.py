"""The pages of the desk, one module a section; each has a ``router``."""
