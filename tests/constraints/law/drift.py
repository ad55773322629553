"""What the tests of the part-timers' drift build: weeks told, and what is found of them."""

from datetime import date, timedelta
from typing import Any

from constraints.law.part_time.part_time_drift_12_weeks import RULE
from scheduler.domain.employment.contracts import Contract, ContractKind
from tests.constraints.law.make import audited, timeline
from tests.constraints.law.people import person

LAST = date(2026, 6, 22)
CONTRACT = 24 * 60
ENOUGH = CONTRACT + 120


def weeks(*minutes: int, last: date = LAST) -> dict[date, int]:
    """Minutes by Monday, the last of them in the week of `last`."""
    count = len(minutes)
    return {
        last - timedelta(weeks=count - 1 - n): minutes_of_week
        for n, minutes_of_week in enumerate(minutes)
    }


def judged(worked: dict[date, int], **options: Any) -> Any:
    usual: dict[str, Any] = {
        "who": person(hours=24),
        "first": date(2026, 6, 1),
        "last": date(2026, 6, 28),
    }
    return timeline(weeks=worked, **(usual | options))


def seen(worked: dict[date, int], **options: Any) -> list[tuple[str, int, int, str]]:
    return [
        (f.on.isoformat(), f.measured, f.amount, f.verdict.value)
        for f in audited(RULE, judged(worked, **options))
    ]


def contract(start: date, hours: int, end: date | None = None, **options: Any) -> Contract:
    return Contract(
        kind=ContractKind.CDI, start=start, end=end, weekly_minutes=hours * 60, **options
    )
