"""Événements: the addresses of programs that are told what happens, and what became of it."""

from typing import Annotated

from fastapi import Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from api.access.caller import Role
from api.access.reach import ADMINS, Reach
from api.access.request import Reading, TheEngine, TheSettings, Who, Writing
from api.access.rights.rule import agency, role
from api.data.stored.association import read
from api.database.tables.events import WebhookRow
from api.events import service
from api.events.facts import TYPES
from api.events.shapes import AddressDeed, NewWebhook, WebhookDeed
from api.shell.document import render
from api.shell.guides import Guide
from api.shell.menu import Entry
from api.shell.screens import Screens
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

router = Screens(prefix=HERE)
ONE = agency(Role.ADMIN)

DONE = {
    AddressDeed.SUSPEND: "L’adresse est suspendue : ce qui lui est dû attend.",
    AddressDeed.RESUME: "L’adresse reçoit de nouveau.",
    AddressDeed.REPLAY: "Ce qui n’était pas reçu repart dans la minute.",
    AddressDeed.DELETE: "L’adresse est effacée.",
}
Done = Annotated[AddressDeed | None, Query()]


@router.get("", may=role(Role.ADMIN))
def webhooks_page(request: Request, who: Who, session: Reading, *, fait: Done = None) -> Response:
    """List the addresses, with the form that adds one."""
    agencies, reach = read(session).agencies, Reach(who, ADMINS)
    return render(
        request,
        "admin/webhooks.html",
        webhooks=service.webhooks(session, who),
        types=TYPES,
        agencies=reach.whole_agencies(agencies),
        names={each.id: each.name for each in agencies},
        everything=reach.everything,
        done=DONE.get(fait, "") if fait else "",
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
    request: Request, who: Who, session: Reading, webhook_id: Id, *, fait: Done = None
) -> Response:
    """Show an address, its last sendings, and all that can be done with it."""
    row = service.webhook(session, who, webhook_id)
    return _page(request, session, row, done=DONE.get(fait, "") if fait else "")


@router.post("/{webhook_id}", may=ONE)
def act_on_webhook(
    *,
    request: Request,
    who: Who,
    session: Writing,
    webhook_id: Id,
    now: Now,
    form: Annotated[WebhookDeed, Form()],
) -> Response:
    """Do something with an address; a new secret is shown in this answer only."""
    row = service.act(session, who, webhook_id, form.deed, now)
    if form.deed is AddressDeed.ROTATE:
        return _page(request, session, row, secret=row.secret)
    here = HERE if form.deed is AddressDeed.DELETE else f"{HERE}/{webhook_id}"
    return RedirectResponse(f"{here}?fait={form.deed}", status_code=303)


@router.post("/{webhook_id}/essai", may=ONE)
def try_out(
    who: Who, engine: TheEngine, settings: TheSettings, webhook_id: Id, now: Now
) -> Response:
    """Send a test now; the page says what became of it."""
    service.try_out(engine, who, settings, webhook_id, now)
    return RedirectResponse(f"{HERE}/{webhook_id}", status_code=303)


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
