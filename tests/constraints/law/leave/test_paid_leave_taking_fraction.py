from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from constraints.law.leave.paid_leave_taking import RULE
from scheduler.dated import Source
from scheduler.domain.people import AbsenceKind
from scheduler.domain.time import days_span
from tests.constraints.law.leaves import YEAR, Seen, hired, leave, notice_of, seen
from tests.constraints.law.make import audited, duty, timeline

ACCORD = Source("accord d’entreprise", "art. 12")
OCTOBER: dict[str, Any] = {"first": date(2026, 10, 1), "last": date(2026, 10, 31)}
WINTER: dict[str, Any] = {
    "first": date(2026, 11, 1),
    "last": date(2027, 4, 30),
    "known": days_span(date(2026, 5, 1), date(2027, 5, 2)),
}
SUMMER_12 = leave(date(2026, 8, 3), date(2026, 8, 15))


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
    (finding,) = audited(
        RULE, timeline(absences=(leave(date(2026, 7, 13), date(2026, 7, 18)),), **YEAR)
    )

    assert finding.message == (
        "Lou : congé le plus long de 6 jours ouvrables du 01/05/2026 au 31/10/2026, au lieu de 12 "
        "jours ouvrables d’affilée au moins."
    )
    assert (finding.article, finding.blocks) == ("L3141-19", False)


def test_it_is_judged_when_its_period_ends_and_is_described() -> None:
    short = leave(date(2026, 7, 13), date(2026, 7, 18))
    known = days_span(date(2026, 5, 1), date(2026, 11, 1))

    assert seen(short, last=date(2026, 10, 30)) == []
    assert seen(short, **OCTOBER) == [("2026-10-31", 6, 12, 6, "to_confirm")]
    late = days_span(date(2026, 5, 2), date(2026, 11, 1))
    (finding,) = audited(RULE, timeline(absences=(short,), known=late, **OCTOBER))
    assert finding.message == (
        "Lou : congé le plus long de 6 jours ouvrables du 01/05/2026 au 31/10/2026, au lieu de 12 "
        "jours ouvrables d’affilée au moins : à confirmer, le début de la période n’est pas décrit."
    )
    assert seen(short, known=known, **OCTOBER) == [("2026-10-31", 6, 12, 6, "violation")]
    assert seen(SUMMER_12, **OCTOBER) == []


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


def test_exactly_twelve_days_accrued_are_a_main_fraction() -> None:
    # Four months of work and one of sickness: ten days and two.
    ill = leave(date(2026, 5, 1), date(2026, 5, 31), AbsenceKind.SICK)
    short = [
        leave(date(2026, 7, 13), date(2026, 7, 15)),
        leave(date(2026, 8, 10), date(2026, 8, 12)),
    ]

    assert seen(ill, *short, who=hired(date(2026, 1, 1))) == [("2026-10-31", 3, 12, 9, "violation")]


def test_a_horizon_may_begin_on_the_last_day_of_the_period() -> None:
    short = leave(date(2026, 7, 13), date(2026, 7, 18))
    last: dict[str, Any] = {"first": date(2026, 10, 31), "last": date(2026, 11, 30)}

    assert len(seen(short, known=days_span(date(2026, 5, 1), date(2026, 12, 6)), **last)) == 1


def test_the_persons_own_agreement_to_split_is_noted() -> None:
    short = leave(date(2026, 7, 13), date(2026, 7, 18))

    for day in (date(2026, 5, 1), date(2026, 7, 13), date(2026, 10, 31)):
        own = notice_of(day, date(2026, 1, 5), agreed=True)
        assert seen(short, notices=(own,)) == [("2026-10-31", 6, 12, 6, "note")]
    before = notice_of(date(2026, 4, 30), date(2026, 1, 5), agreed=True)
    assert seen(short, notices=(before,)) == [("2026-10-31", 6, 12, 6, "violation")]


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


@pytest.mark.parametrize(
    ("hiring", "expected"),
    [(date(2026, 1, 1), [("2027-03-31", 6, 12, 6, "violation")]), (date(2026, 6, 1), [])],
)
def test_an_agreement_may_put_the_period_over_the_new_year(hiring: date, expected: Seen) -> None:
    day = date(2026, 1, 1)
    winter = replace(
        RULE,
        opens=RULE.opens.derogate(11, day, ACCORD),
        closes=RULE.closes.derogate(3, day, ACCORD),
    )
    week = leave(date(2027, 2, 8), date(2027, 2, 13))
    period: dict[str, Any] = {"first": date(2026, 11, 1), "last": date(2027, 3, 31)}

    # What counts was accrued up to 31 May 2026.
    assert seen(week, rule=winter, who=hired(hiring), **period) == expected


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


@pytest.mark.parametrize(
    ("first", "expected"), [(date(2027, 4, 28), ["2027-04-30"]), (date(2027, 4, 29), [])]
)
def test_the_next_period_begins_in_may(first: date, expected: list[str]) -> None:
    spring = leave(first, date(2027, 5, 8))
    longer = WINTER | {"last": date(2027, 5, 31)}

    assert [row[0] for row in seen(SUMMER_12, spring, **longer)] == expected


def test_the_day_that_gives_one_more_lies_in_the_horizon() -> None:
    week = leave(date(2027, 2, 8), date(2027, 2, 13))

    def on(first: date, last: date) -> list[str]:
        return [
            row[0] for row in seen(SUMMER_12, week, **(WINTER | {"first": first, "last": last}))
        ]

    assert on(date(2027, 2, 1), date(2027, 2, 9)) == []
    assert on(date(2027, 2, 10), date(2027, 2, 10)) == ["2027-02-10"]
    assert on(date(2027, 2, 11), date(2027, 2, 28)) == ["2027-02-13"]


def test_who_accrued_little_more_than_twelve_days_has_little_main_leave_to_split() -> None:
    # Thirteen days: one of them may be taken apart.
    summer = leave(date(2026, 8, 3), date(2026, 8, 8))
    week = leave(date(2027, 2, 8), date(2027, 2, 13))

    assert seen(summer, week, who=hired(date(2026, 1, 1)), **WINTER) == []


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
    waived = notice_of(date(2027, 2, 8), date(2026, 12, 1), agreed=True)

    assert len(seen(SUMMER_12, week, **WINTER)) == 2
    assert seen(SUMMER_12, week, notices=(waived,), **WINTER) == []
    assert seen(SUMMER_12, week, **(WINTER | {"known": None})) == []
    (finding, _) = audited(RULE, timeline(absences=(SUMMER_12, week), **WINTER))
    assert finding.message == (
        "Lou : 3 jours ouvrables de congé principal hors période au 10/02/2027, 1 jour ouvrable de "
        "plus en tout pour fractionnement, sauf accord individuel contraire."
    )
