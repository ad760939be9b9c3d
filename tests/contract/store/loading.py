"""Writers to run in processes of their own, which tell through a pipe what was confirmed to them."""

from __future__ import annotations

import resource
import signal
from itertools import count
from multiprocessing.connection import Connection as Pipe

from communique.errors import StoreError
from communique.model.judgement import JudgementKind
from communique.store import Store
from communique.store.articles import save_record
from communique.store.judgements import judge, redo, undo
from tests.unit.short_records import tell, wire_lines

ENTRIES = 8
"""What each article of a load has."""


def load_record(writer: int, number: int):
    """The record of a load by this writer with this number; the same one every time."""
    return tell(
        wire_lines(writer * 10_000 + number, ENTRIES), url=f"https://{writer}.example/{number}", outlet=f"o{writer}"
    )


def load(where: str, writer: int, first: int, last: int, pipe: Pipe) -> None:
    """Saves records one transaction each, judges an entry of each in another, and tells of either when it is kept."""
    with Store.open(where) as store:
        for number in range(first, last):
            record = load_record(writer, number)
            with store.writing() as connection:
                save_record(connection, record)
            pipe.send(("saved", number))
            with store.writing() as connection:
                made = judge(connection, f"writer {writer}", JudgementKind.ACCEPT, record.entries[0].id)
            pipe.send(("judged", number, made.number))
    pipe.send(("done", last))


def judge_again(where: str, who: str, entry: str, times: int, pipe: Pipe) -> None:
    """Accepts and rejects one entry by turns."""
    with Store.open(where) as store:
        for number in range(times):
            kind = (JudgementKind.ACCEPT, JudgementKind.REJECT)[number % 2]
            with store.writing() as connection:
                made = judge(connection, who, kind, entry)
            pipe.send(made.number)
    pipe.send(None)


def edit_field(where: str, who: str, entry: str, field: str, values: list[str], pipe: Pipe) -> None:
    """Gives a field of one entry these values, one after the other, then undoes the last and redoes it."""
    with Store.open(where) as store:
        for value in values:
            with store.writing() as connection:
                judge(connection, who, JudgementKind.EDIT, entry, field=field, after=value)
        with store.writing() as connection:
            undo(connection, who)
        with store.writing() as connection:
            redo(connection, who)
    pipe.send("done")


def fill(where: str, writer: int, most_bytes: int, pipe: Pipe) -> None:
    """Saves records until the store says that it cannot, with no file allowed to grow over ``most_bytes``.

    Tells of every record that was kept, then what the store said; then the limit goes, and it saves one more.
    """
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    with Store.open(where) as store:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, hard))
        for number in count():
            try:
                with store.writing() as connection:
                    save_record(connection, load_record(writer, number))
            except StoreError as error:
                pipe.send(str(error))
                break
            pipe.send(number)
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        with store.writing() as connection:
            save_record(connection, load_record(writer, number))
        pipe.send(number)
