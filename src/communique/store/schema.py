"""The tables of the record, the same on SQLite and PostgreSQL.

``key`` is a number that stays inside the database; ``id`` is what the record's contract calls a thing. Days are dates,
moments are in UTC. What only SQLite or only PostgreSQL has (full text, triggers) stands in ``text_index`` and in the
migrations.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    and_,
    literal_column,
)
from sqlalchemy.types import TypeDecorator

# Neither SQLite nor PostgreSQL keeps half surrogates, and PostgreSQL keeps no NUL.
UNSTORABLE = dict.fromkeys((0, *range(0xD800, 0xE000)), 0xFFFD)
_NULL = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")  # as JSON writes it, and not those six characters themselves


class Json(TypeDecorator[Any]):
    """Plain data as compact JSON text; None is NULL."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """The text that is stored."""
        return None if value is None else _to_text(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        """The plain data again."""
        return None if value is None else json.loads(value)


def as_stored(value: Any) -> Any:
    """Plain data as it comes back from the database, in which what no database keeps is U+FFFD."""
    return json.loads(_to_text(value))


def _to_text(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(UNSTORABLE)
    return _NULL.sub("\\1\ufffd", text)


class Moment(TypeDecorator[datetime]):
    """A moment with its zone; always UTC when it comes back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """UTC, without a zone on SQLite, which keeps none."""
        if value is None:
            return None
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """With its zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Words(TypeDecorator[str]):
    """Text of the world: what no database keeps in it becomes U+FFFD, code point for code point."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """The text that is stored."""
        return None if value is None else value.translate(UNSTORABLE)


Key = BigInteger().with_variant(Integer, "sqlite")
metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

article = Table(
    "article",
    metadata,
    Column("key", Key, primary_key=True),
    Column("id", Words, nullable=False, unique=True),
    Column("digest", Text, nullable=False),
    Column("text", Words, nullable=False),
    Column("blocks", Json, nullable=False),  # [[start, end, role], …]
    Column("offsets", Json, nullable=False),  # [[text, source, length], …]
    Column("title", Words),
    Column("outlet", Words),
    Column("author", Words),
    Column("published", Date),
    Column("place", Words),
    Column("url", Words),
    Column("path", Words),
    Column("added", Moment, nullable=False),
    Column("read", Moment, nullable=False),  # when the newest reading was saved
    Column("reader", Text, nullable=False),  # what read it: "communique 0.1.0"
    Column("doubts", Json, nullable=False),  # [{what, start, end, why}, …]
    Column("version", Integer, nullable=False),  # 1, 2 … under one URL
    Column("newest", Boolean, nullable=False),  # no later version is kept
    Column("first", Key, ForeignKey("article.key")),  # of a near-copy: the article it first appeared as
    Column("shared", Float),  # of a near-copy: the part of the smaller text that both have
    Index("ix_article_url", "url", postgresql_using="hash"),  # of any length
    Index("ix_article_published", "published"),
)

shingle = Table(
    "shingle",
    metadata,
    Column("hash", BigInteger, primary_key=True),
    Column("article", Key, ForeignKey("article.key"), primary_key=True),
    Index("ix_shingle_article", "article"),
    sqlite_with_rowid=False,
)

actor = Table(
    "actor",
    metadata,
    Column("key", Key, primary_key=True),
    Column("id", Words, nullable=False, unique=True),  # "person:keir-starmer"
    Column("name", Words, nullable=False),
    Column("kind", Text, nullable=False),
    Column("office", Words),
    Column("state", Words),
    Column("iso3166", Text),
    Column("wikidata", Text),
    Column("root", Key, ForeignKey("actor.key")),  # the actor a person merged it into; null where it stands alone
    Index("ix_actor_root", "root"),
)

alias = Table(
    "alias",
    metadata,
    Column("actor", Key, ForeignKey("actor.key"), primary_key=True),
    Column("name", Words, primary_key=True),
    sqlite_with_rowid=False,
)

issue = Table(
    "issue",
    metadata,
    Column("key", Key, primary_key=True),
    Column("id", Words, nullable=False, unique=True),
    Column("label", Words, nullable=False),
    Column("parent", Key, ForeignKey("issue.key")),
    Column("phrases", Json, nullable=False),  # of the codebook: words by which the issue is known
    Column("coded", Boolean, nullable=False),  # stands in the codebook of a person
    Column("root", Key, ForeignKey("issue.key")),  # the issue a person merged it into
    Index("ix_issue_root", "root"),
)

entry = Table(
    "entry",
    metadata,
    Column("key", Key, primary_key=True),
    Column("id", Words, nullable=False, unique=True),
    Column("article", Key, ForeignKey("article.key"), nullable=False),
    Column("position", Integer, nullable=False),  # in the order of the text
    Column("kind", Text, nullable=False),
    Column("machine", Json),  # as the reader proposes it; null for an entry by hand
    Column("judged", Json),  # as it stands after the judgements that hold; null where none changes a field
    Column("present", Boolean, nullable=False),  # the newest reading has it (or a person added it)
    Column("listed", Boolean, nullable=False),  # present, in the newest version of its article
    Column("status", Text, nullable=False),  # a ReviewStatus
    Column("decided_by", Words),
    Column("decided_at", Moment),
    # what searches filter by, as it stands now
    Column("score", Float, nullable=False),
    Column("day", Date),  # said, due or held, else published
    Column("mode", Text),
    Column("stance", Text),
    Column("issue", Key, ForeignKey("issue.key")),
    Column("outlet", Words),
    Column("first", Key, ForeignKey("entry.key")),  # of a reprint: the entry where these words first appeared
    Column("continues", Key, ForeignKey("entry.key")),  # the same words in the version of the article before this one
    Index("ix_entry_article_position", "article", "position"),
    Index("ix_entry_issue", "issue"),
)

undecided = and_(entry.c.status == literal_column("'proposed'"), entry.c.listed, entry.c.first.is_(None))
"""What waits for review: proposals that nobody decided, in the newest version of their article, reprints left out. The
words must be the same in a query and in the index, or SQLite does not use it.
"""

# What few rows have is indexed without the many nulls: SQLite would look for ``first IS NULL`` in it before anything
# else, and once it has counted (ANALYZE) take the index for worthless and read the whole table.
for _name, _link in (
    ("ix_article_first", article.c.first),
    ("ix_entry_first", entry.c.first),
    ("ix_entry_continues", entry.c.continues),
):
    Index(_name, _link, sqlite_where=_link.is_not(None), postgresql_where=_link.is_not(None))

Index(
    "ix_entry_undecided_kind_score", entry.c.kind, entry.c.score, entry.c.key,
    sqlite_where=undecided, postgresql_where=undecided,
)  # fmt: skip

evidence = Table(
    "evidence",
    metadata,
    Column("entry", Key, ForeignKey("entry.key"), primary_key=True),
    Column("start", Integer, primary_key=True),
    Column("end", Integer, nullable=False),  # code points of the article's text, half-open
    sqlite_with_rowid=False,
)

entry_actor = Table(
    "entry_actor",
    metadata,
    Column("entry", Key, ForeignKey("entry.key"), primary_key=True),
    Column("role", Text, primary_key=True),  # the field: "speaker", "by", "participants" …
    Column("actor", Key, ForeignKey("actor.key"), primary_key=True),
    Index("ix_entry_actor_actor_role", "actor", "role"),
    sqlite_with_rowid=False,
)

earlier = Table(
    "earlier",
    metadata,  # what older readings proposed where a newer one says something else
    Column("key", Key, primary_key=True),
    Column("entry", Key, ForeignKey("entry.key"), nullable=False),
    Column("machine", Json, nullable=False),
    Column("until", Moment, nullable=False),
    Index("ix_earlier_entry", "entry"),
)

judgement = Table(
    "judgement",
    metadata,  # append-only: triggers refuse to change or delete a row
    Column("number", Key, primary_key=True, autoincrement=True),
    Column("at", Moment, nullable=False),
    Column("who", Words, nullable=False),
    Column("kind", Text, nullable=False),
    Column("subject", Words, nullable=False),
    Column("field", Text),
    Column("before", Json),
    Column("after", Json),
    Column("seconds", Float),
    Column("undoes", Key, ForeignKey("judgement.number")),
    Index("ix_judgement_subject", "subject"),
    Index("ix_judgement_who", "who", "number"),
    sqlite_autoincrement=True,
)

account = Table(
    "account",
    metadata,
    Column("key", Key, primary_key=True),
    Column("name", Words, nullable=False, unique=True),
    Column("password", Text, nullable=False),  # an Argon2id hash
    Column("role", Text, nullable=False),  # reader, reviewer, admin
    Column("created", Moment, nullable=False),
    Column("active", Boolean, nullable=False),
)

session = Table(
    "session",
    metadata,
    Column("token", Words, primary_key=True),  # SHA-256 of what the cookie holds
    Column("account", Key, ForeignKey("account.key"), nullable=False),
    Column("csrf", Words, nullable=False),
    Column("created", Moment, nullable=False),
    Column("seen", Moment, nullable=False),
    Index("ix_session_account", "account"),
    UniqueConstraint("csrf"),
)
