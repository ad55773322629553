from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from constraints.law.paid_leave_taking import RULE
from scheduler.dated import Dated, Source
from scheduler.domain.employer import Employer, Notice, NoticeKind
from scheduler.domain.people import Absence, AbsenceKind, Contract, ContractKind
from scheduler.domain.time import days_span
from scheduler.errors import UnlawfulDerogationError
from tests.constraints.law.cases import cases, check
from tests.constraints.law.make import duty, found, timeline
from tests.constraints.law.people import person

ACCORD = Source("accord d’entreprise", "art. 12")
BASTILLE = frozenset({date(2026, 7, 14)})
YEAR: dict[str, Any] = {"first": date(2026, 5, 1), "last": date(2026, 10, 31)}
OCTOBER: dict[str, Any] = {"first": date(2026, 10, 1), "last": date(2026, 10, 31)}


def leave(first: date, last: date, kind: AbsenceKind = AbsenceKind.LEAVE) -> Absence:
    return Absence(mediator="m", span=days_span(first, last), kind=kind)


def told(effective: date, notified: date = date(2026, 5, 1), **given: Any) -> Notice:
    return Notice(
        mediator="m", kind=NoticeKind.LEAVE, notified=notified, effective=effective, **given
    )


WINTER: dict[str, Any] = {
    "first": date(2026, 11, 1),
    "last": date(2027, 4, 30),
    "known": days_span(date(2026, 5, 1), date(2027, 5, 2)),
}
SUMMER_12 = leave(date(2026, 8, 3), date(2026, 8, 15))

Seen = list[tuple[str, int, int, int, str]]


def seen(*absences: Absence, rule: Any = RULE, duties: Any = (), **given: Any) -> Seen:
    judged = timeline(*duties, absences=absences, **(YEAR | given))
    return [
        (f.on.isoformat(), f.measured, f.limit, f.amount, f.verdict.value)
        for f in found(rule, judged)
    ]


@pytest.mark.parametrize(
    "case",
    [c for name in ("paid_leave_max_run", "paid_leave_main_fraction") for c in cases(name)],
    ids=lambda c: c["id"],
)
def test_the_worked_cases_have_their_verdict(case: dict[str, Any]) -> None:
    check(RULE, case)


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        (date(2026, 10, 3), []),
        (date(2026, 10, 4), []),
        (date(2026, 10, 5), [("2026-10-05", 25, 24, 1, "violation")]),
        (date(2026, 10, 10), [("2026-10-05", 30, 24, 6, "violation")]),
    ],
)
def test_twenty_four_days_in_a_row_and_the_next_one_is_too_many(last: date, expected: Seen) -> None:
    assert seen(leave(date(2026, 9, 7), last)) == expected


def test_two_leaves_parted_by_a_sunday_or_a_holiday_are_one() -> None:
    before, after = date(2026, 7, 13), date(2026, 7, 15)
    first, second = leave(date(2026, 6, 29), before), leave(after, date(2026, 7, 28))

    assert seen(first, second, holidays=BASTILLE) == [("2026-07-28", 25, 24, 1, "violation")]
    worked = Employer(closed=frozenset())
    assert seen(first, second, holidays=BASTILLE, employer=worked) == []
    sunday = duty("2026-07-12 09:00 12:00")
    assert seen(first, second, holidays=BASTILLE, duties=[sunday]) == []


def test_saturdays_off_that_make_it_too_long_are_to_confirm() -> None:
    weeks = [leave(date(2026, 9, day), date(2026, 9, day + 4)) for day in (7, 14, 21)] + [
        leave(date(2026, 9, 28), date(2026, 10, 2))
    ]
    monday = leave(date(2026, 10, 5), date(2026, 10, 5))

    assert seen(*weeks) == []
    (one,) = found(RULE, timeline(absences=(*weeks, monday), **YEAR))
    assert (one.on, one.measured, one.verdict.value) == (date(2026, 10, 5), 25, "to_confirm")
    assert one.message == (
        "Lou : congé de 25 jours ouvrables d’affilée à partir du 07/09/2026, au lieu de 24 jours "
        "ouvrables au plus : à confirmer, 21 jours ouvrables sans les jours non travaillés qui "
        "les entourent."
    )


