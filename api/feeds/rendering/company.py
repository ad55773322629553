"""Say who is near each published shift: who holds it too, and who is on call meanwhile."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from api.data.association import Published
from calendars.company import ALONE, Company
from scheduler.domain.duty import Duty, DutyKind
from scheduler.domain.people import Mediator, StaffRole

DAY = 24 * 60
"""Minutes of a bucket in which who is on call is looked up."""


def companies(
    rows: Iterable[Published],
    people: Mapping[str, Mediator],
    watched: Callable[[Duty], frozenset[str]],
    whole: Callable[[Duty], bool],
) -> Callable[[Published], Company]:
    """
    Return who is near each of these shifts.

    `watched`: the dispositifs for which a duty is on call. `whole`: whether a duty is of a whole
    team, who isn't named to each of its people: who is left out would be known to be away. One
    pass over the shifts; then each is compared with those on its slot and with the on-call of its
    day alone.
    """
    holders: dict[str, list[str]] = defaultdict(list)
    on_call: dict[tuple[str, int], list[Published]] = defaultdict(list)
    for row in rows:
        duty = row.worked.duty
        holders[duty.id].append(row.worked.mediator)
        for dispositif in watched(duty):
            for day in _days(duty):
                on_call[dispositif, day].append(row)

    def near(row: Published) -> Company:
        who, duty = row.worked.mediator, row.worked.duty
        if whole(duty):
            return ALONE
        others = [other for other in holders[duty.id] if other != who]
        leading = tuple(other for other in others if _leads(people.get(other)))
        return Company(
            partners=tuple(other for other in others if other not in leading),
            referents=leading,
            on_call=() if duty.kind is DutyKind.STANDBY else _watching(row, on_call),
        )

    return near


def _watching(
    row: Published, on_call: Mapping[tuple[str, int], Iterable[Published]]
) -> tuple[str, ...]:
    """Return who else is on call at some time of a shift, for its dispositif."""
    who, duty = row.worked.mediator, row.worked.duty
    watchers = {
        other.worked.mediator
        for day in _days(duty)
        for other in on_call.get((duty.dispositif, day), ())
        if other.worked.duty.span.touches(duty.span) and other.worked.mediator != who
    }
    return tuple(sorted(watchers))


def _days(duty: Duty) -> range:
    return range(duty.span.first // DAY, (duty.span.last - 1) // DAY + 1)


def _leads(person: Mediator | None) -> bool:
    return person is not None and person.role is not StaffRole.MEDIATEUR
