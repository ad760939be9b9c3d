"""The command line. ``main`` is the entry point; everything heavy is imported by the command that needs it."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run ``communique`` with the arguments of the process, and exit with the command's status.

    A reader that goes away (``| head``) ends the run quietly with 141, as it ends other Unix tools.
    """
    from communique.cli.app import app

    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="replace")  # a terminal that cannot show a character must not stop the reading
    try:
        try:
            app(prog_name="communique")
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python complains at its own exit
        sys.exit(141)
