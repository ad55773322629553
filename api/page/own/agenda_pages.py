"""Mon agenda: subscribe a calendar to one's own shifts; the address is shown once."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import Form, Request
from fastapi.responses import RedirectResponse, Response
from markupsafe import Markup

from api.access.caller import Role
from api.access.request import Reading, TheSettings, Who, Writing
from api.access.rights.rule import own
from api.feeds import subscriptions
from api.feeds.kinds import FeedKind
from api.feeds.shapes import FeedChoices, Leak
from api.feeds.subscriptions import NewSubscription, addresses_of
from api.french.plural import NO_BREAK
from api.french.words import brief_date
from api.ledger.history import whole
from api.settings import Settings
from api.shell.guides import Guide
from api.shell.own import own_page, person_of
from api.shell.screens import Screens
from api.web.addresses import Id
from api.web.clock import Now
from scheduler.domain.time import civil_day

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

router = Screens(prefix="/moi/agenda")
BACK = "/moi/agenda"

KINDS = {"personne": "Mes services", "occupation": "Occupé ou libre, pour mes proches"}
"""What a subscription of one's own shows, by its kind."""

ALARMS = (
    ("", "aucun"),
    ("0", "au début du service"),
    ("30", f"30{NO_BREAK}min avant"),
    ("60", f"1{NO_BREAK}h avant"),
)
"""Reminders that may be chosen, as forms send them, and what they are called."""


class OwnFeed(FeedChoices):
    """A subscription of one's own, as the form sends it: other kinds have no words here."""

    kind: Literal["personne", "occupation"] = "personne"


@router.get("", may=own(Role.MEDIATEUR))
def my_feeds(request: Request, who: Who, session: Reading, now: Now) -> Response:
    """List one's subscriptions, and when each was read."""
    person_of(who, whole(session))
    rows = subscriptions.own_subscriptions(session, who, now)
    return own_page(
        request,
        "own/agenda.html",
        feeds=[row for row in rows if row.kind in KINDS],
        now=now,
        ago=ago,
        kinds=KINDS,
        alarms=ALARMS,
    )


@router.post("", may=own(Role.MEDIATEUR))
def make(
    request: Request,
    who: Who,
    session: Writing,
    settings: TheSettings,
    form: Annotated[OwnFeed, Form()],
    *,
    now: Now,
) -> Response:
    """Subscribe, and show the address, in this answer only, which no cache keeps."""
    person_of(who, whole(session))
    made = subscriptions.create(
        session, who, FeedKind(form.kind), now=now, alarm=form.alarm, label=form.label
    )
    return _address(request, settings, made)


@router.post("/{feed_id}/reglages", may=own(Role.MEDIATEUR))
def settle(
    who: Who, session: Writing, feed_id: Id, form: Annotated[FeedChoices, Form()], *, now: Now
) -> Response:
    """Choose the reminder and the name of a subscription."""
    row = subscriptions.own(session, who, feed_id)
    subscriptions.choose(session, who, row, now=now, alarm=form.alarm, label=form.label)
    return RedirectResponse(BACK, status_code=303)


@router.post("/{feed_id}/adresse", may=own(Role.MEDIATEUR))
def renew(
    *,
    request: Request,
    who: Who,
    session: Writing,
    settings: TheSettings,
    feed_id: Id,
    form: Annotated[Leak, Form()],
    now: Now,
) -> Response:
    """Give a subscription a new address, and show it; the old one closes."""
    row = subscriptions.own(session, who, feed_id)
    made = subscriptions.rotate(session, who, row, now=now, leak=form.leaked)
    return _address(request, settings, made)


@router.post("/{feed_id}/fin", may=own(Role.MEDIATEUR))
def finish(
    who: Who, session: Writing, feed_id: Id, form: Annotated[Leak, Form()], *, now: Now
) -> Response:
    """End a subscription."""
    row = subscriptions.own(session, who, feed_id)
    subscriptions.end(session, who, row, now=now, leak=form.leaked)
    return RedirectResponse(BACK, status_code=303)


def _address(request: Request, settings: Settings, made: NewSubscription) -> Response:
    """Show a new address in the forms that programs take."""
    address = addresses_of(settings.shown_url, made.row.kind, made.token)
    return own_page(
        request,
        "own/address.html",
        status=201,
        title=made.row.label or KINDS[made.row.kind],
        address=address,
        qr=Markup(address.qr),  # noqa: S704 - drawn by the service, of letters and figures alone
    )


def ago(then: datetime, now: datetime) -> str:
    """Say how long ago an instant was: `il y a 2 h`; from eight days on, its date."""
    minutes = max(0, int((now - then).total_seconds()) // 60)
    if minutes < 2:  # noqa: PLR2004 - one minute is now
        return "à l’instant"
    if minutes < 60:  # noqa: PLR2004 - an hour
        return f"il y a {minutes}{NO_BREAK}min"
    if minutes < 48 * 60:
        return f"il y a {minutes // 60}{NO_BREAK}h"
    days = minutes // (24 * 60)
    if days < 8:  # noqa: PLR2004 - a week
        return f"il y a {days}{NO_BREAK}jours"
    return f"le {brief_date(civil_day(then))}"
