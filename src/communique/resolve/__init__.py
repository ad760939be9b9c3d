"""Annotations → Resolved: who a mention is, which day a phrase means."""
