"""
The initial version drawn from the tables: `python -m api.database.migrations.draw`.

Before the first release only: afterwards a change of the tables is a version of its own. One part
for each file of tables, in the order in which they refer to each other.
"""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alembic.autogenerate.api import AutogenContext
from alembic.autogenerate.render import render_op_text
from alembic.migration import MigrationContext
from alembic.operations.ops import CreateIndexOp, CreateTableOp
from sqlalchemy import create_engine
from sqlalchemy.types import TypeDecorator

from api.database import triggers
from api.database.base import Base
from api.database.migrating import OPTIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import Table

PARTS = Path(__file__).parent / "initial"
WIDTH = 80
DIALECTS = ("sqlite", "postgresql")
HEAD = '''"""{title}: drawn from the tables by `api.database.migrations.draw`."""

from __future__ import annotations

{imports}from alembic import op
'''


def draw(folder: Path = PARTS) -> list[Path]:
    """Write the parts of the initial version, and return their paths."""
    folder.mkdir(exist_ok=True)
    for old in folder.glob("*.py"):
        old.unlink()
    (folder / "__init__.py").touch()
    parts = _ordered()
    paths = []
    for name, tables in parts.items():
        path = folder / f"{name}.py"
        path.write_text(_part(name, tables), "utf-8")
        paths.append(path)
    path = folder / "append_only.py"
    path.write_text(_triggers(), "utf-8")
    (folder / "order.py").write_text(_order([*parts, "append_only"]), "utf-8")
    paths += [path, folder / "order.py"]
    subprocess.run(
        [sys.executable, "-m", "ruff", "format", "-q", "--line-length=100", *map(str, paths)],
        check=True,
    )
    return paths


def _ordered() -> dict[str, list[Table]]:
    """Group tables by file, files after those to whose tables theirs refer."""
    of = {
        str(mapper.local_table): mapper.class_.__module__.rpartition(".")[2]
        for mapper in Base.registry.mappers
    }
    groups: dict[str, list[Table]] = {}
    for table in Base.metadata.sorted_tables:
        groups.setdefault(of[table.name], []).append(table)
    needs = {
        name: {
            of[key.column.table.name]
            for table in tables
            for key in table.foreign_keys
            if of[key.column.table.name] != name
        }
        for name, tables in groups.items()
    }
    made: dict[str, list[Table]] = {}
    while len(made) < len(groups):
        free = [name for name in sorted(groups) if name not in made and needs[name] <= set(made)]
        if not free:
            raise ValueError("files of tables refer to each other in a circle")
        made |= {name: groups[name] for name in free}
    return made


def _part(name: str, tables: Iterable[Table]) -> str:
    tables = list(tables)
    head = HEAD.format(title=f"Tables of {name}", imports="import sqlalchemy as sa\n")
    up = "\n".join(text for table in tables for text in _made(table))
    down = "\n".join(f'op.drop_table("{table.name}")' for table in reversed(tables))
    return (
        head
        + _function("upgrade", "Make them.", up)
        + _function("downgrade", "Take them away.", down)
    )


def _made(table: Table) -> Iterator[str]:
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        options: dict[str, Any] = dict(OPTIONS) | {
            "render_as_batch": False,
            "render_item": _item,
            "sqlalchemy_module_prefix": "sa.",
            "alembic_module_prefix": "op.",
            "user_module_prefix": None,
        }
        context = AutogenContext(
            MigrationContext.configure(connection, opts=options), Base.metadata
        )
        yield render_op_text(context, CreateTableOp.from_table(table))
        for index in sorted(table.indexes, key=lambda one: str(one.name)):
            yield render_op_text(context, CreateIndexOp.from_index(index))
    engine.dispose()


def _item(kind: str, thing: Any, _context: Any) -> str | bool:
    """Write what a column holds in the database: our own types may change, versions may not."""
    if kind == "type" and isinstance(thing, TypeDecorator):
        return f"sa.{thing.impl_instance!r}"
    return False


def _triggers() -> str:
    head = HEAD.format(title="The register is append-only", imports="")
    make = {dialect: triggers.making(dialect) for dialect in DIALECTS}
    unmake = {dialect: triggers.unmaking(dialect) for dialect in DIALECTS}
    texts = f"\nMAKE = {_literal(make)}\nUNMAKE = {_literal(unmake)}\n"
    run = "for statement in {}[op.get_bind().dialect.name]:\n    op.execute(statement)"
    up = _function("upgrade", "Make the triggers.", run.format("MAKE"))
    return head + texts + up + _function("downgrade", "Take them away.", run.format("UNMAKE"))


def _literal(table: dict[str, list[str]]) -> str:
    lines = ["{"]
    for dialect, statements in table.items():
        lines.append(f"{dialect!r}: (")
        for statement in statements:
            pieces = textwrap.wrap(statement, WIDTH, drop_whitespace=False, break_long_words=False)
            lines += ["(", *map(repr, pieces), "),"]
        lines.append("),")
    return "\n".join([*lines, "}"])


def _order(names: list[str]) -> str:
    imports = "\n".join(f"    {name}," for name in sorted(names))
    order = ", ".join(names)
    return (
        '"""The parts, each after those to which it refers."""\n\n'
        f"from api.database.migrations.initial import (\n{imports}\n)\n\nPARTS = ({order})\n"
    )


def _function(name: str, words: str, body: str) -> str:
    return f'\n\ndef {name}() -> None:\n    """{words}"""\n{textwrap.indent(body, "    ")}\n'


if __name__ == "__main__":
    for written in draw():
        sys.stdout.write(f"{written}\n")
