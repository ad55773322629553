"""The tables in a database of a test: made at once; a test holds migrations to the same tables."""

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

import api.database.triggers  # noqa: F401 - both make what they hold known
from api.database.base import every_table
from api.database.migrating import FOLDER, VERSIONS


def make_schema(engine: Engine) -> None:
    every_table().create_all(engine)
    with engine.begin() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSIONS})
        context.stamp(ScriptDirectory(str(FOLDER)), "head")
