"""People drawn for a rule: mostly those whom it concerns."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any, TypeVar

from scheduler.domain.employment.contracts import Contract, ContractKind, HoursBasis
from scheduler.domain.employment.exemptions import HolidayJob, InspectorAnswer
from scheduler.domain.employment.forfait import Forfait
from scheduler.domain.employment.protections import Protection, ProtectionReason, Word
from scheduler.domain.people import Mediator, StaffRole

T = TypeVar("T")

#: Rules that look at jobs in school holidays.
OF_HOLIDAYS = ("minor_employment_age", "minor_daily_8h", "minor_holiday_rest")
#: Whom a rule concerns, by the beginning of its id: drawn mostly from these.
AGES: dict[str, list[Any]] = {
    "minor_employment": [
        "minor",
        "turns14",
        "fourteen",
        "fourteen",
        "fifteen",
        "fifteen",
        "turns16",
    ],
    "minor_holiday": ["fourteen", "fifteen", "fifteen", "turns16"],
    "multi_employer": ["adult", "adult", "minor", "minor", "turns18"],
    "minor": ["minor", "minor", "fifteen", "fifteen", "turns16", "turns18", "turns18", "adult"],
}
HOURS: dict[str, list[Any]] = {"part_time": [35, 33, 33, 24, 24, 24]}
LONGEST_DAY = 7 * 60
"""The most work of a day that a drawn constraint allows."""

NIGHT: dict[str, list[Any]] = {"night_worker": [True, None, None, None, None, False]}


def concerned(rule_id: str, table: Mapping[str, T], otherwise: T) -> T:
    """Return what to draw from for this rule."""
    return next((v for start, v in table.items() if rule_id.startswith(start)), otherwise)


def person(rng: Random, rule_id: str, monday: date, number: int) -> Mediator:
    """One person: adult, minor, about to turn 18, part-time, apprentice, night worker or not."""
    pick = rng.choice
    birthday = monday + timedelta(days=rng.randint(0, 13))
    birth = {
        "adult": date(1990, 5, 4),
        "minor": date(2010, 1, 2),
        "fifteen": date(2011, 9, 1) if monday.year == 2026 else date(2012, 1, 15),
        "fourteen": date(2012, 9, 1),
        "turns14": birthday.replace(year=monday.year - 14),
        "turns16": birthday.replace(year=monday.year - 16),
        "turns18": birthday.replace(year=monday.year - 18),
    }[pick(concerned(rule_id, AGES, ["adult"] * 10 + ["minor", "turns18", "turns18"]))]
    hours = pick(concerned(rule_id, HOURS, [35, 35, 35, 33, 24]))
    basis = pick([HoursBasis.WEEK] * 4 + [HoursBasis.MONTH, HoursBasis.MONTH, HoursBasis.YEAR])
    declared = pick(concerned(rule_id, NIGHT, [None, True, False]))
    protections = _protections(rng, monday) if rule_id.startswith("personal") else ()
    drawn = Mediator(
        id=f"m{number}",
        name=f"M{number}",
        role=pick([StaffRole.MEDIATEUR, StaffRole.MEDIATEUR, StaffRole.REFERENT]),
        birth=birth,
        agency="ag",
        contracts=(
            Contract(
                kind=pick([ContractKind.CDI, ContractKind.CDI, ContractKind.APPRENTICESHIP]),
                start=date(2024, 1, 1),
                end=pick([None] * 7 + [monday + timedelta(days=9)]),
                weekly_minutes=hours * 60,
                basis=basis,
                days=pick([None, None, None, frozenset({0, 1, 3, 5})]) if hours < 35 else None,
                annual_minutes=1607 * 60 if basis is HoursBasis.YEAR else None,
            ),
        ),
        dispositifs=pick([frozenset({"d", "e"}), frozenset({"d", "e"}), frozenset({"d"})]),
        sites=pick([frozenset()] * 4 + [frozenset({"s1"})]),
        titles=pick([frozenset(), frozenset({"AMIS"})]),
        socle=pick([None, date(2025, 1, 1), monday + timedelta(days=3)]),
        licence=pick([True, False]),
        night_worker=declared,
        night_worker_since=(pick([date(2024, 1, 1), monday + timedelta(days=6)]))
        if declared
        else None,
        protections=protections,
    )
    if rule_id in OF_HOLIDAYS:
        drawn = replace(drawn, holiday_jobs=(_job(rng, monday), _job(rng, monday)))
    return in_days(rng, rule_id, monday, drawn)


def _protections(rng: Random, monday: date) -> tuple[Protection, ...]:
    """A constraint that begins before the horizon or in it, and may end in it."""
    since = monday + timedelta(days=rng.choice((-40, -40, -40, 1, 4)))
    return (
        Protection(
            reason=ProtectionReason.HEALTH,
            since=since,
            until=rng.choice((None, None, monday + timedelta(days=9))),
            no_night_since=since + timedelta(days=rng.choice((0, 0, 1))),
            no_night_by=Word.DOCTOR,
            day_minutes=rng.choice((None, LONGEST_DAY)),
            week_minutes=rng.choice((None, None, 30 * 60)),
            no_overtime=rng.choice((True, True, False)),
        ),
    )


def _job(rng: Random, monday: date) -> HolidayJob:
    """Draw a request to the inspecteur: in time or a day late, answered or not."""
    begins = monday + timedelta(days=rng.randint(-5, 2))
    ends = begins + timedelta(days=rng.choice((12, 13, 14, 15)))
    since = begins + timedelta(days=rng.choice((-1, 0, 0, 3)))
    requested = since - timedelta(days=rng.choice((14, 15, 15, 16)))
    answer = rng.choice((None, None, InspectorAnswer.GRANTED, InspectorAnswer.REFUSED))
    return HolidayJob(
        requested=requested,
        since=since,
        until=ends + timedelta(days=rng.choice((-4, 0, 1))),
        answer=answer,
        answered=since + timedelta(days=rng.choice((-2, 0, 4))) if answer else None,
        breaks=((begins, ends),),
    )


#: How often a contract counts days, for the rules that ask for it.
IN_DAYS = {
    "forfait_days_cap": 0.95,
    "forfait_days_agreement": 0.5,
    "daily_span": 0.25,
    "daily_max": 0.1,
    "weekly_max": 0.1,
    "avg12": 0.1,
    "multi_employer": 0.1,
}


def in_days(rng: Random, rule_id: str, monday: date, who: Mediator) -> Mediator:
    """Give some adults a forfait in days, now or from a day of the horizon on."""
    own = Random()  # so that what is drawn after stays the same
    own.setstate(rng.getstate())
    often = concerned(rule_id, IN_DAYS, 0.0)
    if own.random() >= often or who.minor_on(monday):
        return who
    [contract] = who.contracts
    ends = monday + timedelta(days=3)
    long_ago = monday - timedelta(days=300)
    start = own.choice((date(2020, 1, 1), date(2020, 1, 1), long_ago + timedelta(days=60), ends))
    days = own.choice(FORFAITS)
    forfait = replace(
        days,
        begins=own.choice((long_ago, long_ago, long_ago, monday + timedelta(days=4))),
        waived_on=monday - timedelta(days=30) if days.waived else None,
    )
    counted = replace(
        contract,
        kind=ContractKind.CDI,
        start=start,
        basis=HoursBasis.DAYS,
        days=None,
        annual_minutes=None,
        forfait=forfait,
    )
    if start != ends:
        return replace(who, contracts=(counted,))
    hours = replace(contract, kind=ContractKind.CDI, end=start - timedelta(days=1))
    return replace(who, contracts=(hours, counted))


_WAIVED = date(2020, 1, 1)
FORFAITS = (
    Forfait(days=218),
    Forfait(days=260),
    Forfait(days=200),
    Forfait(days=5),
    Forfait(days=218, waived=20, waived_on=_WAIVED),
    Forfait(days=200, waived=7, waived_on=_WAIVED),
)
