"""Take a rota of several months apart: each is judged, written and published as a month."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime

from api.data.association import Published
from api.month.frames import Frame, framed
from api.planning.month_change import month_change
from scheduler.domain.problem import Assignment
from scheduler.domain.rota import Rota


def by_month(rota: Rota) -> dict[date, frozenset[Assignment]]:
    """Return a rota's assignments by the first day of the month in which each begins."""
    table: dict[date, set[Assignment]] = {}
    for assignment in rota.assignments:
        day = rota.problem.slot_of[assignment.slot].span.day
        table.setdefault(day.replace(day=1), set()).add(assignment)
    return {month: frozenset(mine) for month, mine in sorted(table.items())}


def month_by_month(
    frame: Frame, assignments: Iterable[Assignment], now: datetime
) -> Iterator[tuple[Frame, frozenset[Assignment]]]:
    """
    Yield each month's own frame and assignments, in order, of a frame of several.

    A month knows those before it as if they had been published at `now`: its rests, weeks and
    averages are judged with them, as they will be once they are. So does it know those after it
    that are published already, as they will be then, not as they are. Months in which nothing is to
    be held are left out.
    """
    if frame.until == frame.month:
        yield frame, frozenset(assignments)
        return
    mine = by_month(frame.rota(assignments))
    busy = sorted({slot.span.day.replace(day=1) for slot in frame.problem.slots})
    before = frame.association
    published = {f"{month:%Y-%m}" for month in busy} & before.history.keys()
    later = _after(frame, mine, busy, now) if published else {}
    for month in busy:
        label = f"{month:%Y-%m}"
        known = {name: rows for name, rows in later.items() if label < name and name in published}
        around = replace(before, history={**before.history, **known}) if known else before
        own = framed(around, month, frame.own, now)
        yield own, mine.get(month, frozenset())
        change = month_change(before, own.rota(mine.get(month, ())), now, frame.own or ())
        before = replace(
            before,
            history={**before.history, change.label: change.after},
            removals=(*before.removals, *change.removals),
        )


def _after(
    frame: Frame, mine: Mapping[date, frozenset[Assignment]], busy: Iterable[date], now: datetime
) -> dict[str, tuple[Published, ...]]:
    """Return the rows that each month will have once it is published, by label."""
    rows = {}
    for month in busy:
        own = framed(frame.association, month, frame.own, now)
        rota = own.rota(mine.get(month, ()))
        change = month_change(frame.association, rota, now, frame.own or ())
        rows[change.label] = change.after
    return rows
