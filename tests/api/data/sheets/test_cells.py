from __future__ import annotations

import pytest

from api.data.sheets.cells import Area, Sheet, column_of, letter_of


@pytest.mark.parametrize(
    ("column", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")]
)
def test_columns_have_letters(column: int, letters: str) -> None:
    assert letter_of(column) == letters
    assert column_of(letters) == column


def test_a_turned_sheet_still_names_places_as_the_file_does() -> None:
    sheet = Sheet(file="f", rows={1: {3: "x"}}, areas=(Area(1, 3, 2, 5),)).transposed()

    assert sheet.row(3) == {1: "x"}
    assert sheet.areas == (Area(3, 1, 5, 2),)
    assert (sheet.where(3, 1).letter, sheet.where(3, 1).line) == ("D", 2)
