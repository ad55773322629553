"""Apply the operations of an edit to the assignments of a draft, all or none."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from pydantic import ConfigDict, Field

from api.database.tables.month import AssignmentRow
from api.month.errors import BadRequestError, Wrong, not_a_slot, not_posted
from api.month.frames import Frame
from api.web.texts import Line
from scheduler.domain.problem import Assignment


class Verb(StrEnum):
    """
    What an operation does.

    A person is put on a slot, taken off it, or moved to another; their slot is given to another
    person, or exchanged for another's; everybody is taken off a slot.
    """

    ADD = "add"
    REMOVE = "remove"
    MOVE = "move"
    GIVE = "give"
    SWAP = "swap"
    CLEAR = "clear"


Name = Annotated[str, Line(AssignmentRow.slot)]
"""A person's id or a slot's, as the database bounds it."""


@dataclass(frozen=True, kw_only=True)
class Operation:
    """
    One gesture.

    `add`, `remove`: person and slot. `move`: person, slot, to_slot. `give`: person, slot,
    to_person. `swap`: all four, each taking the other's slot. `clear`: slot.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    verb: Annotated[Verb, Field(examples=["add"])]
    slot: Annotated[Name, Field(min_length=1, examples=["P-J-2026-03-02"])]
    person: Annotated[Name, Field(examples=["ada"])] = ""
    to_slot: Name = ""
    to_person: Name = ""

    def parts(self, assignments: Iterable[Assignment]) -> tuple[list[Assignment], list[Assignment]]:
        """Return the assignments that the operation removes, then those that it adds."""
        mine = Assignment(self.person, self.slot)
        match self.verb:
            case Verb.ADD:
                return [], [mine]
            case Verb.REMOVE:
                return [mine], []
            case Verb.MOVE:
                return [mine], [Assignment(self.person, self.to_slot)]
            case Verb.GIVE:
                return [mine], [Assignment(self.to_person, self.slot)]
            case Verb.SWAP:
                theirs = Assignment(self.to_person, self.to_slot)
                return [mine, theirs], [
                    Assignment(self.to_person, self.slot),
                    Assignment(self.person, self.to_slot),
                ]
            case Verb.CLEAR:
                return sorted(
                    assignment for assignment in assignments if assignment.slot == self.slot
                ), []


#: The fields that each verb needs, besides the slot.
NEEDED = {
    Verb.ADD: ("person",),
    Verb.REMOVE: ("person",),
    Verb.MOVE: ("person", "to_slot"),
    Verb.GIVE: ("person", "to_person"),
    Verb.SWAP: ("person", "to_person", "to_slot"),
    Verb.CLEAR: (),
}


def adding(added: Iterable[Assignment]) -> list[Operation]:
    """Return the gestures that put people on slots."""
    return [Operation(verb=Verb.ADD, slot=a.slot, person=a.mediator) for a in added]


def applied(
    frame: Frame, assignments: frozenset[Assignment], operations: Sequence[Operation]
) -> frozenset[Assignment]:
    """
    Apply operations one after the other, and return the assignments that result.

    Raises `BadRequestError`: a person or a slot doesn't exist, another draft decides a slot,
    someone is added where they are already or removed from where they aren't: the error names every
    such value.
    """
    wrong: list[Wrong] = []
    now = set(assignments)
    for place, operation in enumerate(operations):
        faults = list(_wrong(frame, operation, f"operations.{place}"))
        if not faults:
            gone, come = operation.parts(now)
            faults = list(_contradicts(now, gone, come, f"operations.{place}"))
            if not faults:
                now.difference_update(gone)
                now.update(come)
        wrong += faults
    if wrong:
        raise BadRequestError(wrong)
    return frozenset(now)


def _wrong(frame: Frame, operation: Operation, where: str) -> Iterable[Wrong]:
    for field in ("person", "to_person", "to_slot"):
        value = getattr(operation, field)
        if field in NEEDED[operation.verb] and not value:
            yield Wrong(
                field=f"{where}.{field}", received="", expected=f"requis par « {operation.verb} »"
            )
        elif field not in NEEDED[operation.verb] and value:
            expected = f"rien : « {operation.verb} » n’en a pas l’usage"
            yield Wrong(field=f"{where}.{field}", received=value, expected=expected)
        elif value and field != "to_slot" and value not in frame.posted:
            yield not_posted(f"{where}.{field}", value)
    for field in ("slot", "to_slot"):
        value = getattr(operation, field)
        if field == "slot" and not value:
            yield Wrong(field=f"{where}.slot", received="", expected="un créneau")
        elif value and value not in frame.problem.slot_of:
            yield not_a_slot(f"{where}.{field}", value, frame.month)
        elif value in frame.frozen:
            expected = "un créneau de ces dispositifs : celui-ci est publié par un autre planning"
            yield Wrong(field=f"{where}.{field}", received=value, expected=expected)
        elif any(
            Assignment(who, value) in frame.problem.settled
            for who in (operation.person, operation.to_person)
        ):
            expected = "un service à décider : celui-ci est fait, par qui n’a plus ce poste"
            yield Wrong(field=f"{where}.{field}", received=value, expected=expected)


def _contradicts(
    now: set[Assignment], gone: list[Assignment], come: list[Assignment], where: str
) -> Iterable[Wrong]:
    for assignment in gone:
        if assignment not in now:
            expected = f"une personne qui tient le créneau {assignment.slot}"
            yield Wrong(field=f"{where}.person", received=assignment.mediator, expected=expected)
    for assignment in come:
        if assignment in now - set(gone):
            expected = f"une personne qui ne tient pas déjà le créneau {assignment.slot}"
            yield Wrong(field=f"{where}.person", received=assignment.mediator, expected=expected)
