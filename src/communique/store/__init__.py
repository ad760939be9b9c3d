"""The record kept in a database: articles, entries, actors, issues and what people judged of them.

>>> import communique, tempfile
>>> record = communique.read("“We will sign,” Ana Duarte told reporters on Monday.", published="2024-03-05")
>>> with Store.open(f"{tempfile.mkdtemp()}/talks.db") as store:
...     with store.writing() as connection:
...         saved = save_record(connection, record)
...         made = judge(connection, "ana", JudgementKind.ACCEPT, record.entries[0].id)
...     with store.reading() as connection:
...         [entry] = entries_of(connection, record.article.id)
>>> entry["speaker"]["name"], entry["review"]["status"], entry["review"]["by"]
('Ana Duarte', 'accepted', 'ana')
"""

from sqlalchemy import Connection

from communique.model.judgement import Judgement, JudgementKind, ReviewStatus
from communique.store.articles import article_facts, list_articles, load_article, save_record
from communique.store.database import Store, is_url
from communique.store.directory import list_actors, list_issues, read_codebook, write_codebook
from communique.store.entries import entries_of, load_entries, walk_entries
from communique.store.judgements import (
    add_entry,
    judge,
    merge_actors,
    merge_issues,
    redo,
    split_actor,
    split_issue,
    undo,
)
from communique.store.log import judgements
from communique.store.losing import lost_judgements

__all__ = [
    "Connection", "Judgement", "JudgementKind", "ReviewStatus", "Store", "add_entry", "article_facts", "entries_of",
    "is_url", "judge", "judgements", "list_actors", "list_articles", "list_issues", "load_article", "load_entries",
    "lost_judgements", "merge_actors", "merge_issues", "read_codebook", "redo", "save_record", "split_actor",
    "split_issue", "undo", "walk_entries", "write_codebook",
]  # fmt: skip
