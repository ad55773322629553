from datetime import date, time

import pytest

from api.export.registers.records import pauses_of, statement
from scheduler.domain.duty import Break, BreakKind
from scheduler.domain.employment.employer import Employer
from scheduler.domain.time import at

FIRST, LAST = date(2026, 10, 1), date(2026, 10, 31)


@pytest.mark.parametrize(
    ("since", "begins"),
    [
        (None, "Heures prévues au planning, et non heures faites : aucun relevé"),
        (date(2026, 11, 1), "Heures prévues au planning, et non heures faites : aucun relevé"),
        (date(2026, 10, 31), "Heures prévues au planning, et non heures faites, avant le 31/10"),
        (date(2026, 10, 2), "Heures prévues au planning, et non heures faites, avant le 02/10"),
        (date(2026, 10, 1), "Heures du planning publié. Les heures faites sont relevées depuis"),
    ],
)
def test_the_statement_says_whether_hours_done_are_recorded(
    since: date | None, begins: str
) -> None:
    assert statement(Employer(records_since=since), FIRST, LAST).startswith(begins)


def test_breaks_say_their_place_and_kind() -> None:
    noon = at(FIRST, time(12, 30))
    breaks = (
        Break(minutes=30, start=noon),
        Break(minutes=20, kind=BreakKind.PAID),
        Break(minutes=10, kind=BreakKind.WATCH),
    )

    assert pauses_of(breaks) == "30 min à 12h30 + 20 min payée + 10 min travaillée"
    assert pauses_of(()) == ""
