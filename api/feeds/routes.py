"""Routes of subscriptions: one's own, those to what one oversees, who got a publication."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Literal

from fastapi import Query, Response

from api.access.caller import Caller, Role
from api.access.door import Router
from api.access.errors import UnknownError
from api.access.reach import OVERSEERS, Reach
from api.access.request import Reading, TheEngine, TheSettings, Who, Writing
from api.access.rights.rule import ACCOUNT, agency, own, role
from api.data.stored.association import read
from api.database.tables.feeds import FeedRow
from api.feeds.addresses import ADVICE, addresses_of
from api.feeds.answers import refusal_of
from api.feeds.errors import NothingToShowError, TooManyFeedsError, UnknownFeedError
from api.feeds.kinds import FeedKind
from api.feeds.reading.receipts import receipts
from api.feeds.shapes import Choice, FeedOut, MadeOut, OverseenOut, Own, ReceiptOut, Renewal, Shared
from api.feeds.subscriptions import (
    NewSubscription,
    adjust,
    end,
    mine,
    overseen,
    rotate,
    someones,
    subscribe,
)
from api.feeds.subscriptions import (
    own as own_feed,
)
from api.ledger.publications import publication
from api.settings import Settings
from api.web.answer import Id, Items, Number
from api.web.paging import Page, dated
from api.web.problems import not_found, refusals

router = Router(prefix="/api/v1", tags=["abonnements"])

Leak = Annotated[
    Literal["fin", "fuite"],
    Query(description="« fuite » : l’adresse ne répond plus rien, tout de suite."),
]


@router.get("/moi/abonnements", may=ACCOUNT)
def list_mine(who: Who, session: Reading) -> Items[FeedOut]:
    """Énumère mes abonnements, avec leur dernière lecture."""
    return Items(
        items=[FeedOut.model_validate(row) for row in mine(session, who, datetime.now(UTC))]
    )


@router.post("/moi/abonnements", may=ACCOUNT, status_code=201, responses=refusals(404, 409))
def add(
    body: Own, who: Who, engine: TheEngine, settings: TheSettings, response: Response
) -> MadeOut:
    """M’abonne à mes services ; l’adresse n’est montrée que cette fois."""
    kind = FeedKind(body.kind)
    return _make(
        engine, settings, who, response, (kind, who.person), alarm=body.alarm, label=body.label
    )


@router.patch("/moi/abonnements/{feed_id}", may=own(), responses=refusals(404))
def change(feed_id: Id, body: Choice, who: Who, engine: TheEngine) -> FeedOut:
    """Règle le rappel et le nom d’un abonnement."""
    try:
        row = adjust(
            engine, who, feed_id, now=datetime.now(UTC), alarm=body.alarm, label=body.label
        )
    except UnknownFeedError:
        raise not_found() from None
    return FeedOut.model_validate(row)


@router.post(
    "/moi/abonnements/{feed_id}/renouvellement",
    may=own(),
    status_code=201,
    responses=refusals(404, 409),
)
def renew(
    *,
    feed_id: Id,
    body: Renewal,
    who: Who,
    session: Writing,
    settings: TheSettings,
    response: Response,
) -> MadeOut:
    """Donne une nouvelle adresse à un abonnement ; l’ancienne se ferme."""
    row = _subscription(session, who, feed_id)
    leak = body.reason == "fuite"
    try:
        made = rotate(session, who, row, now=datetime.now(UTC), leak=leak)
    except NothingToShowError as error:
        raise refusal_of(error) from None
    except UnknownFeedError:
        raise not_found() from None
    return _shown(settings, made, response)


@router.delete("/moi/abonnements/{feed_id}", may=own(), status_code=204, responses=refusals(404))
def give_up(feed_id: Id, who: Who, session: Writing, motif: Leak = "fin") -> None:
    """Met fin à un abonnement."""
    row = _subscription(session, who, feed_id)
    end(session, who, row, now=datetime.now(UTC), leak=motif == "fuite")


@router.get("/responsable/abonnements", may=role(Role.RH, Role.RESPONSABLE))
def list_overseen(who: Who, session: Reading, page: Page) -> Items[OverseenOut]:
    """Énumère les abonnements de tous à ce que j’encadre, les plus récents d’abord."""
    rows = overseen(session, who, datetime.now(UTC), limit=page.limit + 1, after=dated(page))
    return page.of(
        rows,
        OverseenOut.model_validate,
        lambda row: (row.made.isoformat(), row.id),
    )


@router.post(
    "/responsable/abonnements",
    may=agency(Role.RH, Role.RESPONSABLE),
    status_code=201,
    responses=refusals(404, 409),
)
def subscribe_shared(
    body: Shared, who: Who, engine: TheEngine, settings: TheSettings, response: Response
) -> MadeOut:
    """M’abonne à un site, un dispositif, une équipe ou une astreinte."""
    what = (FeedKind(body.kind), body.target)
    return _make(engine, settings, who, response, what, alarm=None, label=body.label)


@router.delete(
    "/responsable/abonnements/{feed_id}",
    may=agency(Role.RH, Role.RESPONSABLE),
    status_code=204,
    responses=refusals(404),
)
def take_away(feed_id: Id, who: Who, session: Writing, motif: Leak = "fin") -> None:
    """Met fin à l’abonnement de quelqu’un à ce que j’encadre."""
    try:
        row = someones(session, who, feed_id)
    except UnknownFeedError:
        raise not_found() from None
    end(session, who, row, now=datetime.now(UTC), leak=motif == "fuite")


@router.get(
    "/responsable/publications/{number}/lectures",
    may=role(Role.RH, Role.RESPONSABLE),
    responses=refusals(404),
)
def readings(number: Number, who: Who, session: Reading, page: Page) -> Items[ReceiptOut]:
    """Dit à qui une publication est parvenue par un flux, et à qui elle n’est pas parvenue."""
    if not Reach(who, OVERSEERS).planning(publication(session, number), read(session)):
        raise UnknownError
    rows = receipts(session, number, limit=page.limit + 1, after=page.text)
    return page.of(
        rows,
        ReceiptOut.model_validate,
        lambda receipt: (receipt.mediator,),
    )


def _make(
    engine: TheEngine,
    settings: Settings,
    who: Caller,
    response: Response,
    what: tuple[FeedKind, str],
    *,
    alarm: int | None,
    label: str,
) -> MadeOut:
    try:
        made = subscribe(engine, who, *what, now=datetime.now(UTC), alarm=alarm, label=label)
    except (UnknownFeedError, NothingToShowError, TooManyFeedsError) as error:
        raise refusal_of(error) from None
    return _shown(settings, made, response)


def _shown(settings: Settings, made: NewSubscription, response: Response) -> MadeOut:
    response.headers["Cache-Control"] = "no-store"
    addresses = addresses_of(settings.shown_url, made.token, f"Roulement ({made.row.kind})")
    return MadeOut(
        feed=FeedOut.model_validate(made.row),
        https=addresses.https,
        webcal=addresses.webcal,
        google=addresses.google,
        outlook=addresses.outlook,
        office=addresses.office,
        qr=addresses.qr,
        advice=list(ADVICE),
    )


def _subscription(session: Reading, who: Caller, feed: str) -> FeedRow:
    try:
        return own_feed(session, who, feed)
    except UnknownFeedError:
        raise not_found() from None
