"""Tell over HTTP who has a publication in their calendar or by mail, and whom to tell."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from pydantic import BaseModel, Field

from api.access.caller import Role
from api.access.door import Router
from api.access.errors import UnknownError
from api.access.reach import OVERSEERS, Reach
from api.access.request import Reading, TheEngine, TheSettings, Who
from api.access.rights.rule import agency, role
from api.data.stored.association import read
from api.database.engine import reading
from api.ledger.notices import changes_to_tell
from api.ledger.publications import publication
from api.mail.delivery import delivery, expected
from api.month.drafts.access import reached
from api.month.places.database import DatabasePlace
from api.month.places.place import DraftVersion
from api.month.publication.publishing import preview
from api.web.answer import Id, Items, Number
from api.web.clock import Now
from api.web.problems import refusals

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from api.mail.delivery import Delivery
    from scheduler.domain.people import Mediator

router = Router(prefix="/api/v1/responsable", tags=["responsable"])


class DeliveryOut(BaseModel):
    """
    How a person learnt of a publication; `words` says it in French.

    `mail`: `aucun` (nothing is near), `prevu`, `en_attente`, `envoye`, `non_remis`, `sans_compte`,
    `sans_adresse` or `sans_serveur` (this installation sends no mail). `to_tell`: nothing reached
    them, someone has to.
    """

    person: str
    name: str
    urgent: bool
    feeds: int = Field(description="Abonnements ouverts de la personne à son agenda.")
    read: datetime | None
    mail: str
    mailed: datetime | None
    to_tell: bool
    words: str = Field(examples=["lu le 24/11/2026 à 16:00 par l’agenda"])


class DeliveriesOut(Items[DeliveryOut]):
    """All people whom a publication concerns; `to_tell`: how many of them someone has to tell."""

    people: int
    to_tell: int


@router.get(
    "/publications/{number}/remises", may=role(Role.RH, Role.RESPONSABLE), responses=refusals(404)
)
def deliveries(number: Number, who: Who, session: Reading, settings: TheSettings) -> DeliveriesOut:
    """Dit qui a la publication dans son agenda, qui a reçu un courriel, et qui prévenir."""
    made = publication(session, number)
    reach, association = Reach(who, OVERSEERS), read(session)
    theirs = reach.people(association)
    if not theirs:
        raise UnknownError
    sends = settings.sends_mail
    shown = [person for person in delivery(session, made, sends=sends) if person.mediator in theirs]
    if not shown and not reach.planning(made, association):
        raise UnknownError
    return _deliveries_out(shown, theirs)


@router.get(
    "/plannings/{rota_id}/remises",
    may=agency(Role.RH, Role.RESPONSABLE),
    responses=refusals(404, 409),
)
def expected_deliveries(
    rota_id: Id, who: Who, engine: TheEngine, settings: TheSettings, *, now: Now
) -> DeliveriesOut:
    """Dit comment chacun apprendrait ce que publier la version courante changerait pour lui."""
    with reading(engine) as session:
        number = reached(who, session, rota_id).head
        people = read(session).mediator_of
    ready = preview(DatabasePlace(engine, who), DraftVersion(rota_id, number), now=now)
    changes = changes_to_tell(ready.month_change, settings.urgent_hours)
    with reading(engine) as session:
        shown = expected(session, changes, sends=settings.sends_mail)
    return _deliveries_out(shown, people)


def _deliveries_out(shown: Collection[Delivery], people: Mapping[str, Mediator]) -> DeliveriesOut:
    return DeliveriesOut(
        items=[
            DeliveryOut(
                person=person.mediator,
                name=people[person.mediator].name if person.mediator in people else person.mediator,
                urgent=person.urgent,
                feeds=person.feeds,
                read=person.read,
                mail=person.mail.value,
                mailed=person.mailed,
                to_tell=person.to_tell,
                words=person.words,
            )
            for person in shown
        ],
        people=len(shown),
        to_tell=sum(1 for person in shown if person.to_tell),
    )
