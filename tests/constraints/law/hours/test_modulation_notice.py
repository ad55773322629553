from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from constraints.law.hours.modulation_notice import RULE
from scheduler.dated import Level, Source
from scheduler.domain.employment.contracts import HoursBasis
from scheduler.domain.employment.employer import Employer, Notice, NoticeKind, Route, Scheme
from scheduler.finding import Verdict
from tests.constraints.law.make import audited, timeline
from tests.constraints.law.people import person

JUNE = {"first": date(2026, 6, 1), "last": date(2026, 6, 30)}
YEAR = Scheme(route=Route.AGREEMENT, start=date(2026, 1, 1), months=12)
CYCLE = Scheme(route=Route.UNILATERAL, start=date(2026, 1, 5), weeks=4)
BRANCH = Source("branche", "art. 5.7")


def notice_of(effective: date, notified: date = date(2026, 6, 1), **options: Any) -> Notice:
    return Notice(
        mediator="m", kind=NoticeKind.SCHEDULE, notified=notified, effective=effective, **options
    )


def judged(
    *notices: Notice, basis: HoursBasis, schemes: tuple[Scheme, ...], hours: int = 35
) -> Any:
    who = person(hours=hours, basis=basis)
    return timeline(who=who, notices=notices, employer=Employer(schemes=schemes), **JUNE)


def seen(
    *notices: Notice,
    rule: Any = RULE,
    basis: HoursBasis = HoursBasis.YEAR,
    schemes: tuple[Scheme, ...] = (YEAR,),
    hours: int = 35,
) -> list[tuple[int, int, str, str]]:
    judged_line = judged(*notices, basis=basis, schemes=schemes, hours=hours)
    return [(f.measured, f.amount, f.unit, f.verdict.value) for f in audited(rule, judged_line)]


@pytest.mark.parametrize(
    ("effective", "expected"),
    [
        (date(2026, 6, 9), []),
        (date(2026, 6, 8), [(6, 1, "days", "to_confirm")]),
        (date(2026, 6, 7), [(5, 2, "days", "violation")]),
    ],
)
def test_a_silent_agreement_asks_for_seven_days_of_the_calendar(
    effective: date, expected: list[tuple[int, int, str, str]]
) -> None:
    assert seen(notice_of(effective)) == expected


@pytest.mark.parametrize(
    ("effective", "expected"),
    [
        (date(2026, 6, 11), []),
        (date(2026, 6, 10), [(6, 1, "working_days", "to_confirm")]),
        (date(2026, 6, 9), [(5, 2, "working_days", "violation")]),
    ],
)
def test_an_employer_that_decided_alone_owes_seven_working_days(
    effective: date, expected: list[tuple[int, int, str, str]]
) -> None:
    assert seen(notice_of(effective), basis=HoursBasis.CYCLE, schemes=(CYCLE,)) == expected


def test_each_route_cites_its_own_article() -> None:
    own = replace(YEAR, notice_days=10, article="art. 4")
    late = notice_of(date(2026, 6, 3))

    def article(basis: HoursBasis, *schemes: Scheme) -> str:
        (finding,) = audited(RULE, judged(late, basis=basis, schemes=schemes))
        return finding.article

    assert article(HoursBasis.YEAR, YEAR) == "L3121-47"
    assert article(HoursBasis.CYCLE, CYCLE) == "D3121-27"
    assert article(HoursBasis.YEAR, own) == "art. 4 (accord d’aménagement)"
    assert article(HoursBasis.WEEK) == "L3121-42"


def test_the_agreements_own_delay_wins_over_the_codes_and_the_branchs() -> None:
    three = replace(YEAR, notice_days=3)
    working = replace(YEAR, notice_days=3, notice_working=True)
    branch = RULE.agreed.derogate(10, date(2026, 1, 1), BRANCH, level=Level.BRANCH)
    rule = replace(RULE, agreed=branch)

    # Friday 5 June to Tuesday 9: three clear days, one of them worked.
    late = notice_of(date(2026, 6, 9), date(2026, 6, 5))
    assert seen(late, schemes=(three,), rule=rule) == []
    assert seen(late, schemes=(working,), rule=rule) == [(1, 2, "working_days", "violation")]
    assert seen(late, schemes=(YEAR,), rule=rule) == [(3, 7, "days", "violation")]


