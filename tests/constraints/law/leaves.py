"""Leave to judge: spans, notices, who was hired when, and what the rule on taking it finds."""

from datetime import date
from typing import Any

from constraints.law.leave.paid_leave_taking import RULE
from scheduler.domain.employment.contracts import Contract, ContractKind
from scheduler.domain.employment.employer import Notice, NoticeKind
from scheduler.domain.people import Absence, AbsenceKind, Mediator
from scheduler.domain.time import days_span
from tests.constraints.law.make import audited, timeline
from tests.constraints.law.people import person

YEAR: dict[str, Any] = {"first": date(2026, 5, 1), "last": date(2026, 10, 31)}

Seen = list[tuple[str, int, int, int, str]]


def leave(first: date, last: date, kind: AbsenceKind = AbsenceKind.LEAVE) -> Absence:
    return Absence(mediator="m", span=days_span(first, last), kind=kind)


def notice_of(effective: date, notified: date = date(2026, 5, 1), **options: Any) -> Notice:
    return Notice(
        mediator="m", kind=NoticeKind.LEAVE, notified=notified, effective=effective, **options
    )


def hired(start: date, end: date | None = None) -> Mediator:
    return person(contracts=(Contract(kind=ContractKind.CDI, start=start, end=end),))


def seen(*absences: Absence, rule: Any = RULE, duties: Any = (), **options: Any) -> Seen:
    """Day, measure, limit, amount and verdict of each finding, from May to October by default."""
    judged = timeline(*duties, absences=absences, **(YEAR | options))
    return [
        (f.on.isoformat(), f.measured, f.limit, f.amount, f.verdict.value)
        for f in audited(rule, judged)
    ]
