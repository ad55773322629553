"""What the tests of the part-timers' drift build: weeks told, and what is found of them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from constraints.law.part_time_drift_12_weeks import RULE
from scheduler.domain.people import Contract, ContractKind
from tests.constraints.law.make import found, timeline
from tests.constraints.law.people import person

LAST = date(2026, 6, 22)
CONTRACT = 24 * 60
ENOUGH = CONTRACT + 120


def weeks(*minutes: int, last: date = LAST) -> dict[date, int]:
    """Minutes by Monday, the last of them in the week of `last`."""
    count = len(minutes)
    return {last - timedelta(weeks=count - 1 - n): one for n, one in enumerate(minutes)}


def judged(worked: dict[date, int], **given: Any) -> Any:
    usual: dict[str, Any] = {
        "who": person(hours=24),
        "first": date(2026, 6, 1),
        "last": date(2026, 6, 28),
    }
    return timeline(weeks=worked, **(usual | given))


def seen(worked: dict[date, int], **given: Any) -> list[tuple[str, int, int, str]]:
    return [
        (f.on.isoformat(), f.measured, f.amount, f.verdict.value)
        for f in found(RULE, judged(worked, **given))
    ]


def contract(start: date, hours: int, end: date | None = None, **given: Any) -> Contract:
    return Contract(kind=ContractKind.CDI, start=start, end=end, weekly_minutes=hours * 60, **given)
