from datetime import date

import pytest

from calendars.templates.seasons import Season, by_id
from scheduler.errors import InvalidProblemError

SUMMER = Season(
    id="ete",
    name="Été",
    spans=((date(2026, 7, 1), date(2026, 8, 31)), (date(2027, 7, 1), date(2027, 8, 31))),
)


def test_a_season_covers_its_first_and_last_days() -> None:
    days = (date(2026, 6, 30), date(2026, 7, 1), date(2027, 8, 31), date(2027, 9, 1))

    assert [SUMMER.covers(day) for day in days] == [False, True, True, False]
    assert [day in SUMMER.days for day in days] == [False, True, True, False]
    assert len(SUMMER.days) == 124


def test_a_season_without_dates_or_with_dates_turned_round_is_refused() -> None:
    with pytest.raises(InvalidProblemError, match="saison « x » sans date"):
        Season(id="x", name="X", spans=())
    with pytest.raises(InvalidProblemError, match="avant le début 02/07/2026"):
        Season(id="x", name="X", spans=((date(2026, 7, 2), date(2026, 7, 1)),))


def test_two_seasons_of_one_name_are_refused() -> None:
    assert by_id([SUMMER]) == {"ete": SUMMER}
    with pytest.raises(InvalidProblemError, match="saison en double : « ete »"):
        by_id([SUMMER, SUMMER])
