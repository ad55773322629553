"""
Skip the example rows of a template as long as nobody changed them.

A column marks each example row, and a hidden sheet lists its cells: a kind, then headers and cells
in turn. A row that is marked but was changed is refused: it may be an example or a real row.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from api.data.errors import Faults
from api.data.folder.csv_file import Line
from api.data.folder.sheet_rows import text_of
from api.data.rows.columns import Row, column, columns_of
from api.data.rows.forms import by_name
from api.data.rows.types import Flag
from api.data.sheets.cells import Sheet
from api.french.plain import plain

SHEET = "Exemples du modèle"


class Marked(Row):
    """The column that each sheet of a whole workbook may have besides those of its kind."""

    example: Flag = column(
        "exemple", "Ligne d’exemple, jamais lue", default=False, form=by_name({"oui": True})
    )


MARK = columns_of(Marked)["example"]
"""The column that says which rows are examples."""

CHANGED = (
    "la ligne du modèle, telle quelle (si la ligne est à vous, videz cette case ; sinon, effacez "
    "la ligne)"
)

Cells = frozenset[tuple[str, str]]
"""The cells of a row that aren't empty, by column."""


def is_list(sheet: Sheet) -> bool:
    """Return whether a sheet is the hidden list of examples."""
    return plain(sheet.name) == plain(SHEET)


def examples_of(sheets: Iterable[Sheet]) -> dict[str, set[Cells]]:
    """Return the example rows that a workbook's hidden sheet lists, by kind."""
    examples: dict[str, set[Cells]] = {}
    for sheet in sheets:
        if not is_list(sheet):
            continue
        for row in sheet.order:
            cells = sheet.row(row)
            texts = [text_of(cells.get(place, "")) for place in range(max(cells) + 1)]
            kind, pairs = texts[0], texts[1:]
            examples.setdefault(kind, set()).add(
                frozenset(zip(pairs[::2], pairs[1::2], strict=False))
            )
    return examples


def without_examples(
    lines: Iterable[Line], examples: Collection[Cells], name: str, faults: Faults
) -> tuple[list[Line], bool]:
    """
    Return the lines that aren't examples, and whether there were examples.

    Those that say that they are, but aren't the template's, are noted.
    """
    own: list[Line] = []
    some = False
    for line in lines:
        mark = line.cells.pop(MARK.header, "")
        if not mark:
            own.append(line)
        elif frozenset((column, text) for column, text in line.cells.items() if text) in examples:
            some = True
        else:
            faults.add(name, line.number, MARK.header, mark, expected=CHANGED, cause=True)
    return own, some
