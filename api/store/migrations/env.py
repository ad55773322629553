"""What Alembic runs: the versions, on the connection that `api.store.migrating` gives."""

from __future__ import annotations

from alembic import context

from api.store.migrating import OPTIONS

context.configure(connection=context.config.attributes["connection"], **OPTIONS)
with context.begin_transaction():
    context.run_migrations()
