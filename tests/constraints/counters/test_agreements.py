"""Counters by the rules of a branch agreement that begins in the middle of a month."""

from datetime import date
from typing import Any

from constraints.agreements.terms import Applied, Term
from constraints.counters.count import counters
from constraints.registry import profile_of
from scheduler.dated import Source
from scheduler.domain.employment.employer import Employer
from tests.constraints.counters.counted import JUNE, tiers
from tests.constraints.counters.make import MONDAY, contract, person, shift, timeline, worked

ECLAT = Applied(agreement="eclat", since=MONDAY)
TERM = Term(
    rule="legal_35h_overtime",
    parameter="first_rate",
    value=100,
    source=Source("accord d’entreprise du 22/06/2026", "art. 2"),
    since=date(2026, 6, 22),
    agency="ag",
)


def counted(*duties: Any, terms: tuple[Term, ...] = (), **options: Any) -> Any:
    line = timeline(*duties, employer=Employer(headcount=110), **JUNE, **options)
    profile = profile_of((ECLAT,), terms)
    return counters(line, profile.rules_of(line.mediator))


def test_the_night_of_the_agreement_begins_with_it() -> None:
    sheet = counted(
        shift("2026-06-12 20:00", "2026-06-12 23:30"), shift("2026-06-16 20:00", "2026-06-16 23:30")
    )

    assert [d.minutes.night for d in sheet.days if d.minutes.night] == [150, 90]


def test_a_part_timer_s_flat_rate_begins_with_the_week() -> None:
    week = worked(date(2026, 6, 8), *[320] * 5), worked(MONDAY, *[320] * 5)
    sheet = counted(*week[0], *week[1], who=person(contract(24, group="G")))

    assert sheet.months[0].complementary == tiers((100, 144), (170, 160), (250, 16))


def test_night_workers_earn_an_eighth_from_the_agreement_s_first_day() -> None:
    nights = [
        shift(f"2026-06-{monday + n:02} 17:00", f"2026-06-{monday + n + 1:02} 01:00")
        for monday in (1, 8, 15, 22)
        for n in (0, 2)
    ]
    sheet = counted(*nights)

    # The habit is made in the week of the 15th; of four nights since, three hours are after 22:00.
    assert sheet.night_worker.since == MONDAY
    assert sheet.rest.night == 4 * 180 // 8


def test_its_quota_opens_rest_from_that_day_and_a_company_s_rate_comes_later() -> None:
    weeks = [worked(date(2026, 6, n), *[600] * 5) for n in (1, 8, 15, 22)]
    sheet = counted(*(d for w in weeks for d in w), terms=(TERM,))

    assert sheet.years[0].quota == 70 * 60
    assert sheet.weeks[3].overtime == tiers((100, 480), (500, 420))
    assert sheet.weeks[2].overtime == tiers((250, 480), (500, 420))
    assert sheet.years[0].beyond == 0
