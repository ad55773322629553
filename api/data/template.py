"""Make a workbook to fill in, with a sheet and examples for each kind of rows."""

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

import fixtures
from api.data.folder.load import load_with_rows
from api.data.folder.sheet_rows import MARK
from api.data.folder.sheet_rows import SHEET as EXAMPLES_SHEET
from api.data.rows.columns import Column, Kind, cells_of
from api.data.rows.forms import Nature
from api.data.rows.kinds import KINDS
from api.data.sheets.limits import bad

HOURS = "des heures comme 35, 37,5 ou 35h30"
MOMENTS = "une date comme 31/12/2026, avec une heure si besoin : 31/12/2026 21:30"
LISTS = {
    Nature.IDENTS: "des identifiants séparés par des virgules",
    Nature.CHOICES: "un ou plusieurs, séparés par des virgules",
}

MARKED = (
    "« oui » : ligne d’exemple, jamais lue.\nPour faire vôtre cette ligne, changez-la et videz "
    "cette case."
)

#: Paragraphs, each one a cell.
HELP = """
Ce classeur décrit une association entière, une feuille par sorte de chose. Remplissez-le de gauche
à droite, puis lancez « rota import association.xlsx », ou n’importe quelle commande rota qui prend
un dossier d’association.

Les feuilles à l’onglet bleu sont nécessaires ; les autres peuvent rester vides. Un en-tête foncé
est celui d’une colonne à remplir sur chaque ligne. Passez la souris sur un en-tête : il dit ce qui
est attendu. Les listes proposent les valeurs possibles, et les identifiants des autres feuilles.

Les lignes en italique sont des exemples : « oui » dans leur dernière colonne le dit, et elles ne
sont jamais lues. Gardez-les sous les yeux ou effacez-les. Pour faire vôtre une ligne d’exemple,
changez-la et videz cette dernière case.

L’ordre des lignes et des colonnes est libre. Une colonne facultative peut être enlevée. Ne
renommez ni les feuilles ni les en-têtes.

Tout ce qui ne va pas est dit en une fois, avec la feuille, la ligne et la colonne ; rien n’est
écrit tant qu’il reste une erreur.
"""


def comment_of(column: Column) -> str:
    """Say what a column is, whether it must be filled, and what is expected there."""
    needed = "Obligatoire" if column.needed else "Facultatif"
    words = expected(column)
    return f"{column.meaning}.\n{needed}. {f'Attendu : {words}.' if words else ''}".strip()


def expected(column: Column) -> str:
    """Say what the cells of a column hold (empty: any text)."""
    parts = {
        Nature.HOURS: HOURS,
        Nature.MOMENT: MOMENTS,
        Nature.IDENTS: LISTS[Nature.IDENTS],
        Nature.CHOICES: f"{LISTS[Nature.CHOICES]} : {', '.join(column.choices)}",
    }
    words = parts.get(column.nature, column.expected)
    if column.names and column.nature is Nature.IDENT:
        words = "un identifiant"
    if column.names:
        words += f" de la feuille « {column.names} »"
    return words


SMALL = Path(fixtures.__file__).parent / "petit"
MOST = 3
"""How many example rows are shown for a kind that no other kind names."""

NAMED = frozenset(
    ("agences", "dispositifs", "sites", "personnes", "contrats", "gabarits", "besoins")
)
"""Kinds whose example rows are all shown: others name them."""


@cache
def examples() -> Mapping[str, Sequence[Mapping[str, str]]]:
    """Return the example rows of each kind, as cells by header; empty cells are left out."""
    small = load_with_rows(SMALL).tables
    examples: dict[str, Sequence[Mapping[str, str]]] = {}
    for name, kind in KINDS.items():
        rows = [cells_of(placed.row) for placed in small.of(kind.model)] or [_example(kind)]
        examples[name] = [
            {header: text for header, text in row.items() if text}
            for row in rows[: None if name in NAMED else MOST]
        ]
    return examples


def _example(kind: Kind) -> dict[str, str]:
    return cells_of(kind.model.model_validate(kind.examples))


