from __future__ import annotations

from tests.api.data.rows.format import PAGE, page


def test_the_page_of_the_format_is_made_of_the_declarations() -> None:
    assert PAGE.read_text("utf-8") == page()
