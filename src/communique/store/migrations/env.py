"""How Alembic runs our migrations: on the connection that ``migrating`` opened, inside its transaction."""

from __future__ import annotations

from alembic import context

from communique.store.schema import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True, transactional_ddl=True)
context.run_migrations()
