"""Sessions of a training fall out on the public holidays of each member's own agency."""

from dataclasses import replace
from datetime import date, time

import pytest

from api.data.association import Agency, Association
from api.data.warnings import away
from api.feeds.kinds import FeedKind, Key
from api.feeds.rendering.sources import Sources
from api.french.moments import hours_words
from api.hours.my_shifts.pages import days_of
from api.judging.case import Origin
from api.judging.foreign.case import Scope, case_of_files
from api.planning.names import Names
from calendars.training.cohorts import Cohort
from constraints.registry import base
from scheduler.domain.problem import Training
from scheduler.domain.time import at, day_span
from tests.api.judging.samples import ADA, PLACES, duty, reading, shift

GOOD_FRIDAY, THURSDAY = date(2026, 4, 3), date(2026, 4, 2)
IN_RENNES, IN_STRASBOURG = {THURSDAY, GOOD_FRIDAY}, {THURSDAY}
everywhere = pytest.mark.parametrize(
    ("departement", "days"),
    [("35", IN_RENNES), ("67", IN_STRASBOURG), ("", IN_RENNES)],
    ids=["Rennes", "Strasbourg", "not known"],
)
MORNING = hours_words(at(THURSDAY, time(9)), at(THURSDAY, time(12, 30)))


def trained(departement: str) -> Association:
    """Ada's association, with a course on Maundy Thursday and Good Friday."""
    cohort = Cohort(id="amis", title="AMIS", days=(THURSDAY, GOOD_FRIDAY), afternoon=None)
    return replace(
        PLACES,
        agencies=(Agency(id="nantes", name="Nantes", departement=departement),),
        cohorts=(cohort,),
        members=(("amis", "ada"), ("amis", "unknown")),
    )


@everywhere
def test_a_feed_shows_the_sessions_there_are(departement: str, days: set[date]) -> None:
    sources = Sources(
        association=trained(departement),
        names=Names(),
        people={"ada": "Ada"},
        uids={},
        since=date(2026, 3, 1),
        published=(),
        kinds={},
        on_call=(),
    )

    items = sources.items(Key(FeedKind.PERSON, "ada"))
    assert {item.what.span.day for item in items if isinstance(item.what, Training)} == days


@everywhere
def test_a_lock_meets_the_sessions_there_are(departement: str, days: set[date]) -> None:
    association = trained(departement)

    met = {day for day in IN_RENNES if away(association, "ada", day_span(day))}
    assert met == days


@everywhere
def test_a_file_is_judged_with_the_sessions_there_are(departement: str, days: set[date]) -> None:
    read = reading(shift("ada", duty(date(2026, 4, 1))))
    file = Origin(name="avril.xlsx", digest="0" * 64, counts=read.counts)
    case = case_of_files([(file, read)], base(), Scope(), trained(departement))

    assert {training.span.day for training in case.facts.problem.trainings} == days


@everywhere
def test_one_s_own_month_shows_the_sessions_there_are(departement: str, days: set[date]) -> None:
    lines = {line.day: line for line in days_of(trained(departement), ADA, (), date(2026, 4, 1))}

    assert {day for day in IN_RENNES if f"Formation, {MORNING}" in lines[day].notes} == days
    assert ("Férié : Vendredi saint" in lines[GOOD_FRIDAY].notes) is (GOOD_FRIDAY not in days)
    assert lines[GOOD_FRIDAY].rest is (GOOD_FRIDAY not in days)
