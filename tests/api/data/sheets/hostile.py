"""Small files that ask for much memory or time: what nobody fills in, and what anybody may send."""

import io
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from zipfile import ZIP_DEFLATED, ZipFile

import xlwt

MEGABYTE = 1_000_000
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
PEOPLE = (
    b"id;nom;role;naissance;agence;dispositifs;sites;permis;domicile;travail_de_nuit;"
    b"travail_de_nuit_depuis;visite_medicale_nuit\n"
)
ODS_NAMES = "xmlns:table='t' xmlns:office='o' xmlns:text='x'"


def _zipped(parts: Mapping[str, Iterable[bytes]]) -> bytes:
    """Return an archive; its parts come piece by piece, so that making one takes no room."""
    output = io.BytesIO()
    with ZipFile(output, "w", ZIP_DEFLATED) as archive:
        for name, pieces in parts.items():
            with archive.open(name, "w", force_zip64=True) as part:
                for piece in pieces:
                    part.write(piece)
    return output.getvalue()


def xlsx(
    sheet: Iterable[bytes], strings: Iterable[bytes] = (), title: Iterable[bytes] = (b"Juin",)
) -> bytes:
    """Return a workbook of a sheet, with what cells share and the sheet's title."""
    links = (
        f'<Relationships><Relationship Id="r1" Type="{RELATION}/worksheet" '
        f'Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="{RELATION}/sharedStrings" '
        'Target="sharedStrings.xml"/></Relationships>'
    )
    root = (
        f'<Relationships><Relationship Id="r" Type="{RELATION}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>'
    )
    return _zipped(
        {
            "_rels/.rels": [root.encode()],
            "xl/workbook.xml": [
                f'<workbook {MAIN} xmlns:r="{RELATION}"><sheets><sheet name="'.encode(),
                *title,
                b'" sheetId="1" r:id="r1"/></sheets></workbook>',
            ],
            "xl/_rels/workbook.xml.rels": [links.encode()],
            "xl/sharedStrings.xml": [f"<sst {MAIN}>".encode(), *strings, b"</sst>"],
            "xl/worksheets/sheet1.xml": [
                f"<worksheet {MAIN}>".encode(),
                *sheet,
                b"</worksheet>",
            ],
        }
    )


def ods(table: Iterable[bytes]) -> bytes:
    """Return a workbook of LibreOffice with one table."""
    start = f"<office:spreadsheet {ODS_NAMES}><table:table table:name='Juin'>"
    return _zipped(
        {
            "content.xml": [
                start.encode(),
                *table,
                b"</table:table></office:spreadsheet>",
            ]
        }
    )


def _letters(megabytes: int) -> Iterable[bytes]:
    return (b"x" * MEGABYTE for _ in range(megabytes))


def _inline(content: Iterable[bytes]) -> Iterable[bytes]:
    yield b'<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>nom</t></is></c></row>'
    yield b'<row r="2"><c r="A2" t="inlineStr"><is><t>'
    yield from content
    yield b"</t></is></c></row></sheetData>"


def long_cell() -> bytes:
    """Return a workbook of which one cell holds two hundred million letters."""
    return xlsx(_inline(_letters(200)))


def long_shared_text() -> bytes:
    """Return the same, the text being one that cells share."""
    cells = b'<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData>'
    return xlsx([cells], [b"<si><t>", *_letters(200), b"</t></si>"])


def shared_texts_everywhere() -> bytes:
    """Return a workbook of which 400,000 cells show one long text."""

    def rows() -> Iterable[bytes]:
        yield b"<sheetData>"
        for row in range(1, 401):
            cells = b'<c t="s"><v>0</v></c>' * 1000
            yield b'<row r="%d">' % row + cells + b"</row>"
        yield b"</sheetData>"

    return xlsx(rows(), [b"<si><t>", b"y" * 32_000, b"</t></si>"])


def many_columns() -> bytes:
    """Return a workbook whose first row has a million columns."""
    cells = b'<c t="inlineStr"><is><t>a</t></is></c>' * 1000
    return xlsx([b'<sheetData><row r="1">', *(cells for _ in range(1000)), b"</row></sheetData>"])


def widest_header() -> bytes:
    """Return a workbook whose header has as many columns as a sheet may have."""
    cells = (b'<c t="inlineStr"><is><t>col%d</t></is></c>' % n for n in range(16_384))
    return xlsx([b'<sheetData><row r="1">', b"".join(cells), b"</row></sheetData>"])


def merged_everywhere() -> bytes:
    """Return a workbook of which every cell is merged over the whole sheet."""
    merges = (b'<mergeCell ref="A%d:XFD1048576"/>' % n for n in range(1, 20_001))
    return xlsx([*_inline([b"Ada"]), b"<mergeCells>", b"".join(merges), b"</mergeCells>"])


