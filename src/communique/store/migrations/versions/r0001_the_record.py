"""The record: articles, entries, actors, issues, judgements, accounts.

A copy of ``schema`` as it was; later changes of it are migrations of their own. The full-text index is made as the code
makes it now: it follows from the tables, so a migration that changes it drops it and makes it anew.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from communique.store import text_index

revision = "0001"
down_revision = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

_REFUSE_SQLITE = """
CREATE TRIGGER judgement_{verb} BEFORE {verb} ON judgement
BEGIN SELECT RAISE(ABORT, 'judgements are only ever added'); END
"""
_REFUSE_REPLACING = """
CREATE TRIGGER judgement_REPLACE BEFORE INSERT ON judgement
WHEN EXISTS (SELECT 1 FROM judgement WHERE number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'judgements are only ever added'); END
"""  # INSERT OR REPLACE deletes without asking the trigger of DELETE
_REFUSE_POSTGRESQL = (
    """
CREATE FUNCTION refuse_judgement_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'judgements are only ever added'; END $$
""",
    """
CREATE TRIGGER judgement_change BEFORE UPDATE OR DELETE OR TRUNCATE ON judgement
FOR EACH STATEMENT EXECUTE FUNCTION refuse_judgement_change()
""",
)


def upgrade() -> None:
    """Makes every table, the index and the triggers that keep the log."""
    _make_articles()
    _make_names()
    _make_entries()
    _make_log()
    _make_accounts()
    connection = op.get_bind()
    text_index.create(connection)
    if connection.dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(_REFUSE_SQLITE.format(verb=verb))
        op.execute(_REFUSE_REPLACING)
    else:
        for statement in _REFUSE_POSTGRESQL:
            op.execute(statement)


def _make_articles() -> None:
    op.create_table(
        "article",
        sa.Column("key", _KEY, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("blocks", sa.Text(), nullable=False),
        sa.Column("offsets", sa.Text(), nullable=False),
        sa.Column("title", sa.Text()),
        sa.Column("outlet", sa.Text()),
        sa.Column("author", sa.Text()),
        sa.Column("published", sa.Date()),
        sa.Column("place", sa.Text()),
        sa.Column("url", sa.Text()),
        sa.Column("path", sa.Text()),
        sa.Column("added", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("doubts", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("newest", sa.Boolean(), nullable=False),
        sa.Column("first", _KEY),
        sa.Column("shared", sa.Float()),
        sa.ForeignKeyConstraint(["first"], ["article.key"], name="fk_article_first"),
        sa.PrimaryKeyConstraint("key", name="pk_article"),
        sa.UniqueConstraint("id", name="uq_article_id"),
    )
    op.create_index(
        "ix_article_first",
        "article",
        ["first"],
        sqlite_where=sa.text("first IS NOT NULL"),
        postgresql_where=sa.text("first IS NOT NULL"),
    )
    op.create_index("ix_article_published", "article", ["published"])
    op.create_index("ix_article_url", "article", ["url"], postgresql_using="hash")
    op.create_table(
        "shingle",
        sa.Column("hash", sa.BigInteger(), nullable=False),
        sa.Column("article", _KEY, nullable=False),
        sa.ForeignKeyConstraint(["article"], ["article.key"], name="fk_shingle_article"),
        sa.PrimaryKeyConstraint("hash", "article", name="pk_shingle"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_shingle_article", "shingle", ["article"])


def _make_names() -> None:
    op.create_table(
        "actor",
        sa.Column("key", _KEY, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("office", sa.Text()),
        sa.Column("state", sa.Text()),
        sa.Column("iso3166", sa.Text()),
        sa.Column("wikidata", sa.Text()),
        sa.Column("root", _KEY),
        sa.ForeignKeyConstraint(["root"], ["actor.key"], name="fk_actor_root"),
        sa.PrimaryKeyConstraint("key", name="pk_actor"),
        sa.UniqueConstraint("id", name="uq_actor_id"),
    )
    op.create_index("ix_actor_root", "actor", ["root"])
    op.create_table(
        "alias",
        sa.Column("actor", _KEY, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["actor"], ["actor.key"], name="fk_alias_actor"),
        sa.PrimaryKeyConstraint("actor", "name", name="pk_alias"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "issue",
        sa.Column("key", _KEY, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("parent", _KEY),
        sa.Column("phrases", sa.Text(), nullable=False),
        sa.Column("coded", sa.Boolean(), nullable=False),
        sa.Column("root", _KEY),
        sa.ForeignKeyConstraint(["parent"], ["issue.key"], name="fk_issue_parent"),
        sa.ForeignKeyConstraint(["root"], ["issue.key"], name="fk_issue_root"),
        sa.PrimaryKeyConstraint("key", name="pk_issue"),
        sa.UniqueConstraint("id", name="uq_issue_id"),
    )
    op.create_index("ix_issue_root", "issue", ["root"])


def _make_entries() -> None:
    op.create_table(
        "entry",
        sa.Column("key", _KEY, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("article", _KEY, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("machine", sa.Text()),
        sa.Column("judged", sa.Text()),
        sa.Column("present", sa.Boolean(), nullable=False),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text()),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("day", sa.Date()),
        sa.Column("mode", sa.Text()),
        sa.Column("stance", sa.Text()),
        sa.Column("issue", _KEY),
        sa.Column("outlet", sa.Text()),
        sa.Column("first", _KEY),
        sa.Column("continues", _KEY),
        sa.ForeignKeyConstraint(["article"], ["article.key"], name="fk_entry_article"),
        sa.ForeignKeyConstraint(["continues"], ["entry.key"], name="fk_entry_continues"),
        sa.ForeignKeyConstraint(["first"], ["entry.key"], name="fk_entry_first"),
        sa.ForeignKeyConstraint(["issue"], ["issue.key"], name="fk_entry_issue"),
        sa.PrimaryKeyConstraint("key", name="pk_entry"),
        sa.UniqueConstraint("id", name="uq_entry_id"),
    )
    op.create_index("ix_entry_article_position", "entry", ["article", "position"])
    op.create_index(
        "ix_entry_continues",
        "entry",
        ["continues"],
        sqlite_where=sa.text("continues IS NOT NULL"),
        postgresql_where=sa.text("continues IS NOT NULL"),
    )
    op.create_index(
        "ix_entry_first",
        "entry",
        ["first"],
        sqlite_where=sa.text("first IS NOT NULL"),
        postgresql_where=sa.text("first IS NOT NULL"),
    )
    op.create_index("ix_entry_issue", "entry", ["issue"])
    op.create_index(
        "ix_entry_undecided_kind_score",
        "entry",
        ["kind", "score", "key"],
        sqlite_where=sa.text("status = 'proposed' AND listed = 1 AND first IS NULL"),
        postgresql_where=sa.text("status = 'proposed' AND listed AND first IS NULL"),
    )
    op.create_table(
        "evidence",
        sa.Column("entry", _KEY, nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entry"], ["entry.key"], name="fk_evidence_entry"),
        sa.PrimaryKeyConstraint("entry", "start", name="pk_evidence"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "entry_actor",
        sa.Column("entry", _KEY, nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("actor", _KEY, nullable=False),
        sa.ForeignKeyConstraint(["actor"], ["actor.key"], name="fk_entry_actor_actor"),
        sa.ForeignKeyConstraint(["entry"], ["entry.key"], name="fk_entry_actor_entry"),
        sa.PrimaryKeyConstraint("entry", "role", "actor", name="pk_entry_actor"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_entry_actor_actor_role", "entry_actor", ["actor", "role"])
    op.create_table(
        "earlier",
        sa.Column("key", _KEY, nullable=False),
        sa.Column("entry", _KEY, nullable=False),
        sa.Column("machine", sa.Text(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["entry"], ["entry.key"], name="fk_earlier_entry"),
        sa.PrimaryKeyConstraint("key", name="pk_earlier"),
    )
    op.create_index("ix_earlier_entry", "earlier", ["entry"])


def _make_log() -> None:
    op.create_table(
        "judgement",
        sa.Column("number", _KEY, autoincrement=True, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("field", sa.Text()),
        sa.Column("before", sa.Text()),
        sa.Column("after", sa.Text()),
        sa.Column("seconds", sa.Float()),
        sa.Column("undoes", _KEY),
        sa.ForeignKeyConstraint(["undoes"], ["judgement.number"], name="fk_judgement_undoes"),
        sa.PrimaryKeyConstraint("number", name="pk_judgement"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_judgement_subject", "judgement", ["subject"])
    op.create_index("ix_judgement_who", "judgement", ["who", "number"])


def _make_accounts() -> None:
    op.create_table(
        "account",
        sa.Column("key", _KEY, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("password", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_account"),
        sa.UniqueConstraint("name", name="uq_account_name"),
    )
    op.create_table(
        "session",
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("account", _KEY, nullable=False),
        sa.Column("csrf", sa.Text(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["account.key"], name="fk_session_account"),
        sa.PrimaryKeyConstraint("token", name="pk_session"),
        sa.UniqueConstraint("csrf", name="uq_session_csrf"),
    )
    op.create_index("ix_session_account", "session", ["account"])
