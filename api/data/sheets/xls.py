"""Read XLS workbooks, Excel's format until 2003, as sheets of values."""

import io
import struct

import xlrd
from xlrd.biffh import XLRDError
from xlrd.book import Book
from xlrd.compdoc import CompDocError
from xlrd.sheet import Sheet as OldSheet

from api.data.sheets.cells import Area, Broken, Sheet, Value, look_of, value_of
from api.data.sheets.limits import DAMAGED, Budget, bad
from api.data.sheets.xlsx import ERROR

#: What the library raises on damaged files, its own error aside: it checks as it goes.
RAISED = (
    XLRDError,
    CompDocError,
    AssertionError,
    AttributeError,
    ArithmeticError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
)


def read_xls(file: str, data: bytes) -> tuple[Sheet, ...]:
    """
    Read the sheets of a workbook, in its order.

    BadFilesError: it is damaged, protected, too large, or another kind of document.
    """
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise bad(file, "classeur protégé par un mot de passe", "un classeur sans mot de passe")
    if "WordDocument".encode("utf-16-le") in data:
        raise bad(file, "un document Word", "un classeur .xlsx ou .ods")
    try:
        book = xlrd.open_workbook(
            file_contents=data, formatting_info=True, ragged_rows=True, logfile=io.StringIO()
        )
        budget = Budget(file)
        return tuple(_sheet(file, book, sheet, budget) for sheet in book.sheets())
    except RAISED as error:
        if "encrypted" in str(error):
            raise bad(
                file, "classeur protégé par un mot de passe", "un classeur sans mot de passe"
            ) from None
        raise bad(file, "classeur .xls abîmé", DAMAGED) from None


def _sheet(file: str, book: Book, sheet: OldSheet, budget: Budget) -> Sheet:
    rows: dict[int, dict[int, Value]] = {}
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            value = _value(book, sheet, row, column)
            if not isinstance(value, str) or value.strip():
                budget.cell(sheet.name, row, column, value)
                rows.setdefault(row, {})[column] = value
    areas = tuple(
        Area(top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells
    )
    return Sheet(file=file, name=sheet.name, rows=rows, areas=areas)


def _value(book: Book, sheet: OldSheet, row: int, column: int) -> Value:
    kind, value = sheet.cell_type(row, column), sheet.cell_value(row, column)
    if kind in {xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE}:
        style = book.xf_list[sheet.cell_xf_index(row, column)]
        code = book.format_map[style.format_key].format_str
        return value_of(float(value), look_of(code), since_1904=book.datemode == 1)
    if kind == xlrd.XL_CELL_ERROR:
        return Broken(xlrd.error_text_from_code.get(int(value), "#ERREUR"), ERROR)
    if kind == xlrd.XL_CELL_BOOLEAN:
        return "VRAI" if value else "FAUX"
    return str(value)
