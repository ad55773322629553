"""Say what an incident asks for: where people are needed the same day, how many, from whom."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from api.data.association import Association
from api.month.errors import BadRequestError, Wrong, not_a_day
from api.month.frames import Frame
from calendars.templates.template import TemplateException
from scheduler.domain.slots import IN_THE_FIELD, Slot

MOST_PEOPLE = 99
"""How many people may be asked for at once."""


@dataclass(frozen=True, kw_only=True)
class Emergency:
    """
    Where people are needed on a day, and which slots may give them.

    `targets`: the slots to hold, by start; `people`: how many are needed on all of them together,
    those who are there included. `sources`: the slots that may give their people. `since`: a UTC
    minute; what has begun then is kept as it is, hence is in neither. `exceptions`: what must be
    recorded of the day for the targets to take these people.
    """

    day: date
    targets: tuple[Slot, ...]
    people: int
    sources: tuple[Slot, ...]
    since: int
    exceptions: tuple[TemplateException, ...] = ()


def emergency_of(
    frame: Frame,
    day: date,
    to: Collection[str],
    *,
    since: int,
    people: int | None = None,
    sources: Collection[str] = (),
) -> Emergency:
    """
    Return what is asked for in the words of who asks.

    `to` and `sources` name slots, templates, sites or dispositifs by their ids; no source: all
    teams of the same agencies on duty at the hours of the targets, since another agency is another
    town. `people`: None for the target of the slots. Standbys give nobody: who is on call is not on
    duty.

    Raises `BadRequestError`: the day is in another month, nothing of what is named begins then and
    later than `since`, or too many people are asked for.
    """
    wrong: list[Wrong] = []
    if day not in frame.problem.horizon.days:
        raise BadRequestError([not_a_day("day", day, frame.month)])
    tonight = [
        slot
        for slot in sorted(frame.problem.slots, key=lambda s: (s.span.first, s.id))
        if may_move(frame, slot, day, since)
    ]
    targets = _named(tonight, to, "to", day, wrong)
    if not to:
        expected = "un créneau, un site ou un dispositif, par son identifiant"
        wrong.append(Wrong(field="to", received="", expected=expected))
    ids = {slot.id for slot in targets}
    named = (
        _named(tonight, sources, "sources", day, wrong)
        if sources
        else _near(frame.association, tonight, targets)
    )
    givers = tuple(
        slot
        for slot in named
        if slot.id not in ids and any(slot.span.touches(target.span) for target in targets)
    )
    wanted = sum(need.target for slot in targets for need in slot.needs)
    if people is not None:
        wanted = people
        if not 1 <= people <= MOST_PEOPLE:
            expected = f"de 1 à {MOST_PEOPLE} personnes"
            wrong.append(Wrong(field="people", received=f"{people}", expected=expected))
    if wrong:
        raise BadRequestError(wrong)
    return Emergency(day=day, targets=targets, people=wanted, sources=givers, since=since)


def may_move(frame: Frame, slot: Slot, day: date, since: int) -> bool:
    """Whether people may be moved to or from a slot: it begins that day, and later than `since`."""
    return (
        slot.span.day == day
        and slot.span.first > since
        and slot.id not in frame.frozen
        and slot.kind in IN_THE_FIELD
    )


def named_by(slot: Slot, name: str) -> bool:
    """Whether an id names a slot: its own, its template's, its site's or its dispositif's."""
    return name in (slot.id, slot.duty.template, slot.site, slot.dispositif)


def _near(
    association: Association, slots: Iterable[Slot], targets: Iterable[Slot]
) -> tuple[Slot, ...]:
    """Return the slots of the targets' agencies, in order."""
    known = association.dispositif_of
    agencies = {known[target.dispositif].agency for target in targets}
    return tuple(slot for slot in slots if known[slot.dispositif].agency in agencies)


def _named(
    slots: Sequence[Slot], names: Iterable[str], field: str, day: date, wrong: list[Wrong]
) -> tuple[Slot, ...]:
    """Return the slots that ids of slots, sites or dispositifs name, by start."""
    chosen: set[str] = set()
    for name in names:
        named = {slot.id for slot in slots if named_by(slot, name)}
        if not named:
            expected = (
                f"un créneau, un site ou un dispositif de ce planning qui a quelque chose à "
                f"commencer encore le {day:%d/%m/%Y}"
            )
            wrong.append(Wrong(field=field, received=name, expected=expected))
        chosen |= named
    return tuple(slot for slot in slots if slot.id in chosen)
