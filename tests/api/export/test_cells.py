"""Text in spreadsheets: what is kept from being a formula is read back as it was."""

from __future__ import annotations

import pytest

from api.export.cells import harmless, written


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