def test_a_branch_that_counts_in_working_days_does_so_from_its_day_on() -> None:
    branch = RULE.agreed_working.derogate(7, date(2026, 6, 10), BRANCH, level=Level.BRANCH)
    rule = replace(RULE, agreed_working=branch)

    assert seen(notice_of(date(2026, 6, 9)), rule=rule) == []
    assert seen(notice_of(date(2026, 6, 10)), rule=rule) == [(6, 1, "working_days", "to_confirm")]


def test_exceptional_circumstances_shorten_what_an_agreement_lets_them_shorten() -> None:
    branch = RULE.exceptional.derogate(3, date(2026, 1, 1), BRANCH, level=Level.BRANCH)
    rule = replace(RULE, exceptional=branch)
    four, two = (
        notice_of(date(2026, 6, 5), exceptional=True),
        notice_of(date(2026, 6, 4), exceptional=True),
    )

    assert seen(four, rule=rule) == [(3, 4, "days", "note")]
    assert seen(two, rule=rule) == [(2, 5, "days", "violation")]
    assert seen(four) == [(3, 4, "days", "violation")]
    assert seen(four, rule=rule, basis=HoursBasis.CYCLE, schemes=(CYCLE,)) == [
        (3, 4, "working_days", "violation")
    ]


def test_the_persons_agreement_makes_it_a_note() -> None:
    assert seen(notice_of(date(2026, 6, 3), agreed=True)) == [(1, 6, "days", "note")]


def test_an_arrangement_that_nobody_told_of_is_to_confirm() -> None:
    ended = replace(YEAR, until=date(2026, 6, 2))
    late = notice_of(date(2026, 6, 3))

    assert seen(late, schemes=()) == [(1, 6, "days", "to_confirm")]
    assert seen(late, schemes=(ended,)) == [(1, 6, "days", "to_confirm")]
    assert seen(late, schemes=(), basis=HoursBasis.CYCLE) == [(1, 6, "working_days", "to_confirm")]


def test_a_part_timer_is_bound_by_an_agreement_and_not_by_the_employer_alone() -> None:
    late = notice_of(date(2026, 6, 3))

    assert seen(late, hours=24) == [(1, 6, "days", "violation")]
    assert seen(late, hours=24, basis=HoursBasis.CYCLE, schemes=(CYCLE,)) == []
    assert seen(late, hours=24, basis=HoursBasis.WEEK) == []


@pytest.mark.parametrize(
    ("effective", "expected"),
    [(date(2026, 6, 8), []), (date(2026, 6, 7), [(5, 2, "days", "note")])],
)
def test_a_full_timer_without_arrangement_has_no_notice_by_law(
    effective: date, expected: list[tuple[int, int, str, str]]
) -> None:
    assert seen(notice_of(effective), basis=HoursBasis.WEEK) == expected
    assert seen(notice_of(effective, agreed=True), basis=HoursBasis.WEEK) == []


def test_the_sentence_tells_both_days_and_the_reason() -> None:
    (finding,) = audited(
        RULE, judged(notice_of(date(2026, 6, 5)), basis=HoursBasis.YEAR, schemes=(YEAR,))
    )

    assert finding.message == (
        "Maé : changement d’horaire du 05/06/2026, annonce le 01/06/2026, soit 3 jours entre les "
        "deux au lieu de 7 jours au moins, accord muet sur le délai."
    )


def test_a_shift_taken_away_is_a_change_of_hours_too() -> None:
    """L3121-47: « changement de durée ou d’horaires de travail »."""
    taken = notice_of(date(2026, 6, 7), taken=True)

    assert seen(taken) == seen(notice_of(date(2026, 6, 7))) == [(5, 2, "days", "violation")]
    (finding,) = audited(RULE, judged(taken, basis=HoursBasis.YEAR, schemes=(YEAR,)))
    assert finding.message.startswith("Maé : retrait d’un service du 07/06/2026, annonce le ")
    (plain,) = audited(RULE, judged(taken, basis=HoursBasis.WEEK, schemes=()))
    assert plain.message.startswith("Maé : retrait d’un service du 07/06/2026, annonce le ")
    assert plain.verdict is Verdict.NOTE
