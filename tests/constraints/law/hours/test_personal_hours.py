from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from constraints.agreements.terms import Applied
from constraints.law.hours.personal_hours import RULE, PersonalHours
from constraints.registry import profile_of
from scheduler.domain.employment.amendments import Amendment, AmendmentGround
from scheduler.domain.employment.contracts import HoursBasis
from scheduler.domain.employment.protections import Protection, ProtectionReason
from tests.constraints.law.forfaits import in_days
from tests.constraints.law.people import duty, findings, person, rota, seen

MONDAY = date(2026, 6, 15)
WEEK: dict[str, Any] = {"first": MONDAY, "last": date(2026, 6, 21)}


def alisfa() -> PersonalHours:
    rule = profile_of([Applied(agreement="alisfa")]).rule_of[RULE.id]
    assert isinstance(rule, PersonalHours)
    return rule


def pregnant(day: int, *, on: date = MONDAY, hours: float = 35, **more: Any) -> Any:
    """Somebody for whom `on` is that day of the pregnancy, which was made known on its tenth."""
    first = on - timedelta(days=day - 1)
    basis = more.pop("basis", HoursBasis.WEEK)
    facts = {
        "since": first + timedelta(days=9),
        "until": first + timedelta(days=340),
        "pregnant_since": first,
        "birth": first + timedelta(days=270),
    }
    protection = Protection(reason=ProtectionReason.PREGNANCY, **(facts | more))
    return person(hours=hours, basis=basis, protections=(protection,))


def week(*hours: str) -> list[Any]:
    """Posts from 9:00 to each clock time, from Monday on."""
    return [duty(f"2026-06-{15 + n} 09:00", end) for n, end in enumerate(hours)]


@pytest.mark.parametrize(
    ("day", "end", "expected"),
    [
        pytest.param(60, "16:00", [], id="the 60th day holds seven hours"),
        pytest.param(61, "15:18", [], id="the 61st holds six hours and eighteen minutes"),
        pytest.param(
            61, "15:19", [("2026-06-15", 379, 379, "to_confirm", False)], id="and no minute more"
        ),
    ],
)
def test_the_61st_day_has_a_tenth_less(day: int, end: str, expected: list[Any]) -> None:
    assert seen(alisfa(), rota(pregnant(day), *week(end), **WEEK)) == expected


def test_without_the_agreement_no_hour_is_taken_off() -> None:
    assert seen(RULE, rota(pregnant(100), *week(*["16:00"] * 5), **WEEK)) == []


@pytest.mark.parametrize(
    ("since", "expected"),
    [(MONDAY, ["to_confirm"]), (date(2026, 6, 16), [])],
)
def test_it_begins_once_it_was_made_known(since: date, expected: list[str]) -> None:
    made = rota(pregnant(100, since=since), *week("16:00"), **WEEK)

    assert [f[3] for f in seen(alisfa(), made)] == expected


@pytest.mark.parametrize(
    ("birth", "expected"),
    [(MONDAY, ["to_confirm"]), (date(2026, 6, 14), [])],
)
def test_it_ends_with_the_birth(birth: date, expected: list[str]) -> None:
    made = rota(pregnant(280, birth=birth), *week("16:00"), **WEEK)

    assert [f[3] for f in seen(alisfa(), made)] == expected


@pytest.mark.parametrize(
    ("ends", "expected"),
    [
        pytest.param(["15:18"] * 5, [], id="31 h 30"),
        pytest.param(
            [*["15:18"] * 4, "15:19"],
            [("2026-06-15", 1891, 1891, "violation", False)],
            id="31 h 31",
        ),
        pytest.param(["16:00", "16:00", "16:00", "16:00"], [], id="four days of seven hours"),
    ],
)
def test_a_whole_week_has_a_tenth_less_however_it_is_agreed(
    ends: list[str], expected: list[Any]
) -> None:
    who = pregnant(61, arranged=MONDAY)

    assert seen(alisfa(), rota(who, *week(*ends), **WEEK)) == expected


def test_a_week_is_compared_from_the_monday_after_the_61st_day_on() -> None:
    who = pregnant(60, arranged=MONDAY)

    assert seen(alisfa(), rota(who, *week(*["16:00"] * 5), **WEEK)) == []


@pytest.mark.parametrize(("last", "expected"), [("16:00", []), ("16:01", [2101])])
def test_no_week_has_overtime_even_if_the_contract_does(last: str, expected: list[int]) -> None:
    """A tenth less of 39 hours would leave 35 h 06."""
    who = pregnant(61, hours=39, arranged=MONDAY)

    made = rota(who, *week(*["16:00"] * 4, last), **WEEK)

    assert [f[1] for f in seen(alisfa(), made)] == expected


