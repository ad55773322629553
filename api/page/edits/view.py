"""
What an edit sends back to the grid: the rows that it touched, as HTML, and the findings panel.

The macros of the page write the rows again, but only those of people whom the edit touches,
whatever the size of the grid.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.french.plural import plural
from api.month.versions.compare import change_count
from api.month.versions.operations import Operation, Verb
from api.page.grid.filters import EVERYTHING, Filters
from api.page.grid.panel import announced, line_of, panel_of
from api.page.grid.view import view_of
from api.planning.grid import homes
from api.shell.document import environment
from scheduler.domain.posts import holders

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from api.judging.reaudit import FindingChanges
    from api.month.frames import Frame
    from api.month.judging import Judged
    from scheduler.domain.problem import Assignment
    from scheduler.finding import Finding


def redrawn(
    frame: Frame,
    before: frozenset[Assignment],
    judged: Judged,
    findings: FindingChanges,
    now: datetime,
    *,
    version: int,
    answers: str = "",
    people: Collection[str] = (),
    filters: Filters = EVERYTHING,
) -> dict[str, Any]:
    """
    Return the parts to redraw, from a version to a later one, `judged`.

    `people`: their rows are always redrawn. `answers`: the address where the caller answers for
    findings (empty: they may not). `filters`: those of the page, whose columns the rows must have.

    `rows`: people's rows by id; `sections`: rows of holes and of coverage, of dispositifs where
    some post isn't filled as it was; `whole`: dispositifs to draw again, because they have gained
    or lost a row.
    """
    old, after = frame.rota(before), judged.rota.assignments
    edited = old.assignments ^ after
    people = set(people) | {assignment.mediator for assignment in edited}
    people |= {finding.subject for finding in (*findings.added, *findings.removed)}
    slots = [frame.problem.slot_of[assignment.slot] for assignment in edited]
    touched = {
        slot.dispositif
        for slot in slots
        for need in slot.needs
        if holders(need, old.team_of[slot.id]) != holders(need, judged.rota.team_of[slot.id])
    }
    moved = _moved(judged, frame, before, people)
    # « À pourvoir » chooses days and dispositifs by their holes.
    covered = None if filters.open else touched
    view = view_of(frame, after, now, people=people, covered=covered, filters=filters)
    parts = environment().get_template("parts/grid.html").module
    whole = view_of(frame, after, now, dispositifs=moved, filters=filters) if moved else None
    answer: dict[str, Any] = {
        "version": version,
        "said": announced(len(findings.added), len(findings.removed)),
        "stopping": len(judged.stopping),
        "changes": change_count(frame, after),
        "rows": {},
        "sections": {},
        "whole": {} if whole is None else {b.id: str(parts.section(b)) for b in whole.blocks},  # type: ignore[attr-defined]
        "panel": str(_panel(judged, answers)),
    }
    for block in view.blocks:
        if block.id in moved:
            continue
        for line in block.lines:
            answer["rows"][f"p-{block.id}-{line.person}"] = str(parts.line(line, block.id))  # type: ignore[attr-defined]
        if block.id in touched:
            answer["sections"][block.id] = {
                "gaps": str(parts.gaps(block)),  # type: ignore[attr-defined]
                "covers": str(parts.covers(block)),  # type: ignore[attr-defined]
            }
    return answer


def answers_at(draft: str) -> str:
    """Return the address where one answers for a draft's findings."""
    return f"/plannings/{draft}/acquittements"


def refused(
    judged: Judged, broken: Sequence[Finding], operation: Operation, *, version: int
) -> dict[str, Any]:
    """Write why an edit isn't kept: what it would break, each with its article and measure."""
    lines = [line_of(finding, judged) for finding in broken]
    html = environment().get_template("edits/refused.html")
    leaves = "" if operation.verb is Verb.ADD else operation.person
    return {
        "version": version,
        "said": f"Refusé, rien ne change : {plural(len(broken), 'règle')} d’ordre public.",
        "refused": html.render(lines=lines, slot=operation.slot, person=leaves),
    }


def _moved(
    judged: Judged, frame: Frame, before: frozenset[Assignment], people: Collection[str]
) -> set[str]:
    """Return the dispositifs where someone has a row more, or less, than before."""
    old, new = homes(frame.rota(before), people), homes(judged.rota, people)
    return {
        dispositif for person in people if person in old for dispositif in old[person] ^ new[person]
    }


def _panel(judged: Judged, answers: str) -> Any:
    parts = environment().get_template("parts/findings.html").module
    return parts.panel(panel_of(judged), answers)  # type: ignore[attr-defined]
