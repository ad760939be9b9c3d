"""Entries → findings: what the record says of an actor, an issue or a day, and how far its reviewers agree.

Pure functions over plain entries (``model.plain``, with the key ``review`` that the store adds).
"""
