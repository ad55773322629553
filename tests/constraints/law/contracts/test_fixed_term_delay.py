from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from constraints.law.contracts.fixed_term_delay import RULE
from scheduler.domain.employment.contracts import Contract, ContractKind
from scheduler.domain.employment.employer import Employer
from scheduler.domain.employment.fixed_terms import EmployeeEnding, Predecessor, TermReason
from scheduler.finding import Finding
from tests.constraints.law.make import audited, timeline
from tests.constraints.law.people import person

FRIDAY = date(2026, 5, 29)
"""The last day of the contract before."""
INCREASE, REPLACEMENT = TermReason.INCREASE, TermReason.REPLACEMENT
JUNE: dict[str, Any] = {"first": date(2026, 6, 1), "last": date(2026, 6, 30)}
OPEN = Employer(declared=True, closed=frozenset())


def judged(start: date, days: int, **more: Any) -> list[Finding]:
    """Judge a contract that begins on `start` after another of so many days."""
    facts: dict[str, Any] = {
        "end": FRIDAY,
        "days": days,
        "same_person": True,
        "same_post": True,
        "reason": INCREASE,
    } | {name.removeprefix("before_"): more.pop(name) for name in [*more] if "before_" in name}
    contract = Contract(
        kind=ContractKind.CDD,
        start=start,
        end=date(2026, 12, 31),
        before=Predecessor(**facts),
        **{"reason": INCREASE} | {k: more.pop(k) for k in ("reason", "replaces") if k in more},
    )
    who = person(contracts=(contract,))
    return [*audited(RULE, timeline(who=who, **JUNE | {"employer": OPEN} | more))]


def verdicts(start: date, days: int, **more: Any) -> list[tuple[int, int, str]]:
    return [(f.measured, f.limit, f.verdict.value) for f in judged(start, days, **more)]


@pytest.mark.parametrize(
    ("days", "start", "expected"),
    [
        # A third from fourteen days on: 15 days, five days of opening, Monday to Friday.
        (15, date(2026, 6, 8), []),
        (15, date(2026, 6, 6), []),
        (15, date(2026, 6, 5), [(4, 5, "violation")]),
        (15, date(2026, 6, 1), [(0, 5, "violation")]),
        # Fourteen: 4 days and two thirds; 4 is not settled, 3 is too few.
        (14, date(2026, 6, 8), []),
        (14, date(2026, 6, 5), [(4, 5, "to_confirm")]),
        (14, date(2026, 6, 4), [(3, 5, "violation")]),
        # Thirteen: half, 6 days and a half.
        (13, date(2026, 6, 10), []),
        (13, date(2026, 6, 9), [(6, 7, "to_confirm")]),
        (13, date(2026, 6, 8), [(5, 7, "violation")]),
        (12, date(2026, 6, 9), []),
        (12, date(2026, 6, 8), [(5, 6, "violation")]),
        (1, date(2026, 6, 2), []),
        (1, date(2026, 6, 1), [(0, 1, "to_confirm")]),
    ],
)
def test_a_third_of_the_contract_or_half_of_a_short_one_in_days_of_opening(
    days: int, start: date, expected: list[tuple[int, int, str]]
) -> None:
    assert verdicts(start, days) == expected


def test_holidays_and_saturdays_count_as_the_business_is_open() -> None:
    closed = {"holidays": frozenset({date(2026, 6, 3)}), "employer": OPEN}

    assert verdicts(date(2026, 6, 8), 15, **closed) == []
    shut = replace(OPEN, closed=frozenset({date(2026, 6, 3)}))
    assert verdicts(date(2026, 6, 8), 15, **closed | {"employer": shut}) == [(4, 5, "violation")]
    six = replace(OPEN, working_days=frozenset(range(6)))
    assert verdicts(date(2026, 6, 5), 15, employer=six) == []
    undeclared = Employer()
    assert verdicts(date(2026, 6, 5), 15, employer=undeclared) == [(4, 5, "to_confirm")]
    assert verdicts(date(2026, 6, 3), 15, employer=undeclared) == [(2, 5, "violation")]


@pytest.mark.parametrize("reason", TermReason)
@pytest.mark.parametrize("before", TermReason)
def test_both_reasons_must_be_of_the_list(reason: TermReason, before: TermReason) -> None:
    free = {TermReason.URGENT, TermReason.SEASONAL, TermReason.CUSTOM, TermReason.SUBSIDISED}
    seen = verdicts(date(2026, 6, 1), 15, reason=reason, before_reason=before, replaces="x",
                    before_replaces="y")  # fmt: skip

    assert seen == ([] if {reason, before} <= free else [(0, 5, "violation")])
    if len({reason, before} & free) == 1 and not {reason, before} <= free:
        other = verdicts(
            *(date(2026, 6, 1), 15), reason=reason, before_reason=before, before_same_person=False
        )
        assert other == [(0, 5, "to_confirm")]


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        ("x", "x", []),
        ("x", "y", [(0, 5, "violation")]),
        ("x", "", [(0, 5, "to_confirm")]),
        ("", "", [(0, 5, "to_confirm")]),
    ],
)
def test_a_person_away_again_is_replaced_at_once(now: str, before: str, expected: Any) -> None:
    reasons = {"reason": REPLACEMENT, "before_reason": REPLACEMENT}

    seen = verdicts(date(2026, 6, 1), 15, replaces=now, before_replaces=before, **reasons)
    assert seen == expected


@pytest.mark.parametrize("ending", EmployeeEnding)
def test_nothing_waits_where_the_employee_ended_the_contract(ending: EmployeeEnding) -> None:
    assert verdicts(date(2026, 6, 1), 15, before_ending=ending) == []


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"reason": None}, "le motif de l’un des deux contrats n’est pas enregistré"),
        ({"before_reason": None}, "le motif de l’un des deux contrats n’est pas enregistré"),
        ({"before_same_post": False}, "l’un des deux contrats ne nomme pas son poste"),
    ],
)
def test_what_isnt_recorded_is_to_confirm_and_named(facts: dict[str, Any], words: str) -> None:
    (finding,) = judged(date(2026, 6, 1), 15, **facts)

    assert finding.verdict.value == "to_confirm"
    assert finding.message.endswith(f" : à confirmer, {words}.")


def test_it_is_told_in_the_month_in_which_the_contract_begins_and_blocks_nothing() -> None:
    (finding,) = judged(date(2026, 6, 1), 15)

    assert finding.message == (
        "Maé : contrat commencé le 01/06/2026 sur le même poste, 0 jour d’ouverture après la fin "
        "du précédent le 29/05/2026, au lieu de 5 jours au moins."
    )
    assert (finding.on, finding.blocks) == (date(2026, 6, 1), False)
    july: dict[str, Any] = {"first": date(2026, 7, 1), "last": date(2026, 7, 31)}
    assert judged(date(2026, 6, 30), 365, **JUNE) != []
    assert judged(date(2026, 6, 30), 365, **july) == []
    assert judged(FRIDAY + timedelta(days=200), 365, **july) == []
