from dataclasses import replace
from datetime import date, datetime
from typing import Any

from constraints.law.part_time.part_time_interruptions import RULE
from scheduler.dated import Source
from scheduler.domain.duty import Break, BreakKind
from scheduler.domain.employment.contracts import Contract, ContractKind, HoursBasis
from scheduler.domain.time import PARIS
from tests.constraints.law.people import duty, findings, person, rota, seen, without

WEEK: dict[str, Any] = {"first": date(2026, 6, 15), "last": date(2026, 6, 21)}
PART = person(hours=24)
SOURCE = Source("accord d'entreprise", "art. 6")


def test_two_short_interruptions_are_one_too_many() -> None:
    day = (
        duty("2026-06-15 08:00", "10:00"),
        duty("2026-06-15 11:00", "13:00"),
        duty("2026-06-15 13:00", "14:00"),
        duty("2026-06-15 14:01", "15:00"),
    )

    assert seen(RULE, rota(PART, *day[:3], **WEEK)) == []
    assert seen(RULE, rota(PART, *day, **WEEK)) == [("2026-06-15", 2, 1, "violation", False)]


def test_cuts_are_told_as_a_number() -> None:
    day = (
        duty("2026-06-15 08:00", "10:00"),
        duty("2026-06-15 11:00", "13:00"),
        duty("2026-06-15 14:00", "16:00"),
    )

    (finding,) = findings(RULE, rota(PART, *day, **WEEK))

    assert finding.message == "Maé (temps partiel) : 2 coupures le 15/06/2026, 1 coupure au plus."
    assert (finding.measured, finding.limit, finding.amount, finding.unit) == (2, 1, 1, "cuts")
    assert finding.article == "L3123-30"


def test_cuts_beyond_an_agreement_s_number_cite_it() -> None:
    rule = replace(RULE, most=RULE.most.derogate(2, date(2026, 1, 1), SOURCE))
    hours = (("08:00", "09:00"), ("10:00", "11:00"), ("12:00", "13:00"), ("14:00", "15:00"))
    day = [duty(f"2026-06-15 {begin}", end) for begin, end in hours]

    (finding,) = findings(rule, rota(PART, *day, **WEEK))

    assert finding.message.endswith(" : 3 coupures le 15/06/2026, 2 coupures au plus.")
    assert finding.article == "art. 6 (accord d'entreprise)\xa0; L3123-30"


def test_a_post_in_between_fills_the_gap() -> None:
    ends = duty("2026-06-15 08:00", "10:00"), duty("2026-06-15 14:00", "16:00")
    middle = duty("2026-06-15 10:00", "12:00")

    assert seen(RULE, rota(PART, *ends, **WEEK)) == [("2026-06-15", 240, 120, "violation", False)]
    assert seen(RULE, rota(PART, *ends, middle, **WEEK)) == []


def test_a_meal_inside_a_post_is_no_interruption_but_a_long_break_is() -> None:
    def post(pause: int) -> Any:
        start = datetime(2026, 6, 15, 12, tzinfo=PARIS)
        return duty("2026-06-15 09:00", "17:00", pauses=(Break(minutes=pause, start=start),))

    again = duty("2026-06-15 18:00", "19:00")

    assert seen(RULE, rota(PART, post(60), again, **WEEK)) == []
    assert seen(RULE, rota(PART, post(120), again, **WEEK)) == []
    assert seen(RULE, rota(PART, post(121), **WEEK)) == [("2026-06-15", 121, 1, "violation", False)]
    assert seen(RULE, rota(PART, post(121), again, **WEEK)) == [
        ("2026-06-15", 121, 1, "violation", False),
        ("2026-06-15", 2, 1, "violation", False),
    ]


def test_a_watch_is_work() -> None:
    watch = Break(minutes=180, kind=BreakKind.WATCH)

    assert seen(RULE, rota(PART, duty("2026-06-15 09:00", "17:00", pauses=(watch,)), **WEEK)) == []


def test_the_rest_of_the_night_is_no_interruption() -> None:
    evening, morning = duty("2026-06-15 18:00", "22:00"), duty("2026-06-16 09:00", "12:00")

    assert seen(RULE, rota(PART, evening, morning, **WEEK)) == []


