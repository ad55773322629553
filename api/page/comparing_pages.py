"""Comparer and Historique: how two versions of a draft differ, and coming back to an older one."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any

from fastapi import Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from api.access.caller import Caller, Role
from api.access.reach import PLANNERS
from api.access.request import Reading, TheEngine, Who
from api.access.rights.rule import agency
from api.data.stored.association import read
from api.database.engine import reading
from api.database.tables.jobs import JobRow
from api.database.tables.month import RotaRow
from api.french.words import brief_day_of_month, hours
from api.jobs.results import result_out
from api.jobs.service import maker_of
from api.month.drafts.access import head_read, reached
from api.month.errors import DiscardedError, StaleVersionError, UnknownDraftError
from api.month.frames import Frame
from api.month.places.database import DatabasePlace
from api.month.places.drafts import versions_of
from api.month.places.place import DraftVersion
from api.month.versions.compare import Compared, compare, compared_to, variants_of
from api.month.versions.editing import undo
from api.page.grid.marks import Cell, GridView, Line, Mark
from api.page.grid.view import view_of
from api.page.plannings import deciding, scope_of
from api.planning.names import names_of, with_names
from api.shell.document import render
from api.shell.guides import Guide
from api.shell.screens import Screens
from api.web.addresses import Id
from api.web.answering.answer import MOST
from api.web.clock import Now
from api.web.refusing.errors import refusal_of
from api.web.refusing.problems import Refusal
from scheduler.domain.posts import Posts
from scheduler.domain.problem import Assignment
from scheduler.finding import Finding

ORIGINS = {
    "vide": "commencée vide",
    "publie": "partie de ce qui est publié",
    "calcul": "calcul",
    "modification": "modification",
    "annulation": "retour",
    "reprise": "reprise de ce que d’autres ont publié",
    "variante": "variante ouverte depuis une proposition",
}
NOT_SOUGHT = "non cherché"
GOOD = "rien à dire"
WHOLE = "Tout le planning"
SIGNS = {"plus": "ajouté", "moins": "retiré", "fleche": "déplacé"}


Figure = tuple[str, str, str]
"""A figure on both sides: a name (a person, a dispositif, findings), then before and after."""


Change = tuple[str, Mark]
"""A day's name, and the chip that comes, goes or moves."""


def compare_view(
    frame: Frame,
    before: frozenset[Assignment],
    after: frozenset[Assignment],
    compared: Compared,
    now: datetime,
    *,
    changed_only: bool,
) -> dict[str, Any]:
    """
    Return figures and the grid of how `after` differs from `before`.

    `changed_only`: only rows of people who change. `people`: how many have a shift that differs.
    `coverage`: posts of the dispositifs where they differ, then of all.
    """
    people = {a.mediator for a in (*compared.added, *compared.removed)}
    people |= {moved.person for moved in compared.moved}
    names, mediators = names_of(frame.association), frame.problem.mediator_of
    grid = _marked(
        view_of(frame, before, now, people=people),
        view_of(frame, after, now, people=people if changed_only else None),
        compared,
    )
    coverage = [(names.dispositif(c.dispositif), c.before, c.after) for c in compared.coverage]
    return {
        "coverage": [
            (name, _posts(old), _posts(new))
            for name, old, new in (*coverage, (WHOLE, compared.before, compared.after))
        ],
        "findings": list(_counted(compared)),
        "findings_added": [_finding(f, frame) for f in compared.findings.added],
        "findings_removed": [_finding(f, frame) for f in compared.findings.removed],
        "hours": [
            (mediators[change.person].name, hours(change.before), hours(change.after))
            for change in compared.hours
        ],
        "rhythm": list(_rhythm(frame, before, after, people)),
        "added": len(compared.added),
        "removed": len(compared.removed),
        "moved": len(compared.moved),
        "people": len(people),
        "grid": grid,
        "changes": list(_listed(grid)),
    }


def draft_words(row: RotaRow) -> str:
    """Name a draft and its version: `« Mars » v3`."""
    return f"« {row.title or 'Planning'} » v{row.head}"


