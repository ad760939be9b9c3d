"""What a database holds, as plain values that two moments or two databases can be compared by."""

from communique.store.entries import entries_of
from communique.store.schema import metadata


def snapshot(connection, *, without=()):
    """Every row of every table, sorted; columns named in ``without`` ("article.read") are left out."""
    tables = {}
    for table in metadata.sorted_tables:
        columns = [column for column in table.c if f"{table.name}.{column.name}" not in without]
        if columns:
            tables[table.name] = sorted(map(repr, connection.execute(table.select().with_only_columns(*columns))))
    return tables


def standing(connection, article_id):
    """How the entries of an article stand, by id, without the moments of the decisions."""
    return {
        entry["id"]: entry | {"review": {name: value for name, value in entry["review"].items() if name != "at"}}
        for entry in entries_of(connection, article_id, all=True)
    }
