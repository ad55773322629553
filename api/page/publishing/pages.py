"""Publier: what stops a draft, whose shifts it changes, the button, and the publication."""

from datetime import datetime
from typing import Annotated
from uuid import uuid4

from fastapi import Form, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError

from api.access.caller import Caller, Role
from api.access.errors import UnknownError
from api.access.idempotency import Once, request_digest
from api.access.reach import OVERSEERS, PLANNERS, Reach
from api.access.request import (
    Reading,
    TheEngine,
    TheSettings,
    Who,
    tag_of,
    the_engine,
    the_settings,
)
from api.access.rights.rule import agency
from api.asking.waiting_on_month import pending
from api.data.stored.association import read
from api.database.engine import reading
from api.export.formats import Format
from api.french.words import alphabetical
from api.ledger.history import publication
from api.ledger.notices import changes_to_tell
from api.mail.after_publication import Announcement
from api.mail.delivery import delivery, expected
from api.month.drafts.access import reached
from api.month.errors import DiscardedError, UnknownDraftError
from api.month.places.database import DatabasePlace
from api.month.places.place import DraftVersion
from api.month.publication.publishing import MARK, preview
from api.month.publication.service import publish_once
from api.month.publication.shapes import PublishedOut, PublishIn
from api.month.versions.editing import start_again, take_over
from api.page.plannings import month_address, scope_of
from api.page.publishing.view import channels_of, name_of, publish_view, to_tell
from api.shell.document import render
from api.shell.guides import Guide
from api.shell.screens import Screens
from api.web.addresses import Id, Number
from api.web.answering.answer import MOST
from api.web.clock import Now
from api.web.refusing.errors import refusal_of
from api.web.refusing.problems import Refusal
from scheduler.errors import RoulementError

GUIDES = (
    Guide(
        address="/aide/publier",
        title="Publier",
        file="planning/publish",
        screens=("/plannings/{rota_id}/publier", "/plannings/{rota_id}/publications/{number}"),
        picture="La page Publier : ce qui empêche de publier, puis ce que chacun apprendra.",
    ),
)

router = Screens(prefix="/plannings/{rota_id}")
Version = Annotated[int, Form(ge=1, le=MOST)]
DOCUMENTS = {
    Format.PDF: "Feuilles A3 à afficher",
    Format.SHEETS: "Fiches A4, une par personne",
    Format.XLSX: "Classeur",
    Format.ICAL: "Calendriers iCal",
    Format.ALL: "Tous les documents",
}
LONG_NOTE = "La note est refusée : attendu 240 signes au plus, sur une ligne."


@router.get("/publier", may=agency(Role.RESPONSABLE))
def publish_page(request: Request, who: Who, rota_id: Id, now: Now) -> Response:
    """Show what publishing would do, and what stops it."""
    return _page(request, who, rota_id, now)


@router.post("/publier", may=agency(Role.RESPONSABLE))
def publish_draft(
    request: Request,
    who: Who,
    engine: TheEngine,
    settings: TheSettings,
    rota_id: Id,
    *,
    now: Now,
    version: Version,
    seen: Annotated[int, Form(ge=0, le=MOST)],
    key: Annotated[str, Form(min_length=1, max_length=255)],
    note: Annotated[str, Form(max_length=4000)] = "",
    open_posts: Annotated[int, Form(ge=0, le=MOST)] = 0,
    shown: Annotated[str, Form(max_length=MARK)] = "",
) -> Response:
    """Publish, and go to the publication; or show the page again, the note kept, and why not."""
    with reading(engine) as session:
        reached(who, session, rota_id, PLANNERS)
    try:
        wish = PublishIn(note=note.strip(), seen=seen, open_posts=open_posts)
        body = wish.model_dump_json().encode()
        digest = request_digest("POST", request.url.path, tag_of(rota_id, version), body)
        answer = publish_once(
            who,
            DraftVersion(rota_id, version),
            wish,
            once=Once(engine, who.user, key, digest),
            settings=settings,
            now=now,
            shown=shown,
        )
    except ValidationError:
        refusal = Refusal(422, "requete_invalide", LONG_NOTE)
    except Refusal as error:
        refusal = error
    except (UnknownDraftError, DiscardedError):
        raise
    except RoulementError as error:
        refusal = refusal_of(error)
    else:
        number = _number(answer)
        return RedirectResponse(f"/plannings/{rota_id}/publications/{number}", status_code=303)
    return _page(request, who, rota_id, now, note=note, refusal=refusal)