def test_twenty_four_recorded_days_and_a_saturday_off_are_to_confirm() -> None:
    assert seen(leave(date(2026, 9, 5), date(2026, 10, 2))) == [
        ("2026-10-03", 25, 24, 1, "to_confirm")
    ]


def test_an_individual_exemption_is_noted() -> None:
    long = leave(date(2026, 8, 3), date(2026, 8, 31))
    own = told(date(2026, 8, 3), agreed=True)

    assert seen(long, notices=(told(date(2026, 8, 3)),))[0][4] == "violation"
    assert seen(long, notices=(own,)) == [("2026-08-31", 25, 24, 1, "note")]


def test_a_run_over_the_new_year_and_a_clock_change_counts_its_days() -> None:
    winter = {"first": date(2026, 12, 1), "last": date(2026, 12, 31)}
    spring = {"first": date(2027, 3, 1), "last": date(2027, 4, 30)}

    # From 14 December to 9 January, Christmas and 1 January off: 22; six more days, 28.
    off = frozenset({date(2026, 12, 25), date(2027, 1, 1)})
    assert seen(leave(date(2026, 12, 14), date(2027, 1, 9)), holidays=off, **winter) == []
    assert seen(leave(date(2026, 12, 14), date(2027, 1, 16)), holidays=off, **winter) == [
        ("2027-01-13", 28, 24, 4, "violation")
    ]
    assert seen(leave(date(2027, 3, 8), date(2027, 4, 5)), **spring) == [
        ("2027-04-05", 25, 24, 1, "violation")
    ]


def test_a_run_that_does_not_touch_the_horizon_is_anothers() -> None:
    long = leave(date(2026, 8, 3), date(2026, 8, 31))

    assert seen(long, first=date(2026, 9, 1), last=date(2026, 9, 30)) == []
    assert len(seen(long, first=date(2026, 8, 31), last=date(2026, 9, 30))) == 1
    assert seen(replace(long, kind=AbsenceKind.UNPAID)) == []


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        (date(2026, 8, 15), []),
        (date(2026, 8, 14), []),
        (date(2026, 8, 13), [("2026-10-31", 10, 12, 2, "violation")]),
    ],
)
def test_twelve_days_in_a_row_once_in_summer_the_last_saturday_off_among_them(
    last: date, expected: Seen
) -> None:
    assert seen(leave(date(2026, 8, 3), last)) == expected


def test_a_saturday_worked_right_after_is_not_leave() -> None:
    saturday = duty("2026-08-15 09:00 12:00")

    assert seen(leave(date(2026, 8, 3), date(2026, 8, 14)), duties=[saturday]) == [
        ("2026-10-31", 11, 12, 1, "violation")
    ]


def test_the_main_fraction_counts_only_its_days_from_may_to_october() -> None:
    spring = leave(date(2026, 4, 20), date(2026, 5, 9))
    autumn = leave(date(2026, 10, 26), date(2026, 11, 7))

    assert seen(spring) == [("2026-10-31", 8, 12, 4, "violation")]
    assert seen(autumn) == [("2026-10-31", 6, 12, 6, "violation")]
    assert seen(spring, leave(date(2026, 6, 1), date(2026, 6, 13))) == []


def test_the_sentence_of_the_main_fraction_tells_its_period() -> None:
    (one,) = found(RULE, timeline(absences=(leave(date(2026, 7, 13), date(2026, 7, 18)),), **YEAR))

    assert one.message == (
        "Lou : congé le plus long de 6 jours ouvrables du 01/05/2026 au 31/10/2026, au lieu de 12 "
        "jours ouvrables d’affilée au moins."
    )
    assert (one.article, one.blocks) == ("L3141-19", False)


def test_it_is_judged_when_its_period_ends_and_is_described() -> None:
    short = leave(date(2026, 7, 13), date(2026, 7, 18))
    known = days_span(date(2026, 5, 1), date(2026, 11, 1))

    assert seen(short, last=date(2026, 10, 30)) == []
    assert seen(short, **OCTOBER) == []
    assert seen(short, known=days_span(date(2026, 5, 2), date(2026, 11, 1)), **OCTOBER) == []
    assert len(seen(short, known=known, **OCTOBER)) == 1