def goal_figures(before: JobRow | None, after: JobRow | None) -> tuple[Figure, ...]:
    """Write the ranked goals side by side, where calculations made both versions."""
    if before is None or after is None:
        return ()
    old, new = (
        {tier.name: f"{tier.cost} {tier.unit}".strip() for tier in result_out(row).tiers}
        for row in (before, after)
    )
    return tuple(
        (name, old.get(name, NOT_SOUGHT), new.get(name, NOT_SOUGHT))
        for name in dict.fromkeys((*old, *new))
    )


def _rhythm(
    frame: Frame,
    before: frozenset[Assignment],
    after: frozenset[Assignment],
    people: Collection[str],
) -> Iterable[Figure]:
    """Yield the shape of the weeks of those whose weeks have another one."""
    old, new = frame.rota(before), frame.rota(after)
    for person in frame.problem.mediators:
        if person.id in people:
            # A frame keeps them for the rows of the grid, which say them too.
            was, is_now = (frame.counters(rota, person).rhythm for rota in (old, new))
            if was != is_now:
                yield person.name, was or GOOD, is_now or GOOD


def _posts(posts: Posts) -> str:
    """Write `144 sur 148, 3 sous le minimum`."""
    under = f", {posts.under} sous le minimum" if posts.under else ""
    return f"{posts.have} sur {posts.target}{under}"


def _counted(compared: Compared) -> Iterable[Figure]:
    """Yield how many findings that block, and others, only one side has."""
    for name, blocks in (("qui bloquent", True), ("qui ne bloquent pas", False)):
        gone = sum(f.blocks is blocks for f in compared.findings.removed)
        new = sum(f.blocks is blocks for f in compared.findings.added)
        if gone or new:
            yield name, str(gone), str(new)


def _finding(finding: Finding, frame: Frame) -> str:
    person = frame.problem.mediator_of.get(finding.subject)
    day = brief_day_of_month(finding.on)
    message = with_names(finding.message, frame.association)
    return f"{person.name if person else 'Équipe'}, {day} : {message} ({finding.article})"


def _marked(before: GridView, after: GridView, compared: Compared) -> GridView:
    """Mark the cells of the later grid: what comes, what goes (as it was), what moves."""
    signs = {(a.mediator, a.slot): "plus" for a in compared.added}
    signs |= {(moved.person, moved.after): "fleche" for moved in compared.moved}
    gone = {(a.mediator, a.slot) for a in compared.removed}
    gone |= {(moved.person, moved.before) for moved in compared.moved}
    old = {(block.id, line.person): line for block in before.blocks for line in block.lines}
    blocks = []
    for block in after.blocks:
        lines = [_line(line, old.get((block.id, line.person)), signs, gone) for line in block.lines]
        there = {line.person for line in block.lines}
        # Who has no row there any more: what they had is shown as it goes.
        lines += [
            _line(replace(line, cells=tuple(_emptied(c) for c in line.cells)), line, signs, gone)
            for (dispositif, person), line in old.items()
            if dispositif == block.id and person not in there
        ]
        blocks.append(replace(block, lines=tuple(lines)))
    return replace(after, blocks=tuple(blocks))


def _listed(grid: GridView) -> Iterable[tuple[str, list[tuple[str, list[Change]]]]]:
    """Yield each dispositif whose shifts change, and who of it: what a phone shows for the grid."""
    for block in grid.blocks:
        people = [
            (
                line.name,
                [
                    (day.label, mark)
                    for day, cell in zip(grid.days, line.cells, strict=True)
                    for mark in cell.marks
                    if SIGNS.keys() & {*mark.icons}
                ],
            )
            for line in block.lines
        ]
        changing = [(name, changes) for name, changes in people if changes]
        if changing:
            yield block.title, changing


def _emptied(cell: Cell) -> Cell:
    return replace(cell, marks=())


def _line(
    line: Line,
    old: Line | None,
    signs: Mapping[tuple[str, str], str],
    gone: Collection[tuple[str, str]],
) -> Line:
    cells = []
    for place, cell in enumerate(line.cells):
        marks = [_signed(mark, signs.get((line.person, mark.slot), "")) for mark in cell.marks]
        if old is not None:
            marks += [
                _signed(mark, "moins")
                for mark in old.cells[place].marks
                if (line.person, mark.slot) in gone
            ]
        cells.append(replace(cell, marks=tuple(marks)))
    return replace(line, cells=tuple(cells))


