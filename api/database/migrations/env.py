"""Run the migrations on the connection that `api.database.migrating` gives."""

from alembic import context

from api.database.migrating import OPTIONS

context.configure(connection=context.config.attributes["connection"], **OPTIONS)
with context.begin_transaction():
    context.run_migrations()