def test_travel_shortens_the_interruption() -> None:
    ends = duty("2026-06-15 08:00", "10:00", site="a"), duty("2026-06-15 12:20", "14:00", site="b")

    assert seen(RULE, rota(PART, *ends, travel=(("a", "b", 20),), **WEEK)) == []
    assert seen(RULE, rota(PART, *ends, travel=(("a", "b", 19),), **WEEK)) == [
        ("2026-06-15", 121, 1, "violation", False)
    ]


def test_annual_part_time_is_concerned_and_full_time_is_not() -> None:
    day = duty("2026-06-15 08:00", "10:00"), duty("2026-06-15 14:00", "16:00")

    annual = person(hours=24, basis=HoursBasis.YEAR)
    assert len(seen(RULE, rota(annual, *day, **WEEK))) == 1
    assert seen(RULE, rota(person(hours=35), *day, **WEEK)) == []


def test_the_contract_of_the_day_counts() -> None:
    contracts = (
        Contract(
            kind=ContractKind.CDD,
            start=date(2026, 1, 1),
            end=date(2026, 6, 15),
            weekly_minutes=1440,
        ),
        Contract(kind=ContractKind.CDI, start=date(2026, 6, 16)),
    )
    split = [
        duty(f"2026-06-{day} {start}", end)
        for day in (15, 16)
        for start, end in (("08:00", "10:00"), ("14:00", "16:00"))
    ]

    assert seen(RULE, rota(person(contracts=contracts), *split, **WEEK)) == [
        ("2026-06-15", 240, 120, "violation", False)
    ]


def test_a_gap_between_fixed_duties_is_inherited_until_a_post_bounds_it() -> None:
    fixed = duty("2026-06-15 08:00", "10:00"), duty("2026-06-15 14:00", "16:00")
    other, inside = duty("2026-06-15 16:00", "17:00"), duty("2026-06-15 10:00", "11:00")

    assert seen(RULE, rota(PART, other, past=fixed, **WEEK)) == [
        ("2026-06-15", 240, 120, "violation", True)
    ]
    assert seen(RULE, rota(PART, inside, past=fixed, **WEEK)) == [
        ("2026-06-15", 180, 60, "violation", False)
    ]


def test_the_hour_of_the_autumn_change_counts_in_the_gap() -> None:
    night = duty("2026-10-25 00:00", "02:00"), duty("2026-10-25 03:01", "05:00")
    month: dict[str, Any] = {"first": date(2026, 10, 25), "last": date(2026, 10, 25)}

    assert seen(RULE, rota(PART, *night, **month)) == [("2026-10-25", 121, 1, "violation", False)]


def test_an_agreement_may_allow_more_or_less() -> None:
    day = duty("2026-06-15 08:00", "10:00"), duty("2026-06-15 13:00", "16:00")
    longer = replace(RULE, longest=RULE.longest.derogate(180, date(2026, 1, 1), SOURCE))
    twice = replace(RULE, most=RULE.most.derogate(2, date(2026, 1, 1), SOURCE))
    three = *day, duty("2026-06-15 16:30", "17:00")
    shorter = replace(RULE, longest=RULE.longest.derogate(119, date(2026, 1, 1), SOURCE))
    two = duty("2026-06-15 08:00", "10:00"), duty("2026-06-15 12:00", "15:00")

    assert seen(longer, rota(PART, *day, **WEEK)) == []
    assert [f[1:3] for f in seen(twice, rota(PART, *three, **WEEK))] == [(180, 60)]
    assert [f[1:3] for f in seen(shorter, rota(PART, *two, **WEEK))] == [(120, 1)]


def test_fixed_interruptions_that_an_open_post_might_bound_are_inherited() -> None:
    fixed = (
        duty("2026-06-15 08:00", "10:00"),
        duty("2026-06-15 11:00", "13:00"),
        duty("2026-06-15 14:00", "15:00"),
    )
    open_post = duty("2026-06-15 10:00", "10:30")
    made = rota(PART, open_post, past=fixed, **WEEK)

    assert seen(RULE, without(made, open_post)) == [("2026-06-15", 2, 1, "violation", True)]
    assert seen(RULE, made) == [("2026-06-15", 2, 1, "violation", False)]
