"""Shapes of versions: what each says of itself, an edit and what it makes, how two differ."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, Field

from api.judging.shapes import FindingOut, finding_out
from api.month.drafts.access import AssignmentOut, IdleLockOut
from api.month.posts import PostsOut
from api.month.versions.operations import Operation, Verb
from api.web.answer import MOST, Body, Out

if TYPE_CHECKING:
    from api.month.versions.compare import Compared
    from api.month.versions.editing import Edit

Name = Annotated[str, Field(max_length=160, pattern=r"^[^\x00-\x1f\x7f]*$")]


class OperationIn(Body):
    """
    One gesture.

    `add`, `remove`: person and slot. `move`: person, slot, to_slot. `give`: person, slot,
    to_person. `swap`: all four. `clear`: slot.
    """

    verb: Verb = Field(examples=["add"])
    slot: Annotated[Name, Field(min_length=1, examples=["P-J-2026-03-02"])]
    person: Annotated[Name, Field(examples=["ada"])] = ""
    to_slot: Name = ""
    to_person: Name = ""


class EditIn(Body):
    """Gestures done in order, all or none."""

    operations: list[OperationIn] = Field(
        min_length=1,
        max_length=500,
        examples=[[{"verb": "add", "slot": "P-J-2026-03-02", "person": "ada"}]],
    )
    note: Annotated[str, Field(max_length=240, pattern=r"^[^\x00-\x1f\x7f]*$")] = ""


class UndoIn(Body):
    """The version to come back to."""

    to: Annotated[int, Field(ge=1, le=MOST, examples=[2])]


class VersionOut(Out):
    """One version; `data` is the number of the association's data when it was made."""

    number: int
    parent: int
    origin: str = Field(examples=["modification"])
    job: str | None
    made: datetime
    made_by: str
    note: str
    data: int
    fingerprint: str


class VersionWholeOut(VersionOut):
    """
    A version and its assignments; `left_out`: those that the data don't allow any more.

    `locks_left_out`: locks of the month that can't hold any more, and why.
    """

    assignments: list[AssignmentOut]
    left_out: list[AssignmentOut]
    locks_left_out: list[IdleLockOut]


class EditedOut(BaseModel):
    """What an edit made: the next version, and what it adds and removes."""

    version: int
    added: list[AssignmentOut]
    removed: list[AssignmentOut]
    findings_added: list[FindingOut]
    findings_removed: list[FindingOut]
    blocking: int = Field(description="Constats bloquants sur toute la version.")


class TakenOverOut(BaseModel):
    """The version that has what others published."""

    version: int


class MovedOut(Out):
    """A person who holds another slot of the same day."""

    person: str
    before: str
    after: str


class HoursChangeOut(Out):
    """A person's minutes planned, before and after."""

    person: str
    before: int
    after: int


class HeldOut(Out):
    """A dispositif's posts held of `target`, and posts open under a minimum."""

    dispositif: str
    target: int
    before: int
    after: int
    vital_before: int
    vital_after: int


class ComparedOut(BaseModel):
    """What differs from a version (or what is published) to another."""

    added: list[AssignmentOut]
    removed: list[AssignmentOut]
    moved: list[MovedOut]
    hours: list[HoursChangeOut]
    coverage: list[HeldOut]
    before: PostsOut
    after: PostsOut
    findings_added: list[FindingOut]
    findings_removed: list[FindingOut]


def operations_of(wanted: EditIn) -> list[Operation]:
    """Read gestures."""
    return [
        Operation(
            verb=operation.verb,
            slot=operation.slot,
            person=operation.person,
            to_slot=operation.to_slot,
            to_person=operation.to_person,
        )
        for operation in wanted.operations
    ]


def edited_out(made: Edit) -> EditedOut:
    """Write what an edit made."""
    return EditedOut(
        version=made.number,
        added=[AssignmentOut.model_validate(assignment) for assignment in made.added],
        removed=[AssignmentOut.model_validate(assignment) for assignment in made.removed],
        findings_added=[finding_out(finding) for finding in made.findings.added],
        findings_removed=[finding_out(finding) for finding in made.findings.removed],
        blocking=sum(finding.blocks and not finding.inherited for finding in made.findings_after),
    )


def compared_out(made: Compared) -> ComparedOut:
    """Write what differs between two versions."""
    return ComparedOut(
        added=[AssignmentOut.model_validate(assignment) for assignment in made.added],
        removed=[AssignmentOut.model_validate(assignment) for assignment in made.removed],
        moved=[MovedOut.model_validate(moved) for moved in made.moved],
        hours=[HoursChangeOut.model_validate(hours) for hours in made.hours],
        coverage=[
            HeldOut(
                dispositif=each.dispositif,
                target=each.after.target,
                before=each.before.have,
                after=each.after.have,
                vital_before=each.before.under,
                vital_after=each.after.under,
            )
            for each in made.coverage
        ],
        before=PostsOut.model_validate(made.before),
        after=PostsOut.model_validate(made.after),
        findings_added=[finding_out(finding) for finding in made.findings.added],
        findings_removed=[finding_out(finding) for finding in made.findings.removed],
    )
