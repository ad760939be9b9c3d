"""Commands as somebody types them: what they print, and how they end."""

import json
from typing import Any

from typer.testing import CliRunner

from communique.cli.app import app


def run(*arguments: object, input: str | None = None):
    """The result of ``communique`` with these arguments."""
    return CliRunner().invoke(app, [str(argument) for argument in arguments], input=input)


def told(*arguments: object, input: str | None = None, ends: int = 0) -> str:
    """What it printed; a failure of the test where it did not end as it should."""
    result = run(*arguments, input=input)
    assert result.exit_code == ends, (result.stdout, result.stderr, result.exception)
    return str(result.stdout)


def lines(*arguments: object) -> list[Any]:
    """What it printed as JSON lines."""
    return [json.loads(line) for line in told(*arguments, "--format", "jsonl").splitlines()]