def test_leave_that_nobody_told_of_is_not_leave_that_was_not_taken() -> None:
    assert seen() == []
    assert seen(leave(date(2026, 11, 2), date(2026, 11, 7))) == []


def hired(start: date, end: date | None = None) -> Any:
    return person(contracts=(Contract(kind=ContractKind.CDI, start=start, end=end),))


def test_who_left_before_the_end_of_the_period_is_not_judged() -> None:
    short = leave(date(2026, 7, 13), date(2026, 7, 18))

    assert seen(short, who=hired(date(2020, 1, 1), date(2026, 10, 30))) == []
    assert len(seen(short, who=hired(date(2020, 1, 1), date(2026, 10, 31)))) == 1


def test_who_accrued_twelve_days_or_fewer_takes_them_in_a_row_to_confirm() -> None:
    first = leave(date(2026, 7, 13), date(2026, 7, 15))
    second = leave(date(2026, 8, 10), date(2026, 8, 12))

    # Hired on 1 February: four months, ten days. On 1 January: five, thirteen days.
    assert seen(first, second, who=hired(date(2026, 2, 1))) == [
        ("2026-10-31", 3, 10, 7, "to_confirm")
    ]
    assert seen(first, who=hired(date(2026, 2, 1))) == []
    assert seen(first, second, who=hired(date(2026, 1, 1))) == [
        ("2026-10-31", 3, 12, 9, "violation")
    ]
    assert seen(first, second, who=hired(date(2026, 6, 1))) == []


def test_exactly_twelve_days_accrued_are_taken_in_a_row() -> None:
    # Four months of work and one of sickness: ten days and two.
    ill = leave(date(2026, 5, 1), date(2026, 5, 31), AbsenceKind.SICK)
    short = [
        leave(date(2026, 7, 13), date(2026, 7, 15)),
        leave(date(2026, 8, 10), date(2026, 8, 12)),
    ]

    assert seen(ill, *short, who=hired(date(2026, 1, 1))) == [
        ("2026-10-31", 3, 12, 9, "to_confirm")
    ]


def test_a_horizon_may_begin_on_the_last_day_of_the_period() -> None:
    short = leave(date(2026, 7, 13), date(2026, 7, 18))
    last: dict[str, Any] = {"first": date(2026, 10, 31), "last": date(2026, 11, 30)}

    assert len(seen(short, known=days_span(date(2026, 5, 1), date(2026, 12, 6)), **last)) == 1


def test_the_persons_own_agreement_to_split_is_noted() -> None:
    short = leave(date(2026, 7, 13), date(2026, 7, 18))

    assert seen(short, notices=(told(date(2026, 7, 13), agreed=True),)) == [
        ("2026-10-31", 6, 12, 6, "note")
    ]


def test_an_agreement_moves_the_period_of_the_main_fraction() -> None:
    rule = replace(RULE, closes=RULE.closes.derogate(11, date(2026, 1, 1), ACCORD))
    autumn = leave(date(2026, 10, 26), date(2026, 11, 7))

    assert seen(autumn, rule=rule, last=date(2026, 11, 30)) == []
    assert seen(autumn, rule=rule) == []
    assert seen(autumn, last=date(2026, 11, 30))[0] == ("2026-10-31", 6, 12, 6, "violation")
    # A period that ends with the reference year counts what this year gave.
    spring = replace(RULE, closes=RULE.closes.derogate(5, date(2026, 1, 1), ACCORD))
    may = leave(date(2026, 5, 4), date(2026, 5, 9))
    assert seen(may, rule=spring, who=hired(date(2026, 1, 1)), last=date(2026, 5, 31)) == [
        ("2026-05-31", 6, 12, 6, "violation")
    ]