def long_attribute() -> bytes:
    """Return a workbook with a tag that doesn't end."""
    return xlsx(
        [b'<sheetData><row r="', *(b"1" * MEGABYTE for _ in range(200)), b'"/></sheetData>']
    )


def long_title() -> bytes:
    """Return a workbook whose sheet has a title of fifty million letters."""
    return xlsx(_inline([b"Ada"]), title=_letters(50))


def deep() -> bytes:
    """Return a workbook of three million tags, each in the one before."""
    return xlsx([*(b"<a>" * 10_000 for _ in range(300)), *(b"</a>" * 10_000 for _ in range(300))])


def empty_cells() -> bytes:
    """Return a workbook of six million cells with a look and nothing in them."""
    row = b"<row>" + b'<c s="1"/>' * 1000 + b"</row>"
    return xlsx([b"<sheetData>", *(row for _ in range(6000)), b"</sheetData>"])


def repeated_columns() -> bytes:
    """Return an ODS workbook with a cell that is repeated two thousand million times."""
    cell = b"<table:table-cell table:number-columns-repeated='2000000000'><text:p>a</text:p>"
    return ods([b"<table:table-row>", cell, b"</table:table-cell></table:table-row>"])


def repeated_rows() -> bytes:
    """Return an ODS workbook with a row that is repeated two thousand million times."""
    return ods(
        [
            b"<table:table-row table:number-rows-repeated='2000000000'><table:table-cell>",
            b"<text:p>a</text:p></table:table-cell></table:table-row>",
        ]
    )


def long_ods_cell() -> bytes:
    """Return an ODS workbook of which a cell holds two hundred million letters."""
    start = b"<table:table-row><table:table-cell><text:p>"
    return ods([start, *_letters(200), b"</text:p></table:table-cell></table:table-row>"])


def spanned() -> bytes:
    """Return an ODS workbook with a cell over thousands of millions of others."""
    start = (
        b"<table:table-row><table:table-cell table:number-columns-spanned='2000000000' "
        b"table:number-rows-spanned='2000000000'><text:p>juin 2026</text:p></table:table-cell>"
    )
    return ods([start, b"</table:table-row>"])


def wide_xls() -> bytes:
    """Return an XLS workbook of which a thousand cells show one long text."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("Juin")
    for row in range(1_000):
        sheet.write(row, 0, "z" * 32_000)
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def long_line() -> bytes:
    """Return a CSV file of one line of eighteen million letters."""
    return PEOPLE + b"x" * (18 * MEGABYTE) + b";y\n"


def separators() -> bytes:
    """Return a CSV file of one line of eighteen million cells."""
    return PEOPLE + b";" * (18 * MEGABYTE) + b"\n"


def many_cells() -> bytes:
    """Return a CSV file of six hundred thousand cells."""
    return PEOPLE + b"a;b;c;d;e;f;g;h;i;j;k;l\n" * 50_000


LONG = "32 767 caractères au plus dans une case"
CORNER = "des cases jusqu’à la colonne XFD et la ligne 1 048 576 au plus"
MUCH = "25 millions de caractères au plus"
LINE = "un million de caractères au plus par ligne"
DAMAGED = "un classeur entier"

HOSTILE: Mapping[str, tuple[Callable[[], bytes], str]] = {
    "case.xlsx": (long_cell, LONG),
    "partage.xlsx": (long_shared_text, LONG),
    "partout.xlsx": (shared_texts_everywhere, MUCH),
    "colonnes.xlsx": (many_columns, CORNER),
    "entetes.xlsx": (widest_header, ""),
    "fusion.xlsx": (merged_everywhere, ""),
    "balise.xlsx": (long_attribute, DAMAGED),
    "titre.xlsx": (long_title, DAMAGED),
    "profond.xlsx": (deep, DAMAGED),
    "vides.xlsx": (empty_cells, ""),
    "colonnes.ods": (repeated_columns, CORNER),
    "lignes.ods": (repeated_rows, CORNER),
    "case.ods": (long_ods_cell, LONG),
    "etendue.ods": (spanned, ""),
    "partout.xls": (wide_xls, MUCH),
    "ligne.csv": (long_line, LINE),
    "separateurs.csv": (separators, LINE),
    "cases.csv": (many_cells, "500 000 cases au plus"),
}
"""
Files by name, with what is said to be expected by whoever reads their cells.

Without: the cells can be read, and what reads rows or shifts of them says what it expects.
"""


@cache
def hostile(name: str) -> bytes:
    """Return a file by its name; each is made once."""
    return HOSTILE[name][0]()
