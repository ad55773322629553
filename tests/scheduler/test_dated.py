from __future__ import annotations

from datetime import date

import pytest

from scheduler.dated import Dated, Since, Source, legal
from scheduler.errors import NotInForceError, UnlawfulDerogationError

LAW = Source("Code du travail", "L3131-1")
DEAL = Source("Accord d'entreprise", "art. 4")


def test_the_newest_value_in_force_is_taken_from_its_day_on() -> None:
    value = Dated("minutes", (Since(date(2020, 1, 1), 600, LAW), Since(date(2026, 5, 1), 660, LAW)))

    assert value.on(date(2026, 4, 30)) == 600
    assert value.on(date(2026, 5, 1)) == 660


def test_a_day_before_the_first_entry_is_an_error() -> None:
    with pytest.raises(NotInForceError, match="31/12/2019"):
        Dated("minutes", (Since(date(2020, 1, 1), 600, LAW),)).on(date(2019, 12, 31))


@pytest.mark.parametrize("value", [540, 541, 660, 700])
def test_an_agreement_may_move_a_value_down_to_its_floor(value: int) -> None:
    rest = legal("minutes", 660, LAW, floor=540).derogate(value, date(2026, 5, 13), DEAL)

    assert rest.on(date(2026, 5, 12)) == 660
    assert rest.on(date(2026, 5, 13)) == value
    assert rest.entry(date(2026, 5, 13)).source == DEAL


def test_an_agreement_may_not_go_a_minute_under_the_floor() -> None:
    with pytest.raises(UnlawfulDerogationError, match=r"539 minutes hors .* \[540, None\]"):
        legal("minutes", 660, LAW, floor=540).derogate(539, date(2026, 5, 13), DEAL)


def test_an_agreement_may_not_go_a_minute_over_the_ceiling() -> None:
    daily = legal("minutes", 600, LAW, ceiling=720)

    assert daily.derogate(720, date(2026, 1, 1), DEAL).on(date(2026, 1, 1)) == 720
    with pytest.raises(UnlawfulDerogationError):
        daily.derogate(721, date(2026, 1, 1), DEAL)


def test_a_value_without_bounds_can_not_be_changed_at_all() -> None:
    with pytest.raises(UnlawfulDerogationError):
        legal("minutes", 2880, LAW).derogate(2880, date(2026, 1, 1), DEAL)
