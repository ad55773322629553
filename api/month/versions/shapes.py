"""Shapes of versions: what each says of itself, an edit and what it makes."""

from datetime import datetime
from typing import Annotated

from pydantic import AliasPath, Field

from api.database.tables.month import VersionRow
from api.judging.shapes import FindingOut
from api.month.drafts.access import AssignmentOut, DraftOut, IdleLockOut
from api.month.versions.operations import Operation
from api.web.answering.answer import MOST, Body, Out
from api.web.texts import Line


class EditIn(Body):
    """Gestures done in order, all or none."""

    operations: list[Operation] = Field(
        min_length=1,
        max_length=500,
        examples=[[{"verb": "add", "slot": "P-J-2026-03-02", "person": "ada"}]],
    )
    note: Annotated[str, Line(VersionRow.note)] = ""


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


class DraftWholeOut(DraftOut):
    """A draft and its versions, the latest first."""

    versions: list[VersionOut]


class VersionWholeOut(VersionOut):
    """
    A version and its assignments; `left_out`: those that the data don't allow any more.

    `locks_left_out`: locks of the month that can't hold any more, and why.
    """

    assignments: list[AssignmentOut]
    left_out: list[AssignmentOut]
    locks_left_out: list[IdleLockOut]


class EditedOut(Out):
    """What an edit made: the next version, and what it adds and removes."""

    version: int = Field(validation_alias="number")
    added: list[AssignmentOut]
    removed: list[AssignmentOut]
    findings_added: list[FindingOut] = Field(validation_alias=AliasPath("findings", "added"))
    findings_removed: list[FindingOut] = Field(validation_alias=AliasPath("findings", "removed"))
    blocking: int = Field(description="Constats bloquants sur toute la version.")
