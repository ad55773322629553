"""
Read the rows of a workbook's sheet as texts, as if they came from a CSV file.

Example rows of a template are skipped as long as nobody changed them. A column marks each, and a
hidden sheet lists its cells: a kind, then headers and cells in turn. A row that is marked but was
changed is refused: it may be an example or a real row.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta

from api.data.errors import Faults
from api.data.folder.csv_file import Line, header_of
from api.data.rows.columns import Column, Row, column, columns_of
from api.data.rows.forms import Nature, by_name
from api.data.rows.types import Flag
from api.data.sheets.cells import Broken, Sheet, Value, as_text, letter_of
from api.french.plain import plain

AS_TEXT = "un texte (donnez à la colonne le format « Texte », puis retapez la valeur)"
AMBIGUOUS = "une heure sans ambiguïté : {clock} ou {decimal} en heures décimales ?"


def titles_of(sheet: Sheet) -> dict[int, str]:
    """Return the titles of a sheet by column: they are in its first row that isn't empty."""
    if not sheet.order:
        return {}
    return {
        place: as_text(value).strip() for place, value in sorted(sheet.row(sheet.order[0]).items())
    }


def letters_of(header: Mapping[int, str]) -> dict[str, str]:
    """Return the letters that a workbook gives to columns, by header."""
    return {column: letter_of(place) for place, column in header.items()}


def read_rows(
    sheet: Sheet,
    header: Mapping[int, str],
    columns: Mapping[str, Column],
    name: str,
    faults: Faults,
) -> list[Line]:
    """
    Read the rows under a sheet's header; note and skip those that can't be read.

    `header`: the column at each place. `name`: the file whose rows they are.
    """
    lines: list[Line] = []
    for row in sheet.order[1:]:
        number, cells = row + 1, sheet.row(row)
        outside = sorted(place for place in cells if place not in header)
        if outside:
            cells_outside = ", ".join(
                f"{letter_of(place_outside)} : {as_text(cells[place_outside])}"
                for place_outside in outside
            )
            expected = "rien hors des colonnes qui ont un en-tête"
            faults.add(name, number, received=cells_outside, expected=expected, cause=True)
            continue
        texts = dict.fromkeys(header.values(), "")
        good = True
        for place, value in cells.items():
            column = columns[header[place]]
            expected = _unlike(column, value)
            if expected:
                faults.add(
                    name, number, column.header, as_text(value), expected=expected, cause=True
                )
                good = False
            texts[column.header] = text_of(value)
        if good:
            lines.append(Line(number, texts))
    return lines


def good_header(
    name: str, sheet: Sheet, faults: Faults, columns: Collection[str], optional: frozenset[str]
) -> dict[int, str] | None:
    """Return the column at each place of a sheet; if the header is bad, note it and return None."""
    titles = {place: title for place, title in titles_of(sheet).items() if title}
    line = sheet.order[0] + 1 if sheet.order else 1
    header = header_of(
        name, line, tuple(titles.values()), faults, columns=tuple(columns), optional=optional
    )
    return None if header is None else dict(zip(titles, header, strict=True))


def text_of(value: Value) -> str:
    """Write a cell's value as the format writes it, however the sheet displays it."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y %H:%M}"
    return as_text(value).strip()


def _unlike(column: Column, value: Value) -> str:
    """
    Return what was expected in place of a value that the workbook has changed, empty if nothing.

    `1,20` typed in a column of ids is a number, and `12-3` a day: what was typed is lost.
    """
    if isinstance(value, Broken):
        return value.expected
    if column.nature in {Nature.IDENT, Nature.IDENTS}:
        odd = isinstance(value, date | timedelta)
        odd = odd or (isinstance(value, float) and not value.is_integer())
        return AS_TEXT if odd else ""
    if column.nature is Nature.CLOCK and isinstance(value, float) and not value.is_integer():
        hours, part = divmod(value, 1)
        clock = f"{int(hours)}:{round(part * 100):02d}"
        decimal = "{}:{:02d}".format(*divmod(round(value * 60), 60))
        return AMBIGUOUS.format(clock=clock, decimal=decimal) if part < 0.595 else ""  # noqa: PLR2004
    return ""


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
