"""Plannings: drafts begun, found, thrown away."""

from __future__ import annotations

from contextlib import suppress
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response
from pydantic import Field

from api.access.admitting import IfMatch, Reading, TheEngine, Who, number_in, tag_of
from api.access.errors import UnknownError
from api.access.reach import OVERSEERS, PLANNERS, Reach
from api.data.stored.association import read
from api.database.engine import reading, writing
from api.database.tables.month import RotaRow
from api.ledger.history import whole
from api.month.drafts.opened import DraftOut, check_agency, draft_out, reached
from api.month.drafts.service import create, discard
from api.month.frames import frame_of
from api.month.places.drafts import drafts, stale
from api.web.answer import Answer, Ask, Body, Id, answer
from api.web.months import PATTERN, first_of
from api.web.paging import Page, cursor, dated
from api.web.problems import refusals
from scheduler.errors import RoulementError

router = APIRouter(prefix="/api/v1/responsable/plannings", tags=["plannings"])
Text = Annotated[str, Field(max_length=240, pattern=r"^[^\x00-\x1f\x7f]*$")]
Ident = Annotated[str, Field(max_length=120, pattern=r"^[^\x00-\x1f\x7f]*$")]


class NewDraft(Body):
    """
    A draft to begin. `dispositifs` empty: all of the agency's; `agency` empty: those named.

    `start`: `vide`, or `publie` to begin from what is published; what of it has begun is in both.
    """

    month: Annotated[str, Field(pattern=PATTERN, max_length=7, examples=["2026-03"])]
    agency: Annotated[Ident, Field(examples=["ville"])] = ""
    dispositifs: Annotated[tuple[Ident, ...], Field(max_length=200, examples=[["P"]])] = ()
    title: Annotated[Text, Field(examples=["Mars"])] = ""
    start: Annotated[Literal["vide", "publie"], Field(examples=["vide"])] = "vide"


@router.get("")
def listed(
    who: Who,
    session: Reading,
    page: Page,
    month: Annotated[str | None, Query(pattern=PATTERN, max_length=7, examples=["2026-03"])] = None,
    *,
    discarded: Annotated[bool, Query(description="Aussi ceux qui sont abandonnés.")] = False,
) -> Answer[list[DraftOut]]:
    """Énumère les plannings que l’on peut lire, du plus récent au plus ancien."""
    found = drafts(
        session,
        month=None if month is None else first_of(month),
        discarded=discarded,
        after=dated(page),
        limit=page.limit + 1,
    )
    rows, more = page.cut(found)
    reach, association = Reach(who, OVERSEERS), read(session)
    mine = [row for row in rows if reach.planning(row, association)]
    following = cursor(rows[-1].made.isoformat(), rows[-1].id) if more else None
    return answer([draft_out(row) for row in mine], next=following)


@router.post("", status_code=201, responses=refusals(404))
def begin(who: Who, engine: TheEngine, ask: Ask[NewDraft], response: Response) -> Answer[DraftOut]:
    """Commence le planning d’un mois, vide ou d’après ce qui est publié."""
    wanted = ask.model_input
    first = first_of(wanted.month)
    with reading(engine) as session:
        association = whole(session)
    reach = Reach(who, PLANNERS)
    if not wanted.dispositifs:
        check_agency(reach, wanted.agency, "model_input.agency")
    if not reach.planning(wanted, association):
        raise UnknownError
    with suppress(RoulementError):
        # Worked out before the transaction, which finds it done, or refuses it.
        sketch = RotaRow(month=first, agency=wanted.agency, dispositifs=wanted.dispositifs)
        frame_of(association, sketch)
    with writing(engine) as session:
        row = create(
            session,
            who,
            first,
            agency=wanted.agency,
            dispositifs=wanted.dispositifs,
            title=wanted.title,
            start=wanted.start,
        )
    response.headers["Location"] = f"{router.prefix}/{row.id}"
    response.headers["ETag"] = tag_of(row.id, row.head)
    return answer(draft_out(row))


@router.get("/{rota_id}", responses=refusals(404))
def one(who: Who, session: Reading, rota_id: Id, response: Response) -> Answer[DraftOut]:
    """Donne un planning ; son ETag est celui de sa version courante."""
    row = reached(who, session, rota_id)
    response.headers["ETag"] = tag_of(row.id, row.head)
    return answer(draft_out(row))


@router.delete("/{rota_id}", status_code=204, responses=refusals(404, 409, 412, 428))
def throw_away(who: Who, engine: TheEngine, rota_id: Id, match: IfMatch) -> None:
    """Abandonne un planning ; ce qui est publié reste."""
    with writing(engine) as session:
        row = reached(who, session, rota_id, PLANNERS)
        number = number_in(match, rota_id)
        if row.head != number:
            raise stale(session, rota_id, row.head, number)
        discard(session, who, rota_id)
