from datetime import date
from typing import Any

import pytest

from constraints.law.part_time.part_time_written_distribution import RULE
from scheduler.domain.duty import DutyKind
from scheduler.domain.employment.contracts import Contract, ContractKind, HoursBasis
from scheduler.domain.employment.employer import Notice, NoticeKind
from scheduler.domain.people import Mediator
from tests.constraints.law.people import duty, findings, person, rota, seen

WEEK: dict[str, Any] = {"first": date(2026, 6, 15), "last": date(2026, 6, 21)}
MONDAY_TUESDAY_THURSDAY = frozenset({0, 1, 3})
MONDAY, SATURDAY = duty("2026-06-15 09:00", "13:00"), duty("2026-06-20 09:00", "13:00")


def test_a_saturday_that_the_contract_does_not_name_is_refused() -> None:
    who = person(hours=24, days=MONDAY_TUESDAY_THURSDAY)

    assert seen(RULE, rota(who, MONDAY, **WEEK)) == []
    assert seen(RULE, rota(who, MONDAY, SATURDAY, **WEEK)) == [
        ("2026-06-20", 240, 240, "violation", False)
    ]


@pytest.mark.parametrize(
    "who",
    [
        person(hours=24),
        person(hours=24, days=MONDAY_TUESDAY_THURSDAY, basis=HoursBasis.YEAR),
        person(hours=35, days=MONDAY_TUESDAY_THURSDAY),
    ],
)
def test_no_days_an_annual_scheme_or_full_time_bind_to_no_day(who: Mediator) -> None:
    assert seen(RULE, rota(who, MONDAY, SATURDAY, **WEEK)) == []


@pytest.mark.parametrize(
    ("kind", "expected"), [(DutyKind.DELEGATION, []), (DutyKind.COUNCIL, ["2026-06-20"])]
)
def test_a_representative_uses_the_credit_on_any_day(kind: DutyKind, expected: list[str]) -> None:
    who = person(hours=24, days=MONDAY_TUESDAY_THURSDAY)
    mandate = duty("2026-06-20 09:00", "13:00", kind=kind)

    made = rota(who, MONDAY, past=(mandate,), **WEEK)

    assert [f.on.isoformat() for f in RULE.audit(made.timeline(who))] == expected


def test_a_night_belongs_to_the_day_on_which_it_begins() -> None:
    who = person(hours=24, days=MONDAY_TUESDAY_THURSDAY)
    tuesday = duty("2026-06-16 21:00", "2026-06-17 02:00")
    sunday = duty("2026-06-21 21:00", "2026-06-22 02:00")

    assert seen(RULE, rota(who, tuesday, **WEEK)) == []
    assert seen(RULE, rota(who, sunday, **WEEK)) == [("2026-06-21", 300, 300, "violation", False)]


def test_the_contract_of_the_day_is_the_one_that_counts() -> None:
    before = Contract(
        kind=ContractKind.CDD,
        start=date(2026, 1, 1),
        end=date(2026, 6, 19),
        weekly_minutes=1440,
        days=MONDAY_TUESDAY_THURSDAY,
    )
    after = Contract(
        kind=ContractKind.CDI,
        start=date(2026, 6, 20),
        weekly_minutes=1440,
        days=frozenset({5}),
    )
    who = person(contracts=(before, after))

    assert seen(RULE, rota(who, MONDAY, SATURDAY, **WEEK)) == []
    friday = duty("2026-06-19 09:00", "13:00")
    assert seen(RULE, rota(who, friday, **WEEK)) == [("2026-06-19", 240, 240, "violation", False)]


def test_a_training_day_elsewhere_in_the_week_is_inherited() -> None:
    who = person(hours=24, days=MONDAY_TUESDAY_THURSDAY)

    assert seen(RULE, rota(who, MONDAY, past=(SATURDAY,), **WEEK)) == [
        ("2026-06-20", 240, 240, "violation", True)
    ]


def notice_of(**options: Any) -> Notice:
    usual: dict[str, Any] = {
        "mediator": "m",
        "kind": NoticeKind.SCHEDULE,
        "notified": date(2026, 6, 8),
        "effective": date(2026, 6, 20),
    }
    return Notice(**(usual | options))


@pytest.mark.parametrize(
    ("notice", "verdicts"),
    [
        (notice_of(), ["note"]),
        (notice_of(duties=(SATURDAY.id,)), ["note"]),
        (notice_of(duties=(SATURDAY.id,), effective=date(2026, 6, 1)), ["note"]),
        (notice_of(agreed=True), []),
        (notice_of(kind=NoticeKind.COMPLEMENTARY), ["note"]),
        (notice_of(notified=date(2026, 6, 20)), ["note"]),
        (notice_of(notified=date(2026, 6, 21)), ["violation"]),
        (notice_of(effective=date(2026, 6, 19)), ["violation"]),
        (notice_of(duties=("another",)), ["violation"]),
        (notice_of(kind=NoticeKind.LEAVE), ["violation"]),
        (notice_of(duties=(SATURDAY.id,), taken=True), ["violation"]),
    ],
)
def test_a_recorded_notice_allows_another_day(notice: Notice, verdicts: list[str]) -> None:
    who = person(hours=24, days=MONDAY_TUESDAY_THURSDAY)

    assert [f[3] for f in seen(RULE, rota(who, SATURDAY, notices=(notice,), **WEEK))] == verdicts


def test_on_a_day_told_in_part_the_rest_is_refused() -> None:
    who = person(hours=24, days=MONDAY_TUESDAY_THURSDAY)
    evening = duty("2026-06-20 14:00", "15:00")
    made = rota(who, SATURDAY, evening, notices=(notice_of(duties=(SATURDAY.id,)),), **WEEK)

    bare, noted = findings(RULE, made)
    assert (bare.measured, bare.evidence, bare.article) == (60, (evening.id,), "L3123-6")
    assert (noted.measured, noted.evidence, noted.article) == (240, (SATURDAY.id,), "L3123-12")
    assert noted.message == (
        "Maé (temps partiel) : 4 h 00 de travail le 20/06/2026, jour que le contrat ne prévoit "
        "pas, annoncé : refuser n’est pas une faute si le contrat n’en prévoit pas le cas."
    )
