"""Say what a swap does to the hours and the rest of each of the two people."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from api.data.association import Association, Published
from api.planning.published_shifts import shift_of
from scheduler.domain.duty import Duty, DutyKind


@dataclass(frozen=True, kw_only=True)
class Bearing:
    """
    What a person gives and takes (None: nothing), and what follows, in minutes.

    `before` and `after`: the published work of the month, without and with the swap. `rest_before`
    and `rest_after`: between the shift taken and those around it (None: no shift is published on
    that side, or none is taken). Standbys are no end of a rest here.
    """

    person: str
    gives: Duty | None
    takes: Duty | None
    before: int
    after: int
    rest_before: int | None
    rest_after: int | None


def bearings_of(
    association: Association, shifts: Iterable[Mapping[str, Any]], people: tuple[str, str]
) -> tuple[Bearing, Bearing]:
    """Return what a swap of these published shifts does to each of the two people."""
    rows = {
        shift["person"]: row
        for shift in shifts
        if (row := shift_of(association, shift["person"], shift["slot"])) is not None
    }
    first, second = people
    return (
        _bearing(association, first, rows.get(first), rows.get(second)),
        _bearing(association, second, rows.get(second), rows.get(first)),
    )


def _bearing(
    association: Association, person: str, gives: Published | None, takes: Published | None
) -> Bearing:
    lost = None if gives is None else gives.worked.duty
    taken = None if takes is None else takes.worked.duty
    kept = [row.worked.duty for row in association.published_of.get(person, ()) if row is not gives]
    month = next((f"{duty.span.day:%Y-%m}" for duty in (taken, lost) if duty is not None), "")
    hours = sum(duty.paid for duty in kept if f"{duty.span.day:%Y-%m}" == month)
    rest_before = rest_after = None
    if taken is not None:
        around = [duty for duty in kept if duty.kind is not DutyKind.STANDBY]
        ends = [d.span.last for d in around if d.span.last <= taken.span.first]
        starts = [d.span.first for d in around if d.span.first >= taken.span.last]
        rest_before = taken.span.first - max(ends) if ends else None
        rest_after = min(starts) - taken.span.last if starts else None
    return Bearing(
        person=person,
        gives=lost,
        takes=taken,
        before=hours + (0 if lost is None else lost.paid),
        after=hours + (0 if taken is None else taken.paid),
        rest_before=rest_before,
        rest_after=rest_after,
    )
