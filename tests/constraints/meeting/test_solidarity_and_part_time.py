"""
The journée de solidarité of a part-timer, and their hours beyond the contract (L3133-9, L3133-8).

Whit Monday 2026, a contract of 28 h: a share of 5 h 36, complementary hours up to 30 h 48. What is
paid (the counters), what is judged and what may be planned say the same in every row.
"""

from datetime import date, timedelta
from typing import Any

import pytest

from constraints.counters.count import counters
from constraints.law.part_time.part_time_below_35h import RULE as BELOW
from constraints.law.part_time.part_time_complementary_cap import RULE as CAP
from constraints.law.part_time.part_time_drift_12_weeks import RULE as DRIFT
from scheduler.domain.employment.employer import Employer, Solidarity
from tests.constraints.law.make import audited, timeline
from tests.constraints.law.people import duty, findings, person, rota, seen

WHIT = date(2026, 5, 25)
WEEK: dict[str, Any] = {"first": WHIT, "last": date(2026, 5, 31)}
TUESDAY_TO_FRIDAY = ("2026-05-26", "2026-05-27", "2026-05-28", "2026-05-29")


def week(monday: str, *, day: str = "16:00", **more: Any) -> Any:
    """Whit Monday from 9:00 to `monday`, then four days from 9:00 to `day`."""
    duties = [duty(f"{each} 09:00", day) for each in TUESDAY_TO_FRIDAY]
    if monday:
        duties.insert(0, duty("2026-05-25 09:00", monday))
    hours = more.pop("hours", 28)
    marked = more.pop("solidarity", (Solidarity(day=WHIT),))
    return rota(person(hours=hours), *duties, employer=Employer(solidarity=marked), **WEEK, **more)


@pytest.mark.parametrize(
    ("monday", "day", "solidarity", "beyond", "complementary"),
    [
        # 28 h and the share: no complementary hour, nothing beyond.
        ("14:36", "16:00", (Solidarity(day=WHIT),), 0, 0),
        # The same without a record: 5 h 36 are complementary, 2 h 48 too many.
        ("14:36", "16:00", (), 168, 336),
        # A minute beyond the share is a complementary minute.
        ("14:37", "16:00", (Solidarity(day=WHIT),), 0, 1),
        # The share, and exactly a tenth beyond the contract; then a minute more.
        ("17:24", "16:00", (Solidarity(day=WHIT),), 0, 168),
        ("17:25", "16:00", (Solidarity(day=WHIT),), 1, 169),
        # Marked for less than the share; for more, the share is the most.
        ("14:36", "16:00", (Solidarity(day=WHIT, minutes=60),), 108, 276),
        ("14:36", "16:00", (Solidarity(day=WHIT, minutes=60 * 7),), 0, 0),
        # A day on which nobody works leaves nothing out.
        ("", "16:00", (Solidarity(day=WHIT),), 0, 0),
        ("", "16:43", (Solidarity(day=WHIT),), 4, 172),
        # 1 May can't be the day (L3133-11); another week's day changes nothing here.
        ("14:36", "16:00", (Solidarity(day=date(2026, 6, 1)),), 168, 336),
        # Two days of one year share its limit.
        ("14:36", "16:00", (Solidarity(day=WHIT), Solidarity(day=date(2026, 5, 26))), 0, 0),
        ("12:00", "16:00", (Solidarity(day=WHIT), Solidarity(day=date(2026, 5, 26))), 0, 0),
        # On the Tuesday of five longer days: a tenth exactly, then four minutes more.
        ("14:36", "16:42", (Solidarity(day=date(2026, 5, 26)),), 0, 168),
        ("14:36", "16:43", (Solidarity(day=date(2026, 5, 26)),), 4, 172),
    ],
)
def test_hours_beyond_the_contract_are_the_same_paid_and_judged(
    monday: str,
    day: str,
    solidarity: tuple[Solidarity, ...],
    beyond: int,
    complementary: int,
) -> None:
    made = week(monday, day=day, solidarity=solidarity)
    sheet = counters(made.timeline(made.problem.mediators[0]), (CAP,))

    assert [each[2] for each in seen(CAP, made)] == ([beyond] if beyond else [])
    assert sum(tier.minutes for line in sheet.complementary for tier in line.tiers) == complementary


@pytest.mark.parametrize(
    ("monday", "marked", "expected"),
    [
        # A contract of 33 h has a share of 6 h 36: 28 h and 6 h 36 beside 6 h 59 stay below 35 h.
        ("22:35", True, []),
        ("22:36", True, [2100]),
        ("16:00", False, [2100]),
        ("15:59", False, []),
    ],
)
def test_the_legal_week_is_not_reached_by_the_journee_de_solidarite(
    monday: str, *, marked: bool, expected: list[int]
) -> None:
    made = week(monday, hours=33, solidarity=(Solidarity(day=WHIT),) if marked else ())

    assert [each[1] for each in seen(BELOW, made)] == expected


def test_a_finding_says_what_it_leaves_out() -> None:
    (finding,) = findings(CAP, week("17:25"))
    (below,) = findings(BELOW, week("22:36", hours=33))

    assert finding.message == (
        "Maé (temps partiel) : 30 h 49 (journée de solidarité à part : 5 h 36) dans la semaine du "
        "lundi 25/05/2026, heures complémentaires comprises, au lieu de 30 h 48 au plus."
    )
    assert "35 h 00 (journée de solidarité à part : 6 h 36) dans la semaine" in below.message


def test_what_was_worked_already_that_week_leaves_the_day_out_too() -> None:
    past = tuple(duty(f"{each} 09:00", "16:00") for each in TUESDAY_TO_FRIDAY)
    first = date(2026, 5, 30)
    done = duty("2026-05-25 09:00", "14:36")
    employer = Employer(solidarity=(Solidarity(day=WHIT),))

    for end, expected in (("11:48", []), ("11:49", [1])):
        made = rota(
            person(hours=28),
            duty("2026-05-30 09:00", end),
            past=(done, *past),
            first=first,
            last=date(2026, 5, 31),
            employer=employer,
        )
        assert [each[2] for each in seen(CAP, made)] == expected


@pytest.mark.parametrize(
    ("more", "marked", "verdict"),
    [
        (0, False, "violation"),
        (0, True, "to_confirm"),
        (336, True, "violation"),
        (-1, False, ""),
    ],
)
def test_twelve_weeks_beyond_the_contract_only_with_it_are_to_confirm(
    more: int, verdict: str, *, marked: bool
) -> None:
    # Eleven weeks of 30 h, and one of 30 h with Whit Monday; a contract of 28 h.
    mondays = [WHIT - timedelta(weeks=n) for n in range(1, 12)]
    made = timeline(
        duty("2026-05-25 09:00", "14:36"),
        *(duty(f"{each} 09:00", "15:06") for each in TUESDAY_TO_FRIDAY[:3]),
        duty("2026-05-29 08:00", f"{14 + (6 + more) // 60}:{(6 + more) % 60:02d}"),
        who=person(hours=28),
        first=WHIT,
        last=date(2026, 5, 31),
        weeks=dict.fromkeys(mondays, 30 * 60),
        employer=Employer(solidarity=(Solidarity(day=WHIT),) if marked else ()),
    )

    assert [f.verdict.value for f in audited(DRIFT, made)] == ([verdict] if verdict else [])
