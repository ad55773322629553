"""A table is written in the form that spreadsheets open here."""

from __future__ import annotations

from api.export.csv_table import csv_table


def test_a_table_has_a_mark_semicolons_and_lines_that_end_as_in_windows() -> None:
    content = csv_table(("nom", "nuits"), [("Élodie", 3), ("Zoé", 0)])

    assert content == "\ufeffnom;nuits\r\nÉlodie;3\r\nZoé;0\r\n".encode()


def test_a_cell_that_holds_the_separator_or_a_quote_is_quoted() -> None:
    assert csv_table(("motif",), [("a ; b",), ('dit « "oui" »',)]).decode("utf-8-sig") == (
        'motif\r\n"a ; b"\r\n"dit « ""oui"" »"\r\n'
    )