@pytest.mark.parametrize(
    ("last", "expected"),
    # 28 h on two of five days and 34 h on three make 31 h 36: less a tenth, 28 h 26.
    [("12:26", []), ("12:27", [28 * 60 + 27])],
)
@pytest.mark.parametrize("raised", [True, False], ids=["amendment", "next contract"])
def test_a_week_of_two_durations_has_a_tenth_less_of_each_days(
    last: str, expected: list[int], *, raised: bool
) -> None:
    wednesday = date(2026, 6, 17)
    who = pregnant(100, hours=28, arranged=MONDAY)
    (own,) = who.contracts
    amendment = Amendment(
        start=wednesday,
        end=date(2026, 6, 30),
        weekly_minutes=34 * 60,
        ground=AmendmentGround.INCREASE,
    )
    contracts = (
        (replace(own, amendments=(amendment,)),)
        if raised
        else (
            replace(own, end=date(2026, 6, 16)),
            replace(own, start=wednesday, weekly_minutes=34 * 60),
        )
    )
    made = rota(replace(who, contracts=contracts), *week(*["15:15"] * 4, last), **WEEK)

    assert [f[1] for f in seen(alisfa(), made)] == expected


def test_a_forfait_in_days_has_no_hours_to_compare() -> None:
    (protection,) = pregnant(100).protections
    who = person(contracts=(in_days(),), protections=(protection,))

    assert seen(alisfa(), rota(who, *week(*["18:00"] * 5), **WEEK)) == []


def test_a_year_has_no_sure_week() -> None:
    who = pregnant(61, basis=HoursBasis.YEAR)

    made = rota(who, *week(*["16:00"] * 5), **WEEK)

    assert {f[3] for f in seen(alisfa(), made)} == {"to_confirm"}


def advised(**more: Any) -> Any:
    protection = Protection(reason=ProtectionReason.HEALTH, since=MONDAY, **more)
    return person(hours=39, protections=(protection,))


@pytest.mark.parametrize(("end", "expected"), [("14:00", []), ("14:01", [301])])
def test_a_doctor_may_bound_the_day(end: str, expected: list[int]) -> None:
    made = rota(advised(day_minutes=300), *week(end), **WEEK)

    assert [f[1] for f in seen(RULE, made)] == expected


@pytest.mark.parametrize(("last", "expected"), [("16:00", []), ("16:01", [2101])])
def test_a_doctor_may_rule_out_overtime(last: str, expected: list[int]) -> None:
    made = rota(advised(no_overtime=True), *week(*["16:00"] * 4, last), **WEEK)

    assert [f[1] for f in seen(RULE, made)] == expected


@pytest.mark.parametrize(
    ("ends", "expected"),
    [
        pytest.param(["13:00"] * 5, [], id="twenty hours"),
        pytest.param(
            [*["13:00"] * 4, "13:01"],
            [("2026-06-15", 1201, 1201), ("2026-06-19", 241, 241)],
            id="and no minute more",
        ),
        pytest.param(["14:00"], [("2026-06-15", 300, 300)], id="a day beyond its share"),
    ],
)
def test_a_doctor_may_bound_the_week(ends: list[str], expected: list[Any]) -> None:
    made = rota(advised(week_minutes=20 * 60), *week(*ends), **WEEK)

    over = seen(RULE, made)

    assert [f[:3] for f in over] == expected
    assert {f[3] for f in over if f[1] < 1000} <= {"to_confirm"}


def test_a_week_bounded_in_part_is_not_compared() -> None:
    late = Protection(reason=ProtectionReason.HEALTH, since=date(2026, 6, 16), week_minutes=20 * 60)
    who = person(hours=39, protections=(late,))

    assert [f[1] for f in seen(RULE, rota(who, *week(*["16:00"] * 5), **WEEK))] == [420] * 4


def test_a_bounded_day_leaves_the_week_to_be_spread() -> None:
    who = advised(week_minutes=20 * 60, day_minutes=5 * 60)

    assert seen(RULE, rota(who, *week("14:00", "14:00"), **WEEK)) == []


@pytest.mark.parametrize("ends", [["15:19"], ["16:00"] * 5], ids=["a day", "a week"])
def test_what_pregnancy_takes_off_reads_as_what_a_doctor_does(ends: list[str]) -> None:
    doctor = advised(week_minutes=1890)
    both = [
        [
            (f.message, f.article, f.limit)
            for f in findings(alisfa(), rota(who, *week(*ends), **WEEK))
        ]
        for who in (pregnant(100), doctor)
    ]

    assert both[0] == both[1]
    assert both[0]


def test_the_finding_says_neither_why_nor_how_much_is_allowed() -> None:
    who = pregnant(61)
    whole = findings(alisfa(), rota(who, *week(*["16:00"] * 5), **WEEK))
    doctor = findings(RULE, rota(advised(day_minutes=300), *week("16:00"), **WEEK))

    assert {f.article for f in (*whole, *doctor)} == {
        "L4624-3 ou accord (Code du travail et conventions collectives)"
    }
    assert [f.message for f in whole[:2]] == [
        (
            "Maé : 35 h 00 de travail dans la semaine du lundi 15/06/2026, plus que ne permet une "
            "contrainte personnelle."
        ),
        (
            "Maé : 7 h 00 de travail le 15/06/2026, peut-être plus que ne permet une contrainte "
            "personnelle : à confirmer par les RH."
        ),
    ]
    assert {f.limit for f in (*whole, *doctor)} == {0}


def test_nothing_shows_a_person_with_the_constraint() -> None:
    who = pregnant(61)

    assert repr(who) == repr(replace(who, protections=()))
