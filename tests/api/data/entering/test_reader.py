"""What each door shows and takes."""

from __future__ import annotations

from datetime import date

import pytest

from api.data.entering.reader import minor_until

TODAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("birth", "last"),
    [
        (None, None),
        ("1990-01-01", None),
        ("2008-03-01", None),
        ("2008-03-02", "2026-03-01"),
        ("2008-03-03", "2026-03-02"),
        ("2008-02-29", None),
        ("2012-02-29", "2030-02-28"),
    ],
)
def test_a_minor_is_one_until_the_day_before_the_birthday(
    birth: str | None, last: str | None
) -> None:
    assert minor_until(birth, TODAY) == last
