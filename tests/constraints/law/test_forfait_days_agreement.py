from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from constraints.agreements.terms import Applied, Term
from constraints.law.forfait_days_agreement import RULE
from constraints.registry import profile_of
from scheduler.audit import audit_person
from scheduler.dated import Source
from scheduler.domain.duty import DutyKind
from tests.constraints.law.forfaits import DAY, forfait, in_days, planned, who
from tests.constraints.law.make import ADULT, past, timeline

if TYPE_CHECKING:
    from scheduler.domain.people import Mediator

JUNE, END = date(2026, 6, 1), date(2026, 6, 30)
ECLAT = (Applied(agreement="eclat"),)
COMPANY = Source("Accord d’entreprise", "art. 4")


def term(days: int, since: date = date(2020, 1, 1), **options: Any) -> Term:
    """The company's agreement: so many days."""
    return Term(
        rule="forfait_days_cap",
        parameter="limit",
        value=days,
        source=COMPANY,
        since=since,
        **options,
    )


def findings_of(
    person: Mediator, *terms: Term, applied: tuple[Applied, ...] = (), days: int = 0
) -> list[tuple[str, int, int, str, str]]:
    """Day, days, days allowed, article and verdict of what is found in June."""
    line = timeline(*planned(days, JUNE), who=person, first=JUNE, last=END)
    findings = audit_person(line, profile_of(applied, terms))
    return [
        (f.on.isoformat(), f.measured, f.limit, f.article, f.verdict.value)
        for f in findings
        if f.rule == RULE.id
    ]


NO_AGREEMENT = ("2026-06-01", 218, 0, "L3121-63", "violation")
UNWRITTEN = ("2026-06-01", 218, 0, "L3121-55", "violation")
TOO_MANY = ("2026-06-01", 218, 214, "art. 5.5.3.2 (ECLAT, IDCC 1518)", "violation")


@pytest.mark.parametrize(
    ("terms", "applied", "expected"),
    [
        ((), (), [NO_AGREEMENT]),
        ((term(218),), (), []),
        ((term(218, until=date(2026, 5, 31)),), (), [NO_AGREEMENT]),
        ((term(218, since=JUNE),), (), []),
        ((term(218, since=date(2026, 6, 2)),), (), [NO_AGREEMENT]),
        ((term(218, agency="autre"),), (), [NO_AGREEMENT]),
        ((term(218, agency="ag"),), (), []),
        # The branch allows 214 days; the company's agreement comes first (L3121-63, L2253-3).
        ((), ECLAT, [TOO_MANY]),
        ((term(218),), ECLAT, []),
        # ALISFA has no clause on it.
        ((), (Applied(agreement="alisfa"),), [NO_AGREEMENT]),
        ((), (Applied(agreement="ateliers_chantiers_insertion"),), []),
    ],
)
def test_a_company_or_branch_agreement_must_allow_it(
    terms: tuple[Term, ...], applied: tuple[Applied, ...], expected: list[Any]
) -> None:
    assert findings_of(who(), *terms, applied=applied) == expected


@pytest.mark.parametrize(
    ("days", "expected"), [(214, []), (215, [(*TOO_MANY[:1], 215, *TOO_MANY[2:])])]
)
def test_the_convention_counts_no_more_days_than_the_agreement(
    days: int, expected: list[Any]
) -> None:
    assert findings_of(who(in_days(forfait(days))), applied=ECLAT) == expected


@pytest.mark.parametrize(
    ("signed", "expected"), [(None, [UNWRITTEN]), (JUNE, []), (date(2026, 6, 2), [UNWRITTEN])]
)
def test_the_convention_is_written_by_the_first_day_judged(
    signed: date | None, expected: list[Any]
) -> None:
    person = who(in_days(forfait(signed=signed)))

    assert findings_of(person, term(218)) == expected


def test_shifts_that_a_plan_imposes_are_to_confirm_once_a_month() -> None:
    assert findings_of(who(), term(218), days=0) == []
    assert findings_of(who(), term(218), days=3) == [("2026-06-01", 3, 0, "L3121-58", "to_confirm")]


def test_what_no_plan_imposes_is_not() -> None:
    lesson = past("2026-06-02 09:00 12:00", kind=DutyKind.TRAINING)
    call = past("2026-06-03 09:00 12:00", kind=DutyKind.INTERVENTION)
    line = timeline(lesson, call, who=who(), first=JUNE, last=END)
    profile = profile_of((), (term(218),))

    assert [f for f in audit_person(line, profile) if f.rule == RULE.id] == []


def test_a_contract_over_before_the_month_is_not_judged_nor_one_in_hours() -> None:
    ended = who(in_days(end=JUNE - DAY))

    assert findings_of(ended) == findings_of(ADULT) == []
    assert findings_of(replace(ended, contracts=(in_days(end=JUNE),))) == [NO_AGREEMENT]


def test_the_words_say_where_to_record_what_is_missing() -> None:
    line = timeline(who=who(in_days(forfait(signed=None))), first=JUNE, last=END)
    agreement, convention = (f.message for f in RULE.audit(line))

    assert agreement == (
        "Lou : forfait de 218 jours sans accord qui le permette le 01/06/2026 : à enregistrer dans "
        "accords.csv (règle forfait_days_cap), sinon les heures sont dues."
    )
    assert convention == (
        "Lou : forfait de 218 jours sans convention individuelle écrite le 01/06/2026 : à dater au "
        "contrat, sinon les heures sont dues."
    )
