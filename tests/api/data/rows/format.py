"""
Write `docs/format.md` from the declarations of rows: `python -m tests.api.data.rows.format`.

It tells every column of every file; `fixtures/README.md` is the guide to them.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from api.data.rows.columns import Column, Kind, cells_of
from api.data.rows.kinds import KINDS
from api.data.template import expected

PAGE = Path(__file__).parents[4] / "docs" / "format.md"
HEAD = """# Les colonnes, fichier par fichier

Tout ce qu’une association écrit, tiré du code qui le lit : `python -m tests.api.data.rows.format`
réécrit cette page, et `fixtures/README.md` en est le guide. Une colonne **obligatoire** l’est sur
chaque ligne ; une autre peut être vide, et manquer tout entière si elle est *facultative*. Ce qui
est *réservé aux RH* n’est pas montré à un responsable.
"""


def page() -> str:
    """Return the page."""
    return "\n".join([HEAD, *(line for kind in KINDS.values() for line in _kind(kind))])


def _kind(kind: Kind) -> Iterator[str]:
    needed = " Fichier obligatoire." if kind.required else ""
    yield f"## {kind.file}\n\n{kind.words}{needed}\n"
    if kind.once:
        headers = ", ".join(f"`{kind.columns[field].header}`" for field in kind.once)
        yield f"Une ligne ne se répète pas : {headers}.\n"
    yield "| colonne | | sens | attendu | exemple |\n|---|---|---|---|---|"
    example = cells_of(kind.model.model_validate(kind.examples))
    for column in kind.columns.values():
        cells = (
            f"`{column.header}`",
            _needed(column),
            column.meaning,
            _expected(column),
            f"`{text}`" if (text := example[column.header]) else "",
        )
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
    yield ""


def _expected(column: Column) -> str:
    words = re.sub(r"de la feuille « (\w+) »", r"de `\1.csv`", expected(column))
    return ", ".join(filter(None, (words, column.form.bounds)))


def _needed(column: Column) -> str:
    words = "**obligatoire**" if column.needed else "*facultative*" if column.optional else ""
    return ", ".join(filter(None, (words, "*réservé aux RH*" if column.private else "")))


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
    sys.stdout.write(f"{PAGE}\n")
