"""
Draw the first migration from the tables: `python -m tests.api.database.drawing`.

Before the first release only: afterwards a change of the tables is a migration of its own. The
drawing is one file, in which tables stand in the order in which they refer to each other.
"""

from __future__ import annotations

import subprocess
import sys
import textwrap
from typing import TYPE_CHECKING, Any

from alembic.autogenerate.api import AutogenContext
from alembic.autogenerate.render import render_op_text
from alembic.migration import MigrationContext
from alembic.operations.ops import CreateIndexOp, CreateTableOp
from sqlalchemy import create_engine
from sqlalchemy.types import TypeDecorator

from api.database import migrating, triggers
from api.database.base import Base
from api.database.migrating import OPTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FIRST = migrating.FOLDER / "versions" / "v0001_initial.py"
WIDTH = 80
DIALECTS = ("sqlite", "postgresql")
HEAD = '''"""The tables of the first release: drawn from them by `tests.api.database.drawing`."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

'''
UP = '''

def upgrade() -> None:  # noqa: PLR0915 - drawn
    """Make all tables, then the triggers that keep the register append-only."""
'''
DOWN = '''
    for statement in MAKE[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    """Take all tables and triggers away."""
    for statement in UNMAKE[op.get_bind().dialect.name]:
        op.execute(statement)
    for table in reversed(TABLES):
        op.drop_table(table)
'''


def draw(path: Path = FIRST) -> Path:
    """Write the first migration to a file, and return the file."""
    tables = "\n".join(f'    "{table.name}",' for table in Base.metadata.sorted_tables)
    body = "\n".join(textwrap.indent(text, "    ") for text in _creations())
    make, unmake = (
        _literal({name: statements(name) for name in DIALECTS})
        for statements in (triggers.creation, triggers.removal)
    )
    path.write_text(
        f"{HEAD}TABLES = (\n{tables}\n)\nMAKE = {make}\nUNMAKE = {unmake}\n{UP}{body}{DOWN}",
        "utf-8",
    )
    command = [sys.executable, "-m", "ruff", "format", "-q", "--line-length=100", str(path)]
    subprocess.run(command, check=True)
    return path


def _creations() -> Iterator[str]:
    """Write the call that creates each table, and each of its indexes."""
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        options: dict[str, Any] = dict(OPTIONS) | {
            "render_as_batch": False,
            "render_item": _column_type,
            "sqlalchemy_module_prefix": "sa.",
            "alembic_module_prefix": "op.",
            "user_module_prefix": None,
        }
        context = AutogenContext(
            MigrationContext.configure(connection, opts=options), Base.metadata
        )
        for table in Base.metadata.sorted_tables:
            yield render_op_text(context, CreateTableOp.from_table(table))
            for index in sorted(table.indexes, key=lambda index: str(index.name)):
                yield render_op_text(context, CreateIndexOp.from_index(index))
    engine.dispose()


def _column_type(kind: str, item: Any, _context: Any) -> str | bool:
    """Write what a column holds in the database: our own types may change, migrations may not."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    return False


def _literal(statements: dict[str, list[str]]) -> str:
    """Write SQL statements by dialect, each cut into strings that fit on a line."""
    lines = ["{"]
    for dialect, texts in statements.items():
        lines.append(f"{dialect!r}: (")
        for text in texts:
            pieces = textwrap.wrap(text, WIDTH, drop_whitespace=False, break_long_words=False)
            lines += ["(", *map(repr, pieces), "),"]
        lines.append("),")
    return "\n".join([*lines, "}"])


if __name__ == "__main__":
    sys.stdout.write(f"{draw()}\n")
