"""Routes that begin, list, read and throw away drafts."""

from __future__ import annotations

from contextlib import suppress
from typing import Annotated, Literal

from fastapi import Query, Response
from pydantic import Field

from api.access.door import Router
from api.access.errors import UnknownError
from api.access.reach import OVERSEERS, PLANNERS, Reach
from api.access.request import IfMatch, Reading, TheEngine, Who, number_in, tag_of
from api.data.stored.association import read
from api.database.engine import reading, writing
from api.database.tables.month import RotaRow
from api.ledger.history import whole
from api.month.drafts.access import DraftOut, check_agency, reached
from api.month.drafts.service import create, discard
from api.month.frames import frame_of
from api.month.places.drafts import drafts, stale
from api.web.answer import Body, Id, Items
from api.web.months import PATTERN, first_of
from api.web.paging import Page, dated
from api.web.problems import refusals
from scheduler.errors import RoulementError

router = Router(prefix="/api/v1/responsable/plannings", tags=["plannings"])
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
) -> Items[DraftOut]:
    """Énumère les plannings que l’on peut lire, du plus récent au plus ancien."""
    rows = drafts(
        session,
        month=None if month is None else first_of(month),
        discarded=discarded,
        after=dated(page),
        limit=page.limit + 1,
    )
    reach, association = Reach(who, OVERSEERS), read(session)
    return page.of(
        rows,
        DraftOut.model_validate,
        lambda row: (row.made.isoformat(), row.id),
        seen=lambda row: reach.planning(row, association),
    )


@router.post("", status_code=201, responses=refusals(404))
def begin(who: Who, engine: TheEngine, body: NewDraft, response: Response) -> DraftOut:
    """Commence le planning d’un mois, vide ou d’après ce qui est publié."""
    first = first_of(body.month)
    with reading(engine) as session:
        association = whole(session)
    reach = Reach(who, PLANNERS)
    if not body.dispositifs:
        check_agency(reach, body.agency, "agency")
    if not reach.planning(body, association):
        raise UnknownError
    with suppress(RoulementError):
        # Worked out before the transaction, which finds it done, or refuses it.
        sketch = RotaRow(month=first, agency=body.agency, dispositifs=body.dispositifs)
        frame_of(association, sketch)
    with writing(engine) as session:
        row = create(
            session,
            who,
            first,
            agency=body.agency,
            dispositifs=body.dispositifs,
            title=body.title,
            start=body.start,
        )
    response.headers["Location"] = f"{router.prefix}/{row.id}"
    response.headers["ETag"] = tag_of(row.id, row.head)
    return DraftOut.model_validate(row)


@router.get("/{rota_id}", responses=refusals(404))
def draft(who: Who, session: Reading, rota_id: Id, response: Response) -> DraftOut:
    """Donne un planning ; son ETag est celui de sa version courante."""
    row = reached(who, session, rota_id)
    response.headers["ETag"] = tag_of(row.id, row.head)
    return DraftOut.model_validate(row)


@router.delete("/{rota_id}", status_code=204, responses=refusals(404, 409, 412, 428))
def throw_away(who: Who, engine: TheEngine, rota_id: Id, match: IfMatch) -> None:
    """Abandonne un planning ; ce qui est publié reste."""
    with writing(engine) as session:
        row = reached(who, session, rota_id, PLANNERS)
        number = number_in(match, rota_id)
        if row.head != number:
            raise stale(session, rota_id, row.head, number)
        discard(session, who, rota_id)
