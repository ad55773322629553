from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from constraints.law.part_time.part_time_min_24h import RULE
from scheduler.dated import Level, Source
from scheduler.domain.employment.contracts import Contract, ContractKind, HoursBasis, ShortHours
from scheduler.domain.time import days_span
from tests.constraints.law.make import audited, facts, timeline
from tests.constraints.law.people import person

BRANCH = Source("accord de branche", "art. 5")
JUNE = {"first": date(2026, 6, 1), "last": date(2026, 6, 30)}


def contract(**options: Any) -> Contract:
    usual: dict[str, Any] = {
        "kind": ContractKind.CDI,
        "start": date(2026, 6, 10),
        "weekly_minutes": 20 * 60,
    }
    return Contract(**(usual | options))


def judged(*contracts: Contract, birth: date | None = date(1990, 5, 4), **options: Any) -> Any:
    who = replace(person(contracts=contracts), birth=birth)
    return timeline(who=who, **(JUNE | options))


def verdicts(*contracts: Contract, **options: Any) -> list[str]:
    return [f.verdict.value for f in audited(RULE, judged(*contracts, **options))]


@pytest.mark.parametrize(("minutes", "amounts"), [(1439, [1]), (1440, []), (2099, []), (2100, [])])
def test_a_minute_under_twenty_four_hours_is_too_short(minutes: int, amounts: list[int]) -> None:
    short = contract(weekly_minutes=minutes)

    assert [f.amount for f in audited(RULE, judged(short))] == amounts


def test_it_is_dated_on_the_start_of_the_contract_even_in_midweek() -> None:
    (finding,) = audited(RULE, judged(contract(basis=HoursBasis.MONTH)))

    assert facts([finding]) == [("2026-06-10", 1200, 1440, 240)]
    assert finding.message == (
        "Maé : contrat à temps partiel de 20 h 00 par semaine à partir du 10/06/2026, au lieu de "
        "24 h 00 au moins, sans exception qui vaille."
    )
    assert (finding.article, finding.inherited, finding.blocks) == ("L3123-27", False, False)


@pytest.mark.parametrize(
    ("start", "known", "expected"),
    [
        (date(2026, 6, 1), None, ["violation"]),
        (date(2026, 6, 30), None, ["violation"]),
        (date(2026, 7, 1), None, []),
        (date(2026, 5, 31), None, ["to_confirm"]),
        (date(2026, 5, 31), days_span(date(2026, 6, 1), date(2026, 6, 30)), ["to_confirm"]),
        (date(2026, 5, 31), days_span(date(2026, 5, 31), date(2026, 6, 30)), []),
    ],
)
def test_a_contract_is_judged_when_it_begins_or_is_first_seen(
    start: date, known: Any, expected: list[str]
) -> None:
    assert verdicts(contract(start=start), known=known) == expected


def test_what_began_before_is_inherited_and_named_the_same_each_month() -> None:
    old = contract(start=date(2024, 2, 29))
    (june,) = audited(RULE, judged(old))
    (july,) = audited(RULE, judged(old, first=date(2026, 7, 1), last=date(2026, 7, 31)))

    assert june.inherited
    assert june.on == date(2024, 2, 29)
    assert june.code == july.code


def test_an_amendment_in_the_middle_of_a_week_is_a_contract_that_begins() -> None:
    before = contract(start=date(2025, 1, 1), end=date(2026, 6, 16), weekly_minutes=24 * 60)
    after = contract(start=date(2026, 6, 17), weekly_minutes=23 * 60)

    assert facts(audited(RULE, judged(before, after))) == [("2026-06-17", 1380, 1440, 60)]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"kind": ContractKind.CDD, "end": date(2026, 6, 16)}, []),
        ({"kind": ContractKind.CDD, "end": date(2026, 6, 17)}, ["violation"]),
        ({"short_hours": ShortHours.REQUEST}, []),
        ({"short_hours": ShortHours.RETIREMENT}, []),
        ({"short_hours": ShortHours.INSERTION}, []),
        ({"short_hours": ShortHours.INSERTION, "kind": ContractKind.CDD}, ["violation"]),
        ({"short_hours": ShortHours.REPLACEMENT}, ["violation"]),
        ({"short_hours": ShortHours.REPLACEMENT, "kind": ContractKind.CDD}, []),
        ({"short_hours": ShortHours.REPLACEMENT, "kind": ContractKind.TEMP}, []),
    ],
)
def test_the_exceptions_of_the_law_are_those_of_the_right_contract(
    options: dict[str, Any], expected: list[str]
) -> None:
    assert verdicts(contract(**options)) == expected


@pytest.mark.parametrize(
    ("birth", "expected"),
    [
        (date(2000, 6, 11), []),
        (date(2000, 6, 10), ["violation"]),
        (None, ["to_confirm"]),
    ],
)
def test_a_student_is_under_twenty_six_when_the_contract_begins(
    birth: date | None, expected: list[str]
) -> None:
    assert verdicts(contract(short_hours=ShortHours.STUDENT), birth=birth) == expected


def test_the_branch_sets_a_minimum_by_group_from_its_day_on() -> None:
    groups = replace(
        RULE,
        minimum_b=RULE.minimum_b.derogate(14 * 60, date(2026, 6, 15), BRANCH, level=Level.BRANCH),
    )

    def amounts(start: date, group: str, hours: int) -> list[int]:
        grouped = contract(start=start, group=group, weekly_minutes=hours * 60)
        return [f.amount for f in audited(groups, judged(grouped))]

    assert amounts(date(2026, 6, 14), "B", 14) == [600]
    assert amounts(date(2026, 6, 15), " b ", 14) == []
    assert amounts(date(2026, 6, 15), "B", 13) == [60]
    assert amounts(date(2026, 6, 15), "C", 14) == [600]
    assert amounts(date(2026, 6, 15), "H", 14) == [600]


@pytest.mark.parametrize(
    ("birth", "said"),
    [
        (date(2000, 6, 2), ""),
        (date(2000, 6, 1), "l’exception enregistrée (étudiant de moins de 26 ans) ne vaut pas ici"),
    ],
)
def test_an_older_contract_says_that_its_recorded_exception_does_not_hold(
    birth: date, said: str
) -> None:
    student = contract(start=date(2025, 6, 10), short_hours=ShortHours.STUDENT)

    messages = [f.message for f in audited(RULE, judged(student, birth=birth))]

    assert [said in message for message in messages] == ([True] if said else [])


def test_an_older_contract_without_exception_says_that_none_is_recorded() -> None:
    (finding,) = audited(RULE, judged(contract(start=date(2025, 6, 10))))

    assert "aucune exception n’est enregistrée" in finding.message
