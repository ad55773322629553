"""Make the database itself refuse to change or to remove a line of the register."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, event, text

from api.database.base import Base
from api.database.tables.ledger import EntryRow, PublicationRow

TABLES = (PublicationRow.__tablename__, EntryRow.__tablename__)
"""Tables to which rows are only added."""

ACTIONS = ("update", "delete")
FUNCTION = "refuse_change"
MESSAGE = "le registre des publications ne se modifie pas"


def creation(dialect: str) -> list[str]:
    """Return the statements that make the triggers."""
    if dialect == "sqlite":
        return [
            f"CREATE TRIGGER {table}_no_{action} BEFORE {action.upper()} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
            for table in TABLES
            for action in ACTIONS
        ]
    return [
        (
            f"CREATE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}'; END $$"
        ),
        *(
            f"CREATE TRIGGER {table}_no_{action} BEFORE {action.upper()} ON {table} "
            f"FOR EACH {'STATEMENT' if action == 'truncate' else 'ROW'} "
            f"EXECUTE FUNCTION {FUNCTION}()"
            for table in TABLES
            for action in (*ACTIONS, "truncate")
        ),
    ]


def removal(dialect: str) -> list[str]:
    """Return the statements that take the triggers away."""
    if dialect == "sqlite":
        return [f"DROP TRIGGER {table}_no_{action}" for table in TABLES for action in ACTIONS]
    return [
        *(
            f"DROP TRIGGER {table}_no_{action} ON {table}"
            for table in TABLES
            for action in (*ACTIONS, "truncate")
        ),
        f"DROP FUNCTION {FUNCTION}()",
    ]


def names(dialect: str) -> frozenset[str]:
    """Return the names that the triggers have."""
    actions = ACTIONS if dialect == "sqlite" else (*ACTIONS, "truncate")
    return frozenset(f"{table}_no_{action}" for table in TABLES for action in actions)


def names_present(connection: Connection) -> frozenset[str]:
    """Return the names of the triggers that a database has."""
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.dialect.name == "sqlite"
        else "SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
        "WHERE NOT tgisinternal AND relnamespace = current_schema()::regnamespace "
        "AND tgenabled = 'O'"
    )
    return frozenset(connection.execute(text(query)).scalars())


@contextmanager
def triggers_lifted(connection: Connection) -> Iterator[None]:
    """
    Let a transaction change the register, to restore a backup and for nothing else.

    Other sessions always see the triggers: the transaction that removes them puts them back before
    it commits.
    """
    for statement in removal(connection.dialect.name):
        connection.execute(text(statement))
    yield
    for statement in creation(connection.dialect.name):
        connection.execute(text(statement))


@event.listens_for(Base.metadata, "after_create")
def _create(_target: Any, connection: Connection, *, tables: Any = (), **_: Any) -> None:
    """Make the triggers once all tables are made without a migration."""
    if {table.name for table in tables or ()} >= set(TABLES):
        for statement in creation(connection.dialect.name):
            connection.execute(text(statement))
