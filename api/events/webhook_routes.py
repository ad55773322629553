"""Addresses that are sent events, for programs: listed, added, renewed, deleted, replayed."""

from __future__ import annotations

from api.access.caller import Role
from api.access.door import Router
from api.access.request import Reading, TheSettings, Who, Writing
from api.access.rights.rule import agency, role
from api.events import service
from api.events.service import Deed
from api.events.shapes import NewWebhook, SecretOut, WebhookOut
from api.web.addresses import Id
from api.web.answer import Items
from api.web.clock import Now
from api.web.problems import refusals

router = Router(
    prefix="/api/v1/admin/evenements",
    tags=["événements"],
    caller="l’outil qui installe un connecteur",
)
ONE = agency(Role.ADMIN)


@router.get("", may=role(Role.ADMIN))
def list_webhooks(who: Who, session: Reading) -> Items[WebhookOut]:
    """Énumère les adresses qui reçoivent des événements."""
    return Items(items=[WebhookOut.model_validate(row) for row in service.webhooks(session, who)])


@router.post("", may=role(Role.ADMIN), status_code=201)
def add_webhook(
    *, body: NewWebhook, who: Who, session: Writing, settings: TheSettings, now: Now
) -> SecretOut:
    """Ajoute une adresse ; le secret qui signe n’est montré que cette fois."""
    return SecretOut.model_validate(service.add(session, who, settings, body, now))


@router.post("/{webhook_id}/secret", may=ONE, responses=refusals(404))
def rotate_secret(webhook_id: Id, who: Who, session: Writing, now: Now) -> SecretOut:
    """Renouvelle le secret d’une adresse ; l’ancien signe aussi pendant un jour."""
    return SecretOut.model_validate(service.act(session, who, webhook_id, Deed.ROTATE, now))


@router.post("/{webhook_id}/renvois", may=ONE, status_code=204, responses=refusals(404))
def replay(webhook_id: Id, who: Who, session: Writing, now: Now) -> None:
    """Renvoie à une adresse ce qu’elle n’a pas reçu."""
    service.act(session, who, webhook_id, Deed.REPLAY, now)


@router.delete("/{webhook_id}", may=ONE, status_code=204, responses=refusals(404))
def remove_webhook(webhook_id: Id, who: Who, session: Writing, now: Now) -> None:
    """Efface une adresse, et ce qui devait y aller."""
    service.act(session, who, webhook_id, Deed.DELETE, now)
