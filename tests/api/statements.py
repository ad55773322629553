"""
Let all engines of a test process share what costs them time and shows nothing.

Each test has a database of its own, thus an engine of its own, which would compile every statement
anew: a third of these tests' time. And no test cuts the machine's power, so SQLite needn't wait for
the disk; the processes that tests start, and kill, wait as they do for users.
"""

from contextlib import suppress
from sqlite3 import DatabaseError
from typing import Any

from sqlalchemy import Connection, Dialect, Engine, event

COMPILED: dict[Any, Any] = {}
DIALECTS: dict[tuple[type[Dialect], Any], Dialect] = {}


@event.listens_for(Engine, "engine_connect")
def share_compiled_statements(connection: Connection) -> None:
    """
    Give the connection the first dialect of its kind, by which compiled statements are kept.

    A dialect remembers to which level of isolation it resets connections: an engine that needs
    another one asks for it as an option of its connections, not of its dialect. The queue's own
    engine, which translates a schema, writes otherwise to a connection of another dialect.
    """
    own = connection.dialect
    shared = DIALECTS.setdefault((type(own), own.server_version_info), own)
    if "schema_translate_map" not in connection.get_execution_options():
        connection.dialect = shared
    connection.execution_options(compiled_cache=COMPILED)
    if own.name == "sqlite" and "hurried" not in connection.info:
        connection.info["hurried"] = True
        with suppress(DatabaseError):  # of a file that a test damaged: the product says so itself
            connection.connection.cursor().execute("PRAGMA synchronous=OFF")


@event.listens_for(Engine, "before_cursor_execute")
def refuse_what_postgresql_would(
    connection: Connection, _cursor: Any, _sql: str, _values: Any, context: Any, _many: bool
) -> None:
    """
    Refuse on SQLite, too, a text with NUL, and one that is longer than its column.

    SQLite keeps both, PostgreSQL neither: so the quick suite sees what only CI would.

    Raises
    ------
    ValueError
        It says what PostgreSQL would have refused.
    """
    # Many rows may come in as many statements, of which each has the parameters of all.
    if connection.dialect.name != "sqlite" or context is None or vars(context).get("seen"):
        return
    context.seen = True
    if getattr(context, "compiled", None) is None:
        return
    writes = context.isinsert or context.isupdate
    for values in context.compiled_parameters:
        for name, value in values.items():
            if not isinstance(value, str):
                continue
            if "\0" in value:
                raise ValueError(f"PostgreSQL refuse NUL : {name}")
            bound = getattr(context.compiled.binds.get(name), "type", None)
            most = getattr(bound, "length", None)
            if writes and most is not None and len(value) > most:
                raise ValueError(f"PostgreSQL refuse {len(value)} caractères : {name} ({most})")
