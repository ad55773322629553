"""Addresses that are sent events, for programs: listed, added, renewed, replayed, deleted."""

from api.access.caller import Role
from api.access.door import Router
from api.access.request import Reading, TheSettings, Who, Writing
from api.access.rights.rule import Programs, agency, role
from api.events import service
from api.events.shapes import AddressDeed, NewWebhook, WebhookDeed, WebhookOut, webhook_out
from api.web.addresses import Id
from api.web.answering.answer import Items
from api.web.clock import Now
from api.web.refusing.problems import refusals

router = Router(
    prefix="/api/v1/admin/evenements",
    tags=["événements"],
    caller="l’outil qui installe un connecteur",
    service=Programs.NONE,
)


@router.get("", may=role(Role.ADMIN))
def list_webhooks(who: Who, session: Reading) -> Items[WebhookOut]:
    """Énumère les adresses qui reçoivent des événements."""
    return Items(items=[webhook_out(row) for row in service.webhooks(session, who)])


@router.post("", may=role(Role.ADMIN), status_code=201)
def add_webhook(
    *, body: NewWebhook, who: Who, session: Writing, settings: TheSettings, now: Now
) -> WebhookOut:
    """Ajoute une adresse ; le secret qui signe n’est montré que cette fois."""
    row = service.add(session, who, settings, body, now)
    return webhook_out(row, secret=row.secret)


@router.post("/{webhook_id}", may=agency(Role.ADMIN), responses=refusals(404))
def act_on_webhook(
    *, webhook_id: Id, body: WebhookDeed, who: Who, session: Writing, now: Now
) -> WebhookOut:
    """Renouvelle le secret d’une adresse, la suspend, la reprend, lui renvoie, ou l’efface."""
    row = service.act(session, who, webhook_id, body.deed, now)
    return webhook_out(row, secret=row.secret if body.deed is AddressDeed.ROTATE else "")
