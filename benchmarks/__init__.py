"""Speed and accuracy, each a command that prints a table and writes JSON: ``python -m benchmarks.NAME``."""
