"""A table is written in the form that spreadsheets open here."""

from __future__ import annotations

import pytest

from api.export.csv_table import csv_table


def test_a_table_has_a_mark_semicolons_and_lines_that_end_as_in_windows() -> None:
    content = csv_table(("nom", "nuits"), [("Élodie", 3), ("Zoé", 0)])

    assert content == "\ufeffnom;nuits\r\nÉlodie;3\r\nZoé;0\r\n".encode()


def test_a_cell_that_holds_the_separator_or_a_quote_is_quoted() -> None:
    assert csv_table(("motif",), [("a ; b",), ('dit « "oui" »',)]).decode("utf-8-sig") == (
        'motif\r\n"a ; b"\r\n"dit « ""oui"" »"\r\n'
    )


@pytest.mark.parametrize(
    "cell", ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3", "-a", "＝1+1", "＠SUM(A1)"]
)
def test_a_text_that_a_spreadsheet_would_run_is_made_one_that_it_does_not(cell: str) -> None:
    assert csv_table(("note",), [(cell,)]) == f"\ufeffnote\r\n'{cell}\r\n".encode()


@pytest.mark.parametrize("cell", ["-17,6", "+3", "-3 h 05", "-12 %", "l'eau", "a=b", "−2", -3])
def test_numbers_durations_and_other_texts_stay_as_they_are(cell: object) -> None:
    assert csv_table(("note",), [(cell,)]) == f"\ufeffnote\r\n{cell}\r\n".encode()
