"""Fill the sheet's lines of a forfait in days: days done and left in the year (D3171-10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constraints.counters.sheet import ForfaitLine
from constraints.forfait import DaysRule, days_counted
from scheduler.domain.time import civil_months

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from constraints.forfait import Caps
    from scheduler.domain.timeline import Timeline
    from scheduler.rule import PersonRule


def forfait_lines(timeline: Timeline, rules: Iterable[PersonRule]) -> Iterator[ForfaitLine]:
    """
    Yield the days of each month of the horizon, of each year of reference that it touches.

    A day on which any work begins is one, as the rule on their number counts it.
    """
    rule = next((rule for rule in rules if isinstance(rule, DaysRule)), None)
    if rule is None:
        return
    who, horizon = timeline.mediator, timeline.horizon
    years = who.years_in_days(horizon.day, horizon.last_day)
    caps = {year: rule.caps(timeline, *year) for year in years}
    for month in civil_months(horizon):
        for year in who.years_in_days(*month):
            yield _line(timeline, caps[year], year, month)


def _line(
    timeline: Timeline, caps: Caps, year: tuple[date, date], month: tuple[date, date]
) -> ForfaitLine:
    (first, last), (begins, ends), who = year, month, timeline.mediator
    since, before = timeline.carried_days(first)
    worked = [
        d for d in timeline.days if since <= d.day <= min(last, ends) and who.in_days_on(d.day)
    ]
    done = days_counted(worked)
    start = min(c.start for c in who.contracts if c.in_days and c.touches(first, last))
    known = first if before else max(first, start)
    if since == first and timeline.described_since > known:
        known = timeline.described_since
    return ForfaitLine(
        of=begins.replace(day=1),
        first=first,
        last=last,
        month=done - days_counted(day for day in worked if day.day < begins),
        done=before + done,
        since=known,
        number=caps.settled,
        settled=caps.settled == caps.certain,
    )