HELP_SHEET = "Mode d’emploi"
SUFFIX = ".xlsx"
MADE = datetime(2026, 1, 1)  # noqa: DTZ001 - a workbook has no zones; the same bytes each time
ROWS = 2_000
"""How many rows under the header get lists of choices and formats."""

NARROW, WIDE = 12, 28
COMMENT_WIDTH, LINE_HEIGHT, LINE_LETTERS = 260, 18, 42
LISTED = 255
"""The most characters that a workbook allows in a list of choices."""

FORMATS = {
    Nature.DAY: "dd/mm/yyyy",
    Nature.CLOCK: "hh:mm",
    Nature.HOURS: "General",
    Nature.NUMBER: "General",
}
"""
How cells are shown, by nature; all others are text, so that `1,20` and `12-3` stay as typed, and
so that a day may have its time.
"""


def write_template(path: Path) -> None:
    """
    Write the template; if only its examples are filled in, it describes no association.

    BadFilesError: the name doesn't end in .xlsx, or something is there already: it may have been
    filled in.
    """
    if path.suffix.casefold() != SUFFIX:
        raise bad(path.name, path.suffix or path.name, "un nom qui finit par .xlsx")
    if path.exists():
        raise bad(path.name, "fichier déjà là", "un nom qui n’est pas pris")
    path.write_bytes(template())


def template() -> bytes:
    """Return the template as a workbook."""
    import xlsxwriter  # noqa: PLC0415 - help and audits write no workbook

    output = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(output, options)
    book.set_properties({"title": "Association", "author": "Roulement", "created": MADE})
    looks = _Looks(book)
    _help(book.add_worksheet(HELP_SHEET), looks)
    for kind in KINDS.values():
        _KindSheet(book.add_worksheet(kind.name), kind, looks).write()
    _list_examples(book.add_worksheet(EXAMPLES_SHEET))
    book.close()
    return output.getvalue()


class _Looks:
    """The formats of the template; those of cells by their number format."""

    def __init__(self, book: Any) -> None:
        head = {"bold": True, "border": 1, "border_color": "#9AA7B4", "valign": "vcenter"}
        self.needed = book.add_format({**head, "bg_color": "#1F4E79", "font_color": "#FFFFFF"})
        self.free = book.add_format({**head, "bg_color": "#DCE6F1", "font_color": "#1F3044"})
        self.title = book.add_format({"bold": True, "font_size": 16})
        self.bold = book.add_format({"bold": True, "valign": "top"})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        shown = {"@", *FORMATS.values()}
        aligned = {"align": "left"}
        self.cells = {shape: book.add_format({"num_format": shape, **aligned}) for shape in shown}
        grey = {"italic": True, "font_color": "#7F7F7F", **aligned}
        self.examples = {shape: book.add_format({"num_format": shape, **grey}) for shape in shown}


