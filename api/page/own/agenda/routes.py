"""Mon agenda: subscribe a calendar to one's own shifts; the address is shown once."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import Form, Request
from fastapi.responses import RedirectResponse, Response

from api.access.caller import Role
from api.access.door import Router
from api.access.request import Reading, TheEngine, TheSettings, Who
from api.access.rights.rule import own
from api.database.engine import reading, writing
from api.feeds.answers import refusal_of
from api.feeds.errors import NothingToShowError, TooManyFeedsError, UnknownFeedError
from api.feeds.kinds import FeedKind
from api.feeds.shapes import Label
from api.feeds.subscriptions import adjust, end, mine, rotate, subscribe
from api.feeds.subscriptions import own as own_feed
from api.ledger.history import whole
from api.page.own.agenda.view import ALARMS, KINDS, address_of, lines_of
from api.shell.guides import Guide
from api.shell.own import own_page, person_of
from api.web.answer import Id
from api.web.clock import Now
from api.web.problems import not_found

GUIDES = (
    Guide(
        address="/aide/agenda",
        title="Mon agenda",
        file="own/agenda",
        screens=("/moi/agenda",),
        picture=(
            "Sur un téléphone, le formulaire qui met les services dans un agenda : ce qu’il "
            "montre, un nom, un rappel."
        ),
    ),
)

router = Router(prefix="/moi/agenda", include_in_schema=False)
Alarm = Annotated[Literal["", "0", "30", "60"], Form()]
LabelField = Annotated[Label, Form()]
Leak = Annotated[Literal["", "fuite"], Form()]
BACK = "/moi/agenda"


@router.get("", may=own(Role.MEDIATEUR))
def my_feeds(request: Request, who: Who, session: Reading, now: Now) -> Response:
    """List one's subscriptions, and when each was read."""
    person_of(who, whole(session))
    return _shown(request, who, session, now)


@router.post("", may=own(Role.MEDIATEUR))
def make(
    request: Request,
    who: Who,
    engine: TheEngine,
    settings: TheSettings,
    *,
    now: Now,
    kind: Annotated[Literal["personne", "occupation"], Form()] = "personne",
    alarm: Alarm = "",
    label: LabelField = "",
) -> Response:
    """Subscribe, and show the address, in this answer only, which no cache keeps."""
    with reading(engine) as session:
        me = person_of(who, whole(session))
    typed = {"kind": kind, "alarm": alarm, "label": label}
    try:
        made = subscribe(
            engine, who, FeedKind(kind), me.id, now=now, alarm=_minutes(alarm), label=label.strip()
        )
    except (NothingToShowError, TooManyFeedsError) as error:
        with reading(engine) as session:
            return _shown(request, who, session, now, typed=typed, problem=refusal_of(error))
    return own_page(
        request, "own/address.html", status=201, address=address_of(settings.shown_url, made)
    )


@router.post("/{feed_id}/reglages", may=own(Role.MEDIATEUR))
def settle(
    who: Who, engine: TheEngine, feed_id: Id, *, now: Now, alarm: Alarm = "", label: LabelField = ""
) -> Response:
    """Choose the reminder and the name of a subscription."""
    try:
        adjust(engine, who, feed_id, now=now, alarm=_minutes(alarm), label=label.strip())
    except UnknownFeedError:
        raise not_found() from None
    return RedirectResponse(BACK, status_code=303)


@router.post("/{feed_id}/adresse", may=own(Role.MEDIATEUR))
def renew(
    request: Request,
    who: Who,
    engine: TheEngine,
    settings: TheSettings,
    feed_id: Id,
    *,
    now: Now,
    motif: Leak = "",
) -> Response:
    """Give a subscription a new address, and show it; the old one closes."""
    try:
        with writing(engine) as session:
            row = own_feed(session, who, feed_id)
            made = rotate(session, who, row, now=now, leak=motif == "fuite")
    except UnknownFeedError:
        raise not_found() from None
    except (NothingToShowError, TooManyFeedsError) as error:
        with reading(engine) as session:
            return _shown(request, who, session, now, problem=refusal_of(error))
    return own_page(
        request, "own/address.html", status=201, address=address_of(settings.shown_url, made)
    )


@router.post("/{feed_id}/fin", may=own(Role.MEDIATEUR))
def finish(who: Who, engine: TheEngine, feed_id: Id, *, now: Now, motif: Leak = "") -> Response:
    """End a subscription."""
    try:
        with writing(engine) as session:
            end(session, who, own_feed(session, who, feed_id), now=now, leak=motif == "fuite")
    except UnknownFeedError:
        raise not_found() from None
    return RedirectResponse(BACK, status_code=303)


def _shown(
    request: Request,
    who: Who,
    session: Reading,
    now: Now,
    *,
    typed: dict[str, str] | None = None,
    problem: Any = None,
) -> Response:
    return own_page(
        request,
        "own/agenda.html",
        feeds=lines_of(mine(session, who, now), now),
        kinds=KINDS.items(),
        alarms=ALARMS,
        typed=typed or {"kind": "personne", "alarm": "30", "label": ""},
        problem=problem,
    )


def _minutes(alarm: str) -> int | None:
    return int(alarm) if alarm else None
