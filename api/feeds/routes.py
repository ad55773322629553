"""Subscriptions for programs: one's own, and those to what one oversees."""

from typing import Annotated, Literal

from fastapi import Query, Response

from api.access.caller import ServiceScope
from api.access.door import Router
from api.access.request import Reading, TheSettings, Who, Writing
from api.access.rights.rule import ACCOUNT, own
from api.feeds import subscriptions
from api.feeds.shapes import FeedOut, Leak, NewFeed, NewFeedOut
from api.feeds.subscriptions import NewSubscription, addresses_of
from api.settings import Settings
from api.web.addresses import Id
from api.web.answering.answer import Items
from api.web.clock import Now
from api.web.paging import Page, dated
from api.web.refusing.problems import refusals

router = Router(
    prefix="/api/v1/abonnements",
    tags=["abonnements"],
    caller="l’outil qui abonne des téléphones",
    service=ServiceScope.READ,
)


@router.get("", may=ACCOUNT)
def feeds(who: Who, session: Reading, page: Page, now: Now) -> Items[FeedOut]:
    """Énumère mes abonnements, et ceux de tous à ce que j’encadre, les plus récents d’abord."""
    rows = subscriptions.listed(session, who, now, limit=page.limit + 1, after=dated(page))
    return page.of(rows, FeedOut.model_validate, lambda row: (row.made.isoformat(), row.id))


@router.post("", may=ACCOUNT, status_code=201, responses=refusals(404, 409))
def subscribe(
    *,
    body: NewFeed,
    who: Who,
    session: Writing,
    settings: TheSettings,
    now: Now,
    response: Response,
) -> NewFeedOut:
    """M’abonne à mes services, ou à ce que j’encadre ; l’adresse n’est montrée que cette fois."""
    subscription = subscriptions.create(session, who, **dict(body), now=now)
    return _shown(settings, subscription, response)


@router.post("/{feed_id}/renouvellement", may=own(), status_code=201, responses=refusals(404, 409))
def renew(
    *,
    feed_id: Id,
    body: Leak,
    who: Who,
    session: Writing,
    settings: TheSettings,
    now: Now,
    response: Response,
) -> NewFeedOut:
    """Donne une nouvelle adresse à un de mes abonnements ; l’ancienne se ferme."""
    row = subscriptions.own(session, who, feed_id)
    subscription = subscriptions.rotate(session, who, row, now=now, leak=body.leaked)
    return _shown(settings, subscription, response)


@router.delete("/{feed_id}", may=own(), status_code=204, responses=refusals(404))
def end(
    feed_id: Id,
    who: Who,
    session: Writing,
    now: Now,
    motif: Annotated[
        Literal["fin", "fuite"],
        Query(description="« fuite » : l’adresse ne répond plus rien, tout de suite."),
    ] = "fin",
) -> None:
    """Met fin à un de mes abonnements, ou à celui de quelqu’un à ce que j’encadre."""
    row = subscriptions.decided(session, who, feed_id)
    subscriptions.end(session, who, row, now=now, leak=motif == "fuite")


def _shown(settings: Settings, subscription: NewSubscription, response: Response) -> NewFeedOut:
    response.headers["Cache-Control"] = "no-store"
    address = addresses_of(settings.shown_url, subscription.row.kind, subscription.token)
    return NewFeedOut(feed=FeedOut.model_validate(subscription.row), address=address)