class _KindSheet:
    """The sheet of one kind of rows."""

    def __init__(self, sheet: Any, kind: Kind, looks: _Looks) -> None:
        self.sheet, self.kind, self.looks = sheet, kind, looks
        self.columns = [*kind.columns.values(), MARK]
        self.rows = [{**row, MARK.header: "oui"} for row in examples()[kind.name]]

    def write(self) -> None:
        """Write the header, the lists of choices and the examples."""
        self.sheet.freeze_panes(1, 1)
        self.sheet.set_landscape()
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_row(0, 22)
        self.sheet.set_tab_color("#1F4E79" if self.kind.required else "#BFBFBF")
        for place, column in enumerate(self.columns):
            self._column(place, column)
        for row, cells in enumerate(self.rows, 1):
            for place, column in enumerate(self.columns):
                look = self.looks.examples[FORMATS.get(column.nature, "@")]
                _cell(self.sheet, row, place, cell_of(column, cells.get(column.header, "")), look)

    def _column(self, place: int, column: Column) -> None:
        longest = max((len(cells.get(column.header, "")) for cells in self.rows), default=0)
        width = min(max(NARROW, len(column.header) + 3, longest + 2), WIDE)
        self.sheet.set_column(
            place, place, width, self.looks.cells[FORMATS.get(column.nature, "@")]
        )
        look = self.looks.needed if column.needed else self.looks.free
        self.sheet.write_string(0, place, column.header, look)
        said = MARKED if column is MARK else comment_of(column)
        lines = sum(1 + len(line) // LINE_LETTERS for line in said.splitlines())
        size = {"width": COMMENT_WIDTH, "height": (lines + 1) * LINE_HEIGHT}
        self.sheet.write_comment(0, place, said, {"author": "Roulement", **size})
        chosen = self._choices(column)
        if chosen:
            self.sheet.data_validation(1, place, ROWS, place, chosen)

    def _choices(self, column: Column) -> Mapping[str, Any] | None:
        """Return the list that a cell is chosen from (None: its values are not a short list)."""
        options = {"ignore_blank": True, "error_title": column.header}
        if column.nature is Nature.CHOICE and len(",".join(column.choices)) <= LISTED:
            expected = f"Choisissez l’une des valeurs de la liste ({column.expected})."
            return {
                "validate": "list",
                "source": list(column.choices),
                "error_message": expected[:LISTED],
                **options,
            }
        kind = column.names
        if kind and column.nature is Nature.IDENT:
            # A warning, no more: the sheet that it names may be filled in later.
            return {
                "validate": "list",
                "source": f"='{kind}'!$A$2:$A${ROWS + 1}",
                "error_type": "warning",
                "error_message": f"Cet identifiant n’est pas (encore) dans la feuille « {kind} ».",
                **options,
            }
        return None


def cell_of(column: Column, text: str) -> date | time | float | str:
    """Return a cell as a workbook stores it: a day, a time, a number or a text."""
    if not text:
        return ""
    if column.nature is Nature.DAY:
        day, month, year = (int(part) for part in text.split("/"))
        return date(year, month, day)
    if column.nature is Nature.CLOCK:
        return time.fromisoformat(text)
    if column.nature in {Nature.HOURS, Nature.NUMBER} and "h" not in text:
        return float(text.replace(",", "."))
    return text


def _cell(sheet: Any, row: int, place: int, value: date | time | float | str, look: Any) -> None:
    if isinstance(value, time):
        sheet.write_datetime(row, place, value, look)
    elif isinstance(value, date):
        sheet.write_datetime(row, place, datetime.combine(value, time()), look)
    elif isinstance(value, float):
        sheet.write_number(row, place, value, look)
    elif value:
        sheet.write_string(row, place, value, look)


def _help(sheet: Any, looks: _Looks) -> None:
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 90, looks.wrapped)
    sheet.hide_gridlines(2)
    sheet.fit_to_pages(1, 0)
    sheet.write_string(0, 0, "Décrire une association", looks.title)
    row = 2
    for paragraph in HELP.strip().split("\n\n"):
        sheet.write_string(row, 1, " ".join(paragraph.split()), looks.wrapped)
        row += 1
    row += 1
    for kind in KINDS.values():
        sheet.write_url(row, 0, f"internal:'{kind.name}'!A1", looks.bold, kind.name)
        needed = " À remplir." if kind.required else ""
        sheet.write_string(row, 1, kind.words + needed, looks.wrapped)
        row += 1


def _list_examples(sheet: Any) -> None:
    """Tell which rows are examples, on a hidden sheet (see `api.data.folder.sheet_rows`)."""
    sheet.very_hidden()
    row = 0
    for kind in KINDS.values():
        by_header = kind.by_header
        for cells in examples()[kind.name]:
            sheet.write_string(row, 0, kind.name)
            for number, (header, text) in enumerate(cells.items()):
                sheet.write_string(row, 1 + 2 * number, header)
                sheet.write_string(row, 2 + 2 * number, text_of(by_header[header], text))
            row += 1


def text_of(column: Column, text: str) -> str:
    """Return the text that reading an example's cell gives."""
    value = cell_of(column, text)
    if isinstance(value, float):
        return f"{value:.10g}".replace(".", ",")
    return f"{value:%H:%M}" if isinstance(value, time) else text
