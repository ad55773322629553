"""A month, a version and its edits as JSON for programs: over HTTP, and by `--json`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, Field

from api.database.tables.month import VersionRow
from api.french.words import KINDS
from api.judging.shapes import FindingOut, finding_out
from api.month.drafts.access import AssignmentOut, DraftOut, IdleLockOut
from api.month.versions.editing import Edit
from api.month.versions.operations import Operation
from api.planning.grid import Grid
from api.planning.holes import holes
from api.planning.summary import dispositif_summaries
from api.web.answer import MOST, Body, Out
from api.web.texts import Line
from scheduler.domain.people import Mediator
from scheduler.domain.rota import Rota
from scheduler.finding import Finding


def findings_json(
    findings: Iterable[Finding], people: Mapping[str, Mediator]
) -> list[dict[str, Any]]:
    """Return findings as plain values, with the names of the people concerned."""
    return [
        finding_out(
            finding, name=people[finding.subject].name if finding.subject in people else ""
        ).model_dump(mode="json")
        for finding in findings
    ]


def month_json(rota: Rota, grid: Grid, findings: Iterable[Finding] = ()) -> dict[str, Any]:
    """Return the rota, its holes and findings as plain values; durations are minutes."""
    shown = list(findings)
    return {
        "month": f"{grid.first:%Y-%m}",
        "lawful": not any(f.blocks and not f.inherited for f in shown),
        "dispositifs": [
            {
                "id": summary.id,
                "name": summary.title,
                "agency": summary.agency,
                "slots": summary.posts.slots,
                "target": summary.posts.target,
                "filled": summary.posts.have,
                "below_minimum": summary.posts.under,
                "people": summary.people,
                "planned": summary.planned,
                "due": summary.due,
            }
            for summary in dispositif_summaries(grid)
        ],
        "holes": [
            {
                "slot": hole.slot.id,
                "start": hole.slot.span.start.isoformat(),
                "end": hole.slot.span.end.isoformat(),
                "dispositif": hole.slot.dispositif,
                "site": hole.slot.site,
                "kind": KINDS[hole.slot.kind],
                "roles": sorted(role.value for role in hole.need.roles),
                "have": hole.have,
                "minimum": hole.need.minimum,
                "target": hole.need.posts,
                "vital": hole.vital,
            }
            for hole in holes(rota)
        ],
        "findings": findings_json(shown, rota.problem.mediator_of),
        "assignments": [
            {"person": assignment.mediator, "slot": assignment.slot}
            for assignment in sorted(rota.assignments)
        ],
    }


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


class EditedOut(BaseModel):
    """What an edit made: the next version, and what it adds and removes."""

    version: int
    added: list[AssignmentOut]
    removed: list[AssignmentOut]
    findings_added: list[FindingOut]
    findings_removed: list[FindingOut]
    blocking: int = Field(description="Constats bloquants sur toute la version.")


def edited_out(edited: Edit) -> EditedOut:
    """Write what an edit made."""
    return EditedOut(
        version=edited.number,
        added=[AssignmentOut.model_validate(assignment) for assignment in edited.added],
        removed=[AssignmentOut.model_validate(assignment) for assignment in edited.removed],
        findings_added=[finding_out(finding) for finding in edited.findings.added],
        findings_removed=[finding_out(finding) for finding in edited.findings.removed],
        blocking=sum(finding.blocks and not finding.inherited for finding in edited.findings_after),
    )