@router.post("/reprise", may=agency(Role.RESPONSABLE))
def catch_up(
    request: Request,
    who: Who,
    engine: TheEngine,
    rota_id: Id,
    *,
    now: Now,
    version: Version,
    again: Annotated[str, Form(max_length=8)] = "",
) -> Response:
    """Take what others published into the draft, or begin it again from that; show its version."""
    with reading(engine) as session:
        reached(who, session, rota_id, PLANNERS)
    try:
        renew = start_again if again else take_over
        renew(DatabasePlace(engine, who), DraftVersion(rota_id, version))
    except (UnknownDraftError, DiscardedError):
        raise
    except RoulementError as error:
        return _page(request, who, rota_id, now, refusal=refusal_of(error))
    return RedirectResponse(f"/plannings/{rota_id}/publier", status_code=303)


@router.get("/publications/{number}", may=agency(Role.RESPONSABLE))
def published_page(
    request: Request,
    who: Who,
    session: Reading,
    settings: TheSettings,
    *,
    rota_id: Id,
    number: Number,
) -> Response:
    """Show a publication of this draft: its number, the register's head, who has learnt of it."""
    draft = reached(who, session, rota_id, PLANNERS)
    row = publication(session, number)
    if row.rota != draft.id:
        raise UnknownError
    association = read(session)
    people = association.mediator_of
    deliveries = tuple(delivery(session, row, sends=settings.sends_mail))
    return render(
        request,
        "publishing/published.html",
        draft=draft,
        scope=scope_of(draft, association),
        month=month_address(f"{draft.month:%Y-%m}", Reach(who, OVERSEERS), draft.agency),
        row=row,
        deliveries=sorted(
            deliveries,
            key=lambda each: (not each.to_tell, alphabetical(name_of(each, people))),
        ),
        name_of=lambda each: name_of(each, people),
        channels=channels_of(deliveries, people),
        to_tell=to_tell(deliveries, people),
        documents=DOCUMENTS,
    )


def _number(answer: PublishedOut | Response) -> int:
    """Return a publication's number; an answer kept for a request sent again has its address."""
    if isinstance(answer, PublishedOut):
        return answer.number
    return int(answer.headers["location"].rpartition("/")[2])


def _page(
    request: Request,
    who: Caller,
    rota_id: str,
    now: datetime,
    *,
    note: str = "",
    refusal: Refusal | None = None,
) -> Response:
    engine, settings = the_engine(request), the_settings(request)
    with reading(engine) as session:
        draft = reached(who, session, rota_id, PLANNERS)
        scope = scope_of(draft, read(session))
    ready = preview(DatabasePlace(engine, who), DraftVersion(rota_id, draft.head), now=now)
    notices = changes_to_tell(ready.month_change, settings.urgent_hours)
    with reading(engine) as session:
        announcement = Announcement(month=draft.month, made=ready.month_change.now)
        deliveries = expected(session, notices, announcement, sends=settings.sends_mail)
        requests = pending(session, ready.frame, ready.version.assignments, now)
    return render(
        request,
        "publishing/publish.html",
        status=200 if refusal is None else refusal.status,
        draft=draft,
        scope=scope,
        **publish_view(
            ready,
            now,
            settings.urgent_hours,
            deliveries=deliveries,
            requests=requests,
            reach=Reach(who, OVERSEERS),
        ),
        key=uuid4().hex,
        note=note,
        refusal=refusal,
    )
