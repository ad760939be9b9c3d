"""The JSON API, below ``/api/v1``: one module a subject, each with its ``router``."""
