"""Shapes of versions: what each says of itself, what an edit makes of it, how two differ."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from pydantic import BaseModel, Field

from api.judging.shapes import FindingOut, finding_out
from api.month.drafts.access import AssignmentOut, IdleLockOut
from api.web.answer import Out

if TYPE_CHECKING:
    from api.month.versions.compare import Compared
    from api.month.versions.editing import Edited


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
    """A dispositif's posts held of `target`, and needs below their minimum."""

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
    findings_added: list[FindingOut]
    findings_removed: list[FindingOut]


def edited_out(made: Edited) -> EditedOut:
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
        coverage=[HeldOut.model_validate(coverage) for coverage in made.coverage],
        findings_added=[finding_out(finding) for finding in made.findings.added],
        findings_removed=[finding_out(finding) for finding in made.findings.removed],
    )