def _signed(mark: Mark, sign: str) -> Mark:
    if not sign:
        return mark
    return replace(
        mark,
        classes=f"{mark.classes} {sign}",
        icons=(sign,),
        label=f"{SIGNS[sign]} : {mark.label}",
    )


GUIDES = (
    Guide(
        address="/aide/comparer",
        title="Comparer et revenir",
        file="planning/compare",
        screens=("/plannings/{rota_id}/comparer", "/plannings/{rota_id}/historique"),
        picture="La comparaison de deux états : couverture, constats et heures, avant et après.",
    ),
)

router = Screens(prefix="/plannings/{rota_id}")
SHOWN = 200
"""Versions that are listed, the latest first."""

PUBLISHED = "ce qui est publié"

Base = Annotated[str, Query(pattern=r"^([1-9][0-9]{0,8}|[0-9a-f]{32})?$")]
DRAFT_ID = 32
"""Letters of a draft's id, which is longer than any version's number."""

Number = Annotated[int, Form(ge=1, le=MOST)]


@router.get("/comparer", may=agency(Role.RESPONSABLE))
def compared_page(
    request: Request,
    who: Who,
    session: Reading,
    rota_id: Id,
    *,
    now: Now,
    base: Base = "",
    changees: Annotated[str, Query(max_length=8)] = "",
) -> Response:
    """Compare the draft to an older version of it, to another draft, or to what is published."""
    opened = head_read(who, session, rota_id, PLANNERS)
    draft = opened.row
    variant = base if len(base) == DRAFT_ID else ""
    number = int(base) if base and not variant else None
    before = compared_to(session, who, opened, base=number, variant=variant)
    compared = compare(opened.frame, before, opened.assignments)
    others = variants_of(session, who, draft)
    other = next((row for row in others if row.id == variant), None)
    base_of = (other.id, other.head) if other else (rota_id, number or 0)
    return render(
        request,
        "comparing/compare.html",
        draft=draft,
        scope=scope_of(draft, read(session)),
        base=base,
        base_words=draft_words(other) if other else f"v{number}" if number else PUBLISHED,
        changed_only=bool(changees),
        versions=versions_of(session, rota_id, limit=SHOWN),
        variants=others,
        draft_words=draft_words,
        origins=ORIGINS,
        goals=goal_figures(maker_of(session, *base_of), maker_of(session, rota_id, draft.head)),
        view=compare_view(
            opened.frame, before, opened.assignments, compared, now, changed_only=bool(changees)
        ),
    )


@router.get("/historique", may=agency(Role.RESPONSABLE))
def history_page(request: Request, who: Who, session: Reading, rota_id: Id) -> Response:
    """List the versions of a draft."""
    return _history(request, who, session, rota_id)


@router.post("/historique", may=agency(Role.RESPONSABLE))
def come_back(
    request: Request, who: Who, engine: TheEngine, rota_id: Id, *, version: Number, to: Number
) -> Response:
    """Come back to an older version by a new one; or show the list again, if the draft moved."""
    with reading(engine) as session:
        reached(who, session, rota_id, PLANNERS)
    try:
        undo(DatabasePlace(engine, who), DraftVersion(rota_id, version), to)
    except (UnknownDraftError, DiscardedError):
        raise
    except StaleVersionError as error:
        with reading(engine) as session:
            return _history(request, who, session, rota_id, refusal_of(error))
    return RedirectResponse(f"/plannings/{rota_id}", status_code=303)


def _history(
    request: Request,
    who: Caller,
    session: Reading,
    rota_id: str,
    refusal: Refusal | None = None,
) -> Response:
    draft = reached(who, session, rota_id, PLANNERS)
    return render(
        request,
        "comparing/history.html",
        status=200 if refusal is None else refusal.status,
        draft=draft,
        scope=scope_of(draft, read(session)),
        versions=versions_of(session, rota_id, limit=SHOWN),
        origins=ORIGINS,
        decides=deciding(who, session, draft).edits,
        refusal=refusal,
    )
