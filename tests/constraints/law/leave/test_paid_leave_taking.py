from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from constraints.law.leave.paid_leave_taking import RULE
from scheduler.dated import Source
from scheduler.domain.employment.employer import Employer
from scheduler.domain.employment.exemptions import LongLeave, LongLeaveGround
from scheduler.domain.people import AbsenceKind
from tests.constraints.law.leaves import YEAR, Seen, hired, leave, notice_of, seen
from tests.constraints.law.make import audited, duty, timeline

ACCORD = Source("accord d’entreprise", "art. 12")
JULY: dict[str, Any] = {"first": date(2026, 7, 1), "last": date(2026, 8, 31)}
BASTILLE = frozenset({date(2026, 7, 14)})


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
    (finding,) = audited(RULE, timeline(absences=(*weeks, monday), **YEAR))
    assert (finding.on, finding.measured, finding.verdict.value) == (
        date(2026, 10, 5),
        25,
        "to_confirm",
    )
    assert finding.message == (
        "Lou : congé de 25 jours ouvrables d’affilée à partir du 07/09/2026, au lieu de 24 jours "
        "ouvrables au plus : à confirmer, 21 jours ouvrables sans les jours non travaillés qui "
        "les entourent."
    )


def test_twenty_four_recorded_days_and_a_saturday_off_are_to_confirm() -> None:
    assert seen(leave(date(2026, 9, 5), date(2026, 10, 2))) == [
        ("2026-10-03", 25, 24, 1, "to_confirm")
    ]


def test_an_agreement_without_an_exemption_is_to_confirm() -> None:
    long = leave(date(2026, 8, 3), date(2026, 8, 31))
    own = notice_of(date(2026, 8, 3), agreed=True)

    assert seen(long, notices=(notice_of(date(2026, 8, 3)),))[0][4] == "violation"
    assert seen(long, notices=(own,)) == [("2026-08-31", 25, 24, 1, "to_confirm")]


@pytest.mark.parametrize("ground", LongLeaveGround)
@pytest.mark.parametrize(
    ("since", "until", "lawful"),
    [
        (date(2026, 8, 3), date(2026, 8, 31), True),
        (date(2026, 8, 3), None, True),
        (date(2020, 1, 1), None, True),
        (date(2026, 8, 4), None, False),
        (date(2026, 8, 3), date(2026, 8, 30), False),
    ],
)
def test_an_individual_exemption_lets_the_leave_that_it_covers_be_longer(
    ground: LongLeaveGround, since: date, until: date | None, lawful: bool
) -> None:
    exempt = replace(
        hired(date(2020, 1, 1)),
        long_leaves=(LongLeave(ground=ground, since=since, until=until),),
    )
    long = leave(date(2026, 8, 3), date(2026, 8, 31))

    expected = [] if lawful else [("2026-08-31", 25, 24, 1, "violation")]
    assert seen(long, who=exempt) == expected


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
    assert seen(replace(long, kind=AbsenceKind.UNPAID), **JULY) == []


@pytest.mark.parametrize(
    ("notified", "expected"),
    [
        (date(2026, 6, 12), []),
        (date(2026, 6, 13), [("2026-07-13", 30, 30, 0, "to_confirm")]),
        (date(2026, 6, 14), [("2026-07-13", 29, 30, 1, "violation")]),
    ],
)
def test_a_departure_is_told_a_month_ahead(notified: date, expected: Seen) -> None:
    assert seen(notices=(notice_of(date(2026, 7, 13), notified),), **JULY) == expected


def test_a_departure_brought_forward_is_told_late_one_put_off_is_not() -> None:
    late = notice_of(date(2026, 7, 13), date(2026, 7, 1))

    assert len(seen(notices=(replace(late, before=date(2026, 9, 7)),), **JULY)) == 1
    assert seen(notices=(replace(late, before=date(2026, 7, 6)),), **JULY) == []
    assert seen(notices=(replace(late, before=late.effective),), **JULY) == []
    assert seen(notices=(replace(late, agreed=True),), **JULY)[0][4] == "note"
    (finding,) = audited(RULE, timeline(notices=(late,), **JULY))
    assert finding.message == (
        "Lou : départ en congé du 13/07/2026 annoncé le 01/07/2026, 12 jours avant au lieu de 30 "
        "jours au moins."
    )
    assert (finding.article, finding.unit) == ("D3141-6", "days")
