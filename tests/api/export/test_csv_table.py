"""A table opens in spreadsheets here; what is kept from being a formula is read back as it was."""

import pytest

from api.export.csv_table import csv_table, harmless, written


@pytest.mark.parametrize("first", [*"=+-@＝＋－＠﹦﹢﹣﹫", "\t", "\r", "\n"])
def test_what_looks_like_a_formula_is_read_back_as_it_was(first: str) -> None:
    text = f"{first}1+1"

    assert harmless(text) == f"'{text}"
    assert written(harmless(text)) == text


@pytest.mark.parametrize("number", ["-3", "+12,5", "-3 h 05", "-12 %"])
def test_a_number_is_left_as_it_is(number: str) -> None:
    assert harmless(number) == number


def test_other_text_is_left_as_it_is() -> None:
    assert harmless("l’Île") == "l’Île"
    assert [written(text) for text in (" 'tis ", "a", "", None)] == ["'tis", "a", "", ""]


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
