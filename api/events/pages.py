"""Événements: the addresses of programs that are told what happens, and what became of it."""

from __future__ import annotations

from typing import Annotated

from fastapi import Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from api.access.caller import Role
from api.access.door import Router
from api.access.reach import ADMINS, Reach
from api.access.request import Reading, TheEngine, TheSettings, Who, Writing
from api.access.rights.rule import agency, role
from api.data.stored.association import read
from api.database.tables.events import WebhookRow
from api.events import service
from api.events.facts import TYPES
from api.events.shapes import NewWebhook
from api.shell.document import render
from api.shell.guides import Guide
from api.shell.menu import Entry
from api.web.addresses import Id
from api.web.clock import Now

HERE = "/admin/evenements"
ENTRY = Entry(
    rank=62,
    address=HERE,
    title="Événements",
    roles=frozenset({Role.ADMIN}),
    icon="webhook",
)

GUIDES = (
    Guide(
        address="/aide/evenements",
        title="Événements",
        file="accounts/events",
        screens=(HERE, f"{HERE}/{{webhook_id}}"),
    ),
)

router = Router(prefix=HERE, include_in_schema=False)
ONE = agency(Role.ADMIN)
Word = Annotated[str, Query(max_length=20, pattern=r"^[^\x00]*$")]

DONE = {
    "essai": "L’essai est fait.",
    "suspend": "L’adresse est suspendue : ce qui lui est dû attend.",
    "reprend": "L’adresse reçoit de nouveau.",
    "renvoie": "Ce qui n’était pas reçu repart dans la minute.",
    "efface": "L’adresse est effacée.",
}


@router.get("", may=role(Role.ADMIN))
def webhooks_page(request: Request, who: Who, session: Reading, *, fait: Word = "") -> Response:
    """List the addresses, with the form that adds one."""
    agencies, reach = read(session).agencies, Reach(who, ADMINS)
    return render(
        request,
        "admin/webhooks.html",
        webhooks=service.webhooks(session, who),
        types=TYPES,
        agencies=[each for each in agencies if reach.area(each.id)],
        names={each.id: each.name for each in agencies},
        everything=reach.everything,
        done=DONE.get(fait, ""),
    )


@router.post("", may=role(Role.ADMIN))
def add_webhook(
    *,
    request: Request,
    who: Who,
    session: Writing,
    settings: TheSettings,
    now: Now,
    form: Annotated[NewWebhook, Form()],
) -> Response:
    """Add an address, and show its secret, in this answer only."""
    row = service.add(session, who, settings, form, now)
    return _page(request, session, row, secret=row.secret)


@router.get("/{webhook_id}", may=ONE)
def webhook_page(
    request: Request, who: Who, session: Reading, webhook_id: Id, *, fait: Word = ""
) -> Response:
    """Show an address, its last sendings, and all that can be done with it."""
    row = service.webhook(session, who, webhook_id)
    return _page(request, session, row, done=DONE.get(fait, ""))


@router.post("/{webhook_id}/essai", may=ONE)
def try_out(
    who: Who, engine: TheEngine, settings: TheSettings, webhook_id: Id, now: Now
) -> Response:
    """Send a test now; the page says what became of it."""
    service.try_out(engine, who, settings, webhook_id, now)
    return _done(webhook_id, "essai")


@router.post("/{webhook_id}/secret", may=ONE)
def rotate_secret(
    request: Request, who: Who, session: Writing, webhook_id: Id, now: Now
) -> Response:
    """Draw another secret, and show it, in this answer only."""
    row = service.rotate(session, who, webhook_id, now)
    return _page(request, session, row, secret=row.secret)


@router.post("/{webhook_id}/pause", may=ONE)
def suspend(who: Who, session: Writing, webhook_id: Id, now: Now) -> Response:
    """Send nothing there for now."""
    service.suspend(session, who, webhook_id, now)
    return _done(webhook_id, "suspend")


@router.post("/{webhook_id}/reprise", may=ONE)
def resume(who: Who, session: Writing, webhook_id: Id) -> Response:
    """Send there again."""
    service.resume(session, who, webhook_id)
    return _done(webhook_id, "reprend")


@router.post("/{webhook_id}/renvois", may=ONE)
def replay(who: Who, session: Writing, webhook_id: Id, now: Now) -> Response:
    """Send again what wasn't taken."""
    service.replay(session, who, webhook_id, now)
    return _done(webhook_id, "renvoie")


@router.post("/{webhook_id}/effacement", may=ONE)
def remove(who: Who, session: Writing, webhook_id: Id) -> Response:
    """Delete an address, and what was to be sent there."""
    service.remove(session, who, webhook_id)
    return RedirectResponse(f"{HERE}?fait=efface", status_code=303)


def _done(webhook_id: str, done: str) -> Response:
    return RedirectResponse(f"{HERE}/{webhook_id}?fait={done}", status_code=303)


def _page(
    request: Request,
    session: Reading,
    row: WebhookRow,
    *,
    done: str = "",
    secret: str = "",
) -> Response:
    return render(
        request,
        "admin/webhook.html",
        status=201 if secret else 200,
        webhook=row,
        names={each.id: each.name for each in read(session).agencies},
        tries=service.tries(session, row),
        types=TYPES,
        done=done,
        secret=secret,
    )
