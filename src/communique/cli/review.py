"""``communique review``: one entry a screen, one key a decision."""

from __future__ import annotations

import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from communique.cli import completion, output, screen
from communique.cli.finding import find_actor, find_article, find_issue
from communique.cli.keys import Keys, open_keys
from communique.cli.listing import Form, FormOption, LimitOption, print_plains
from communique.cli.opening import DbOption, WhoOption, find_who, open_store, reading
from communique.errors import BadJudgement, CommuniqueError, StoreError, Unknown
from communique.model.entry import Kind
from communique.model.fields import FIELDS
from communique.model.judgement import JudgementKind

if TYPE_CHECKING:
    from rich.console import RenderableType

    from communique.model.judgement import Judgement
    from communique.model.plain import Plain
    from communique.store import Store

KEYS = {"a": "accept", "r": "reject", "f": "fix", "s": "skip", "u": "undo", "A": "accept all alike", "q": "quit"}
"""The keys of a review, always visible."""

_AT_ONCE = 10  # entries fetched from the queue
_MOST_SECONDS = 3600.0


class ReviewOrder(StrEnum):
    """The orders in which entries come to be reviewed."""

    UNCERTAINTY = "uncertainty"
    IMPACT = "impact"
    TEXT = "text"


def review(
    order: Annotated[
        ReviewOrder,
        typer.Option("--sort", "-s", help="The most uncertain first, those with the most impact, or as in the text."),
    ] = ReviewOrder.UNCERTAINTY,
    kind: Annotated[Kind | None, typer.Option("--kind", "-k", help="Of this kind.", show_default=False)] = None,
    actor: Annotated[
        str | None,
        typer.Option(
            "--actor",
            "-a",
            metavar="NAME|ID",
            help="That name this actor.",
            show_default=False,
            autocompletion=completion.actors,
        ),
    ] = None,
    issue: Annotated[
        str | None,
        typer.Option(
            "--issue",
            "-i",
            metavar="LABEL|ID",
            help="On this issue.",
            show_default=False,
            autocompletion=completion.issues,
        ),
    ] = None,
    article: Annotated[
        str | None,
        typer.Option(
            "--article",
            metavar="ID|FILE",
            help="Of this article.",
            show_default=False,
            autocompletion=completion.articles,
        ),
    ] = None,
    second: Annotated[
        bool, typer.Option("--second", help="A second opinion on what others decided, without showing what they did.")
    ] = False,
    list_only: Annotated[bool, typer.Option("--list", help="Only list what comes next.")] = False,
    limit: LimitOption = 20,
    agreement: Annotated[
        bool, typer.Option("--agreement", help="Instead: how far reviewers agree, field by field.")
    ] = False,
    who: WhoOption = None,
    format: FormOption = Form.TABLE,
    db: DbOption = None,
) -> None:
    """Decide about the entries of the store, one after the other. One key decides, and the next entry comes.

    Each is shown with its words in context. `a` accepts, `r` rejects, `f` fixes a field, `s` skips, `u` undoes the
    last decision, `A` accepts it with all that say the same, `q` quits. Every decision is kept at once. Keys may
    also come through a pipe.

    **Examples**

    - `communique review`
    - `communique review --sort impact --kind commitment --as ana`
    - `communique review --article examples/river-treaty.txt --sort text`
    - `communique review --list --format jsonl --limit 100` what comes next, for other programs
    - `communique review --agreement`

    **Exit status**: 0 reviewed, listed, or nothing left to do; 1 no actor, issue or article is called so, or the pipe
    held what is no key; 2 the command was not understood; 3 the store cannot be read or written.
    """
    name = find_who(who)
    if agreement:
        _show_agreement(format, db)
        return
    with open_store(db) as store:
        with store.reading() as connection:
            wanted: dict[str, Any] = {
                "order": order.value,
                "kind": kind,
                "actor": find_actor(connection, actor) if actor else None,
                "issue": find_issue(connection, issue) if issue else None,
                "article": find_article(connection, article) if article else None,
                "second": second,
            }
        if list_only:
            _list(store, name, wanted, limit, format)
        elif format is Form.JSONL:
            raise typer.BadParameter("jsonl goes with --list or --agreement.", param_hint="--format")
        else:
            with open_keys() as keys:
                _Session(store, name, wanted, keys).run()


