"""Weeks of work and the people who work them, for counters and the rules that read them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from scheduler.domain.duty import Break, Duty
from scheduler.domain.employment.contracts import Contract, ContractKind
from scheduler.domain.people import Absence, AbsenceKind, Mediator
from scheduler.domain.time import PARIS, Span, days_span
from scheduler.domain.timeline import Timeline
from scheduler.finding import Finding
from tests.constraints.law import make

MONDAY = date(2026, 6, 15)


def minute(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


def shift(begin: str, end: str, *breaks: Break, **options: Any) -> Duty:
    """One duty from `2026-06-15 08:00` to `2026-06-15 16:00`."""
    usual: dict[str, Any] = {"id": begin, "agency": "ag", "dispositif": "d"}
    return Duty(span=Span(minute(begin), minute(end)), breaks=breaks, **(usual | options))


def day(when: date, minutes: int, start: int = 8 * 60, **options: Any) -> Duty:
    """One duty of so many minutes without a break, from a clock time in minutes."""
    first = datetime(when.year, when.month, when.day, tzinfo=PARIS)
    first += timedelta(minutes=start)
    usual: dict[str, Any] = {"id": f"{when}", "agency": "ag", "dispositif": "d"}
    span = Span(first, first + timedelta(minutes=minutes))
    return Duty(span=span, **(usual | options))


def worked(monday: date, *minutes: int, **options: Any) -> tuple[Duty, ...]:
    """Duties of these lengths on the days from Monday on; none where the length is 0."""
    return tuple(
        day(monday + timedelta(days=n), length, **options)
        for n, length in enumerate(minutes)
        if length
    )


def person(*contracts: Contract, **options: Any) -> Mediator:
    """One adult; by default full-time by the week since 2020."""
    usual: dict[str, Any] = {"id": "m", "name": "Lou", "birth": date(1990, 5, 4), "agency": "ag"}
    return Mediator(contracts=contracts or (contract(),), **(usual | options))


def contract(hours: float = 35, **options: Any) -> Contract:
    usual: dict[str, Any] = {"kind": ContractKind.CDI, "start": date(2020, 1, 1)}
    return Contract(weekly_minutes=round(hours * 60), **(usual | options))


def timeline(*duties: Duty, **options: Any) -> Timeline:
    """A timeline of the usual adult, unless it is another's."""
    return make.timeline(*duties, **{"who": person(), **options})


def away(first: date, last: date | None = None, kind: AbsenceKind = AbsenceKind.LEAVE) -> Absence:
    return Absence(mediator="m", span=days_span(first, last or first), kind=kind)


def past(duties: Iterable[Duty]) -> tuple[Duty, ...]:
    return tuple(replace(duty, decided=False) for duty in duties)


def facts(findings: Iterable[Finding]) -> list[tuple[str, int, int, int, str]]:
    """Day, measure, limit, amount and verdict of each finding."""
    return [(f.on.isoformat(), f.measured, f.limit, f.amount, f.verdict.value) for f in findings]
