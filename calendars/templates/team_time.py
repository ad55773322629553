"""
Define a team's own time: meetings, analysis of practice, partners, prevention, exhibitions.

It is a template whose places are people of a group. Some are compulsory, others wanted: then the
plan decides who may be away. Nobody is expected who isn't there: absent, at the training centre
that day, not hired yet, gone, or off by contract on that weekday.
"""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

from scheduler.domain.people import StaffRole
from scheduler.domain.presence import Presence
from scheduler.domain.slots import Need, SlotKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scheduler.domain.people import Absence, Mediator
    from scheduler.domain.problem import Training
    from scheduler.domain.slots import Slot

EVERYBODY = frozenset(StaffRole)


class Attendance(StrEnum):
    """Whether everybody who is there must come to a team's time, or the plan may leave some out."""

    COMPULSORY = "obligatoire"
    WANTED = "souhaitee"


def need_of(
    people: int, attendance: Attendance, at_least: int = 0, at_most: int | None = None
) -> Need:
    """
    Return what a team's time needs of so many people.

    A minimum beyond them stays: those who lack are told.
    """
    if attendance is Attendance.COMPULSORY:
        return Need(roles=EVERYBODY, minimum=people, target=people, maximum=max(1, people))
    wanted = max(at_least, people if at_most is None else min(people, at_most))
    return Need(
        roles=EVERYBODY, minimum=at_least, target=wanted, maximum=max(1, wanted), optional=True
    )


def attended(
    slots: Iterable[Slot],
    people: Iterable[Mediator],
    absences: Iterable[Absence],
    trainings: Iterable[Training],
) -> Iterator[Slot]:
    """
    Yield the slots; those of team time invite, and need, the people who are there on their day.

    Whoever is absent stays invited, as for any post: absences have rules of their own. A team's
    time to which nobody could come is left out.
    """
    team, at_centre = tuple(people), tuple(trainings)
    present, employed = Presence(absences, at_centre), Presence((), at_centre)
    for slot in slots:
        if slot.kind is not SlotKind.TEAM:
            yield slot
            continue
        mine = [m for m in team if slot.expects(m) and employed.weight(m, slot.span)]
        if mine:
            (need,) = slot.needs
            there = sum(bool(present.weight(m, slot.span)) for m in mine)
            yield replace(
                slot, invited=frozenset(m.id for m in mine), needs=(_cut(need, there, slot),)
            )


def _cut(need: Need, there: int, slot: Slot) -> Need:
    """Return the need of a team's time when so many of its people are there."""
    if slot.mandatory:
        return replace(need, minimum=there, target=there, maximum=max(1, there))
    wanted = max(need.minimum, min(need.target, there))
    return replace(need, target=wanted, maximum=max(1, wanted))