def _list(store: Store, who: str, wanted: dict[str, Any], limit: int, form: Form) -> None:
    from communique.export.review_card import queue_table
    from communique.store.queue import next_entries

    with store.reading() as connection:
        entries = next_entries(connection, who, **wanted, limit=limit)
    print_plains(entries, form, lambda width: queue_table(entries, width))


def _show_agreement(form: Form, db: str | None) -> None:
    from communique.analyse.agreement import agree
    from communique.export.log import agreement_table
    from communique.store.queue import decisions

    with reading(db) as connection:
        found = agree(decisions(connection))
    rows = [
        {
            "field": one.field,
            "kind": None if one.kind is None else one.kind.value,
            "level": one.level.value,
            "reviewers": list(one.coders),
            "units": one.measured.units,
            "alpha": one.measured.alpha,
            "low": one.measured.low,
            "high": one.measured.high,
            "lack": None if one.measured.lack is None else one.measured.lack.value,
        }
        for one in found
    ]
    print_plains(rows, form, lambda _: agreement_table(rows))


@dataclass(slots=True)
class _Session:
    """One sitting: what is shown, what was skipped, and what was decided, so that it can be undone."""

    store: Store
    who: str
    wanted: dict[str, Any]
    keys: Keys
    skipped: list[str] = field(default_factory=list)
    done: list[tuple[str, list[int]]] = field(default_factory=list)  # an entry with the judgements made; none: skipped
    shown_at: float = 0.0

    def run(self) -> None:
        """Shows entry after entry until nothing is left, the input ends, or somebody quits."""
        again: str | None = None
        while True:
            entry = self._load(again) if again else self._next()
            if entry is None:
                self._say("Nothing is left to decide." + (" Skipped ones come next time." if self.skipped else ""))
                break
            with suppress(KeyboardInterrupt):
                answer = self._ask(entry)
                if answer is not None:
                    again = answer or None
                    continue
            break
        with self.store.reading() as connection:
            from communique.export.review_card import progress_line
            from communique.store.queue import progress

            self._draw(progress_line(progress(connection, self.who)))

    def _ask(self, entry: Plain) -> str | None:
        """Decides about an entry; the id of the entry to show next, empty for the next of the queue, None to end."""
        self._show(entry)
        while True:
            match self.keys.key():
                case "a":
                    self._judge(entry, JudgementKind.ACCEPT)
                    return ""
                case "A":
                    self._accept_alike(entry)
                    return ""
                case "r":
                    self._judge(entry, JudgementKind.REJECT)
                    return ""
                case "f":
                    return "" if self._fix(entry) else entry["id"]
                case "s":
                    self.skipped.append(entry["id"])
                    self.done.append((entry["id"], []))
                    return ""
                case "u":
                    undone = self._undo()
                    if undone:
                        return undone
                    self._say("Nothing was decided in this sitting; `communique log --undo NO` takes back older ones.")
                case "q" | "":
                    return None
                case "\n" | "\r" | "\x1b":  # Enter, arrows
                    continue
                case other:
                    told = ", ".join(f"{key} {does}" for key, does in KEYS.items())
                    self._refuse(BadJudgement(f"{other} is no key here: {told}"))

    def _next(self) -> Plain | None:
        from communique.store.queue import next_entries

        with self.store.reading() as connection:
            found = next_entries(connection, self.who, **self.wanted, without=self.skipped, limit=1)
        return found[0] if found else None

    def _load(self, id: str) -> Plain | None:
        from communique.store.entries import load_entries

        with self.store.reading() as connection:
            return next(iter(load_entries(connection, [id])), None)

    def _show(self, entry: Plain) -> None:
        from communique.export.review_card import review_card
        from communique.store.articles import load_article
        from communique.store.queue import alike, progress

        with self.store.reading() as connection:
            article = load_article(connection, entry["article"]["id"])
            same = 0 if self.wanted["second"] else len(alike(connection, entry["id"]))
            told = progress(connection, self.who)
        if article is None:
            raise StoreError("the store is damaged: an entry has lost its article; restore a backup")
        keys = {key: does for key, does in KEYS.items() if key != "A" or same}
        if screen.is_terminal() and screen.is_colourful():
            output.write_out("\x1b[2J\x1b[H")
        self._draw(review_card(entry, article, told, same, keys))
        self.shown_at = time.monotonic()

    def _judge(self, entry: Plain, kind: JudgementKind) -> None:
        from communique.store.judgements import judge

        with self.store.writing() as connection:
            made = judge(connection, self.who, kind, entry["id"], seconds=self._seconds())
        self.done.append((entry["id"], [made.number]))

    def _accept_alike(self, entry: Plain) -> None:
        """Accepts the entry and every undecided one that says the same, in one transaction."""
        from communique.store.database import take_turn
        from communique.store.judgements import judge
        from communique.store.queue import alike

        with self.store.writing() as connection:
            take_turn(connection)
            same = [] if self.wanted["second"] else [other["id"] for other in alike(connection, entry["id"])]
            took = self._seconds() / (len(same) + 1)
            made = [judge(connection, self.who, JudgementKind.ACCEPT, id, seconds=took) for id in (entry["id"], *same)]
        self.done.append((entry["id"], [one.number for one in made]))

    def _undo(self) -> str | None:
        """Takes the last decision or skip of this sitting back; the entry it was about, None where there is none."""
        from communique.store.judgements import undo

        if not self.done:
            return None
        id, numbers = self.done.pop()
        if not numbers:
            self.skipped.remove(id)
            return id
        with self.store.writing() as connection:
            for number in reversed(numbers):
                with suppress(BadJudgement):  # somebody has taken it back meanwhile
                    undo(connection, self.who, number)
        return id

    def _fix(self, entry: Plain) -> bool:
        """Asks for a field and its value, and again, until an empty answer; true where something was changed."""
        from communique.export.review_card import field_list

        took = self._seconds()
        numbers: list[int] = []
        self._draw(field_list(entry))
        prompt = "field (number or name; Enter goes back): "
        while name := self._ask_field(entry, self.keys.line(prompt)):
            told = self.keys.line(f"{name} (Enter leaves it, - empties it): ").strip()
            try:
                made = self._change(entry, name, told, took) if told else None
            except (BadJudgement, Unknown) as error:
                self._refuse(error)
                made = None
            if made is not None:
                numbers.append(made.number)
                took = 0.0
                entry = self._load(entry["id"]) or entry
            prompt = "another field (Enter goes on): "
        if numbers:
            self.done.append((entry["id"], numbers))
        return bool(numbers)

    def _ask_field(self, entry: Plain, told: str) -> str | None:
        names = [one.name for one in FIELDS[Kind(entry["kind"])]]
        word = told.strip().replace(" ", "_")
        while word and word not in names:
            if word.isdecimal() and 1 <= int(word) <= len(names):
                return names[int(word) - 1]
            self._refuse(BadJudgement(f"{told.strip()} is none of {', '.join(names)}"))
            told = self.keys.line("field (number or name; Enter goes back): ")
            word = told.strip().replace(" ", "_")
        return word or None

    def _change(self, entry: Plain, name: str, told: str, took: float) -> Judgement | None:
        from communique.cli.correcting import parse_value
        from communique.store.articles import load_article
        from communique.store.database import take_turn
        from communique.store.judgements import judge

        with self.store.writing() as connection:
            take_turn(connection)
            article = load_article(connection, entry["article"]["id"])
            text = "" if article is None else article.text
            value = None if told == "-" else parse_value(connection, entry, name, told, text)
            if value == entry[name]:
                return None
            return judge(
                connection, self.who, _kind_of(entry, name), entry["id"], field=name, after=value, seconds=took or None
            )

    def _refuse(self, error: CommuniqueError) -> None:
        """Tells what was wrong and goes on; ends the command where the keys come through a pipe, since whatever comes
        next was meant for something else.
        """
        if not sys.stdin.isatty():
            raise error
        self._say(str(error))

    def _seconds(self) -> float:
        return min(time.monotonic() - self.shown_at, _MOST_SECONDS)

    def _draw(self, thing: RenderableType) -> None:
        width = min(screen.measure_width(), 120)
        output.write_out(screen.draw(thing, width=width, colour=screen.is_colourful()))

    def _say(self, message: str) -> None:
        from communique.export.terminal import clean

        output.write_out(f"{clean(message)}\n")


def _kind_of(entry: Plain, name: str) -> JudgementKind:
    """The judgement that sets a field: a speaker, a stance and a verdict have their own."""
    return {
        ("statement", "speaker"): JudgementKind.REASSIGN,
        ("statement", "stance"): JudgementKind.SET_STANCE,
        ("dispute", "verdict"): JudgementKind.SET_VERDICT,
    }.get((entry["kind"], name), JudgementKind.EDIT)