def test_the_last_days_of_october_are_not_outside_the_period() -> None:
    autumn = leave(date(2026, 10, 26), date(2026, 11, 4))

    assert seen(SUMMER_12, autumn, **WINTER) == [("2026-11-04", 3, 0, 1, "note")]


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        (date(2027, 2, 9), []),
        (date(2027, 2, 10), [("2027-02-10", 3, 0, 1, "note")]),
        (date(2027, 2, 12), [("2027-02-10", 3, 0, 1, "note"), ("2027-02-13", 6, 0, 2, "note")]),
    ],
)
def test_days_of_main_leave_outside_the_period_give_one_or_two_more(
    last: date, expected: Seen
) -> None:
    # The twelfth is a Friday: the Saturday after it is the sixth day.
    assert seen(SUMMER_12, leave(date(2027, 2, 8), last), **WINTER) == expected


def test_only_what_is_left_of_twenty_four_days_is_main_leave() -> None:
    august = leave(date(2026, 8, 3), date(2026, 8, 27))
    week = leave(date(2027, 2, 8), date(2027, 2, 13))

    # Twenty-two days in summer leave two; twenty-one leave three.
    assert seen(august, week, **WINTER) == []
    less = leave(date(2026, 8, 4), date(2026, 8, 27))
    monday = duty("2026-08-03 09:00 17:00")
    assert seen(less, week, duties=[monday], **WINTER) == [("2027-02-10", 3, 0, 1, "note")]


def test_the_days_more_are_waived_by_agreement_and_not_counted_on_an_unknown_summer() -> None:
    week = leave(date(2027, 2, 8), date(2027, 2, 13))
    waived = told(date(2027, 2, 8), date(2026, 12, 1), agreed=True)

    assert len(seen(SUMMER_12, week, **WINTER)) == 2
    assert seen(SUMMER_12, week, notices=(waived,), **WINTER) == []
    assert seen(SUMMER_12, week, **(WINTER | {"known": None})) == []
    (one, _) = found(RULE, timeline(absences=(SUMMER_12, week), **WINTER))
    assert one.message == (
        "Lou : 3 jours ouvrables de congé principal hors période au 10/02/2027, 1 jour ouvrable de "
        "plus en tout pour fractionnement, sauf accord individuel contraire."
    )


@pytest.mark.parametrize(
    ("notified", "expected"),
    [
        (date(2026, 6, 12), []),
        (date(2026, 6, 13), [("2026-07-13", 30, 30, 0, "to_confirm")]),
        (date(2026, 6, 14), [("2026-07-13", 29, 30, 1, "violation")]),
    ],
)
def test_a_departure_is_told_a_month_ahead(notified: date, expected: Seen) -> None:
    assert seen(notices=(told(date(2026, 7, 13), notified),)) == expected


def test_a_departure_brought_forward_is_told_late_one_put_off_is_not() -> None:
    late = told(date(2026, 7, 13), date(2026, 7, 1))

    assert len(seen(notices=(replace(late, before=date(2026, 9, 7)),))) == 1
    assert seen(notices=(replace(late, before=date(2026, 7, 6)),)) == []
    assert seen(notices=(replace(late, agreed=True),))[0][4] == "note"
    (one,) = found(RULE, timeline(notices=(late,), **YEAR))
    assert one.message == (
        "Lou : départ en congé du 13/07/2026 annoncé le 01/07/2026, 12 jours avant au lieu de 30 "
        "jours au moins."
    )
    assert (one.article, one.unit) == ("D3141-6", "days")


@pytest.mark.parametrize(
    ("value", "least", "most"),
    [
        (RULE.opens, 1, 12),
        (RULE.closes, 1, 12),
        (RULE.one_more, 1, None),
        (RULE.two_more, 1, None),
    ],
)
def test_an_agreement_goes_no_further(value: Dated, least: int, most: int | None) -> None:
    day = date(2026, 1, 1)

    assert value.derogate(least, day, ACCORD).on(day) == least
    with pytest.raises(UnlawfulDerogationError):
        value.derogate(least - 1, day, ACCORD)
    if most is not None:
        assert value.derogate(most, day, ACCORD).on(day) == most
        with pytest.raises(UnlawfulDerogationError):
            value.derogate(most + 1, day, ACCORD)


def test_the_codes_own_limits_of_leave_are_no_agreements() -> None:
    for value in (RULE.longest, RULE.fraction, RULE.ahead):
        with pytest.raises(UnlawfulDerogationError):
            value.derogate(value.on(date(2026, 1, 1)), date(2026, 1, 1), ACCORD)
