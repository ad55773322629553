"""Comparer and Historique: how two versions of a draft differ, and coming back to an older one."""

from __future__ import annotations

from typing import Annotated

from fastapi import Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from api.access.caller import Caller, Role
from api.access.door import Router
from api.access.reach import PLANNERS
from api.access.request import Reading, TheEngine, Who
from api.access.rights.rule import agency
from api.data.stored.association import read
from api.database.engine import reading
from api.jobs.service import maker_of
from api.month.answers import refusal_of
from api.month.drafts.access import head_read, reached
from api.month.errors import DiscardedError, StaleVersionError, UnknownDraftError
from api.month.places.database import DatabasePlace
from api.month.places.drafts import versions_of
from api.month.places.place import DraftVersion
from api.month.versions.compare import compare
from api.month.versions.editing import undo
from api.month.versions.variants import compared_to, variants_of
from api.page.comparing.view import (
    ORIGINS,
    compare_view,
    draft_words,
    goal_figures,
)
from api.page.deciding import deciding
from api.page.plannings.view import scope_of
from api.shell.document import render
from api.shell.guides import Guide
from api.web.addresses import Id
from api.web.answer import MOST
from api.web.clock import Now
from api.web.problems import Refusal

GUIDES = (
    Guide(
        address="/aide/comparer",
        title="Comparer et revenir",
        file="planning/compare",
        screens=("/plannings/{rota_id}/comparer", "/plannings/{rota_id}/historique"),
        picture="La comparaison de deux états : couverture, constats et heures, avant et après.",
    ),
)

router = Router(prefix="/plannings/{rota_id}", include_in_schema=False)
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
