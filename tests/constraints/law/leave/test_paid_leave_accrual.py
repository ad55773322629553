from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from constraints.law.leave.paid_leave_accrual import RULE
from constraints.leave.rights import code_rates
from scheduler.dated import Level, Source
from scheduler.domain.employment.contracts import Contract, ContractKind
from scheduler.domain.people import Absence, AbsenceKind
from scheduler.domain.time import days_span
from tests.constraints.law.make import audited, timeline
from tests.constraints.law.people import person

ACCORD = Source("accord d’entreprise", "art. 12")
MAY: dict[str, Any] = {
    "first": date(2026, 5, 1),
    "last": date(2026, 5, 31),
    "known": days_span(date(2025, 6, 1), date(2026, 5, 31)),
}


def hired(start: date, end: date | None = None, **options: Any) -> Any:
    return person(contracts=(Contract(kind=ContractKind.CDI, start=start, end=end),), **options)


def seen(rule: Any = RULE, **options: Any) -> list[tuple[str, int, str]]:
    judged = timeline(**(MAY | options))
    return [(f.on.isoformat(), f.measured, f.verdict.value) for f in audited(rule, judged)]


def test_what_a_year_gave_is_noted_on_its_last_day() -> None:
    (finding,) = audited(RULE, timeline(**MAY))

    assert (finding.on, finding.measured, finding.limit, finding.amount) == (
        date(2026, 5, 31),
        30,
        30,
        30,
    )
    assert finding.message == (
        "Lou : 30 jours ouvrables de congés payés acquis du 01/06/2025 au 31/05/2026, 30 jours "
        "ouvrables au plus."
    )
    assert (finding.article, finding.unit, finding.effect.value) == (
        "L3141-3",
        "leave_days",
        "compute",
    )
    assert seen(last=date(2026, 5, 30)) == []


def test_it_is_not_noted_where_part_of_the_year_is_unknown() -> None:
    later = days_span(date(2025, 6, 2), date(2026, 5, 31))

    assert seen(known=None) == seen(known=later) == []
    assert seen(known=later, who=hired(date(2025, 6, 2))) == [("2026-05-31", 30, "note")]


def test_a_contract_that_ends_in_the_middle_of_a_week_settles_what_it_gave() -> None:
    leaves = hired(date(2025, 9, 1), date(2026, 5, 12))
    goes_on = person(
        contracts=(
            Contract(kind=ContractKind.CDD, start=date(2025, 9, 1), end=date(2026, 5, 12)),
            Contract(kind=ContractKind.CDI, start=date(2026, 5, 13)),
        )
    )

    # Nine times four weeks; eight months and 12/31 would give as much.
    assert seen(who=leaves) == [("2026-05-12", 23, "note"), ("2026-05-31", 23, "note")]
    assert seen(who=goes_on) == [("2026-05-31", 23, "note")]


def test_months_begun_are_to_confirm_with_both_figures() -> None:
    (finding,) = audited(RULE, timeline(**(MAY | {"who": hired(date(2026, 1, 15))})))

    assert (finding.measured, finding.verdict.value) == (10, "to_confirm")
    assert finding.message == (
        "Maé : 10 jours ouvrables de congés payés acquis du 01/06/2025 au 31/05/2026, 30 jours "
        "ouvrables au plus ; 12 jours ouvrables si les mois incomplets comptent en proportion : à "
        "confirmer, la loi n’en parle pas."
    )


def test_nothing_is_said_of_someone_who_was_never_there() -> None:
    assert seen(who=hired(date(2026, 6, 1))) == []


@pytest.mark.parametrize(
    ("birth", "count"), [(date(2004, 4, 30), 1), (date(2004, 5, 1), 2), (None, 1)]
)
def test_who_was_under_twenty_one_may_ask_for_thirty_days(birth: date | None, count: int) -> None:
    who = replace(hired(date(2026, 1, 1)), birth=birth)
    every = audited(RULE, timeline(**(MAY | {"who": who})))

    assert len(every) == count
    if count == 2:
        assert every[1].message == (
            "Maé : 13 jours ouvrables de congés payés acquis au 31/05/2026 ; moins de 21 ans au 30 "
            "avril de l’an passé, peut en demander 30 jours ouvrables en tout."
        )
        assert (every[1].amount, every[1].article) == (17, "L3164-9")


def test_the_young_who_have_thirty_days_or_left_ask_for_nothing() -> None:
    young = {"birth": date(2006, 1, 1)}

    assert len(seen(who=hired(date(2020, 1, 1), **young))) == 1
    assert len(seen(who=hired(date(2026, 1, 1), date(2026, 5, 30), **young))) == 2


def test_it_counts_up_to_the_last_day_of_any_horizon() -> None:
    def at_end_of(last: date, **options: Any) -> int:
        return RULE.computed(timeline(first=last, last=last, **options))

    assert at_end_of(date(2026, 10, 31)) == 13
    assert at_end_of(date(2026, 6, 30)) == 3
    assert at_end_of(date(2026, 6, 1)) == 0
    ill = Absence(
        mediator="m",
        span=days_span(date(2026, 6, 1), date(2026, 7, 31)),
        kind=AbsenceKind.SICK,
    )
    assert at_end_of(date(2026, 10, 31), absences=(ill,)) == 12


@pytest.mark.parametrize("day", [date(2024, 4, 23), date(2024, 4, 24), date(2026, 5, 31)])
def test_without_agreement_the_code_s_own_values_hold(day: date) -> None:
    assert RULE.rates(day) == code_rates(day)


def test_half_a_year_of_sickness_is_told_as_any_other() -> None:
    ill = Absence(
        mediator="m",
        span=days_span(date(2025, 6, 1), date(2025, 6, 30)),
        kind=AbsenceKind.SICK,
    )

    # June off sick, then thirty days of July: as many days of one as of the other.
    who = hired(date(2025, 6, 1), date(2025, 7, 30))
    assert seen(who=who, absences=(ill,)) == [("2026-05-31", 5, "note")]


def test_an_agreement_may_only_give_more_and_moves_the_year_from_its_day_on() -> None:
    day = date(2026, 1, 1)
    rule = replace(
        RULE,
        per_month=RULE.per_month.derogate(6, day, ACCORD),
        most=RULE.most.derogate(36, day, ACCORD),
        year_begins=RULE.year_begins.derogate(1, day, ACCORD, level=Level.BRANCH),
    )

    assert rule.computed(timeline(first=day, last=date(2026, 12, 31))) == 36
    assert rule.computed(timeline(first=day, last=date(2026, 3, 31))) == 9
    assert rule.computed(timeline(first=date(2025, 12, 1), last=date(2025, 12, 31))) == 18
