from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from constraints.agreements.terms import Applied, Term
from constraints.law.hours.forfait_days_agreement import RULE
from constraints.registry import profile_of
from scheduler.audit import audit_person
from scheduler.dated import Source
from scheduler.domain.duty import Duty, DutyKind
from scheduler.domain.people import Mediator
from tests.constraints.agreement import accepts, clean
from tests.constraints.law.forfaits import DAY, forfait, in_days, planned, who
from tests.constraints.law.make import ADULT, audited, past, rota, timeline

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
    person: Mediator, *terms: Term, applied: tuple[Applied, ...] = (), days: int = 1
) -> list[tuple[str, int, str, str]]:
    """Day, shifts, article and verdict of what is found in June, imposed hours apart."""
    line = timeline(*planned(days, JUNE), who=person, first=JUNE, last=END)
    findings = audit_person(line, profile_of(applied, terms))
    return [
        (f.on.isoformat(), f.measured, f.article, f.verdict.value)
        for f in findings
        if f.rule == RULE.id and f.article != "L3121-58"
    ]


NO_AGREEMENT = ("2026-06-01", 1, "L3121-63", "violation")
UNWRITTEN = ("2026-06-01", 1, "L3121-55", "violation")
TOO_MANY = ("2026-06-01", 1, "art. 5.5.3.2 (ECLAT, IDCC 1518)", "to_confirm")


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


@pytest.mark.parametrize(("days", "expected"), [(214, []), (215, [TOO_MANY])])
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


def imposed(*duties: Duty) -> list[tuple[str, int, str]]:
    """Day, shifts and verdict of what is found of imposed hours, all else being founded."""
    line = timeline(*duties, who=who(), first=JUNE, last=END)
    findings = audit_person(line, profile_of((), (term(218),)))
    return [(f.on.isoformat(), f.measured, f.verdict.value) for f in findings if f.rule == RULE.id]


def test_shifts_that_a_plan_imposes_are_to_confirm_once_a_month() -> None:
    lesson = past("2026-06-02 09:00 12:00", kind=DutyKind.TRAINING)
    call = past("2026-06-03 09:00 12:00", kind=DutyKind.INTERVENTION)

    assert imposed(lesson, call) == []
    assert imposed(lesson, *planned(3, END - 2 * DAY)) == [("2026-06-28", 3, "to_confirm")]


def founded(signed: date | None, *terms: Term, kept: int) -> tuple[bool, bool]:
    """Whether the plan, then the audit, lets somebody hold so many shifts in June."""
    profile = profile_of((), terms)
    [rule] = [r for r in profile.person_rules if r.id == RULE.id]
    person = who(in_days(forfait(signed=signed)))
    days = planned(3, JUNE)
    made = rota(*days[:kept], left=days[kept:], first=JUNE, last=END, who=person)
    return accepts(rule, made), clean(rule, made)


@pytest.mark.parametrize(
    ("signed", "terms", "lawful"),
    [
        (JUNE, (term(218),), True),
        (JUNE + DAY, (term(218),), False),
        (None, (term(218),), False),
        (JUNE, (), False),
    ],
)
def test_nobody_is_planned_under_a_forfait_that_nothing_founds(
    signed: date | None, terms: tuple[Term, ...], lawful: bool
) -> None:
    assert founded(signed, *terms, kept=1) == (lawful, lawful)
    assert founded(signed, *terms, kept=0) == (True, True)


def test_what_was_worked_before_it_was_known_stays() -> None:
    """A day of the past proves it, and no plan could repair it."""
    made = rota(past("2026-06-01 09:00 17:00"), first=JUNE, last=END, who=who())

    assert [f.inherited for f in audited(RULE, made.timeline(who()))] == [True, True]
    assert accepts(RULE, made) is clean(RULE, made) is True


def test_a_contract_over_before_the_month_is_not_judged_nor_one_in_hours() -> None:
    ended = who(in_days(end=JUNE - DAY))

    assert findings_of(ended) == findings_of(ADULT) == []
    assert findings_of(replace(ended, contracts=(in_days(end=JUNE),))) == [NO_AGREEMENT]
    assert findings_of(who(), days=0) == []


def test_the_words_say_where_to_record_what_is_missing() -> None:
    person = who(in_days(forfait(signed=None)))
    line = timeline(*planned(2, JUNE), who=person, first=JUNE, last=END)
    agreement, convention, _ = (f.message for f in RULE.audit(line))

    assert agreement == (
        "Lou : 2 créneaux à partir du 01/06/2026 sous un forfait de 218 jours sans accord qui le "
        "permette (à enregistrer parmi les accords, règle forfait_days_cap) : les heures sont dues."
    )
    assert convention == (
        "Lou : 2 créneaux à partir du 01/06/2026 sous un forfait de 218 jours sans convention "
        "individuelle écrite (à dater au contrat) : les heures sont dues."
    )
