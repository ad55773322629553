"""
Write down what happened, in the transaction that made it so, and queue it for who is to be sent it.

An event holds ids and what changed. It never holds why somebody is absent, nor a free text: who may
read those asks for the thing that the event names, with a right of their own.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.data.association import Association
from api.database.tables.events import EventRow, WebhookRow, WebhookSendingRow


class EventType(StrEnum):
    """What happened."""

    PUBLISHED = "month.published"
    AMENDED = "month.amended"
    ASKED = "request.asked"
    ANSWERED = "request.answered"
    CONFIRMED = "hours.confirmed"
    CALCULATED = "calculation.ended"
    LEFT = "contract.ended"


TYPES: Mapping[EventType, str] = {
    EventType.PUBLISHED: "un mois est publié",
    EventType.AMENDED: "un mois publié est modifié",
    EventType.ASKED: "une demande est faite (congé, souhait, échange, heures)",
    EventType.ANSWERED: "une demande a sa réponse, ou est retirée",
    EventType.CONFIRMED: "des heures faites sont confirmées",
    EventType.CALCULATED: "un calcul est fini",
    EventType.LEFT: "le contrat d’une personne a pris fin",
}
"""What each is called in French."""


@dataclass(frozen=True, kw_only=True)
class Fact:
    """
    What happened, to be written down as an event (see `EventRow`).

    `key`: it is written once (empty: each time that it is told).
    """

    type: EventType
    data: Mapping[str, Any]
    agency: str = ""
    dispositifs: Collection[str] = ()
    key: str = ""


def record(session: Session, *facts: Fact, now: datetime | None = None) -> None:
    """Write facts down in the caller's `writing` transaction, and queue them for addresses."""
    at = now or datetime.now(UTC)
    known = written(session, [fact.key for fact in facts]) if any(f.key for f in facts) else ()
    events = [
        EventRow(
            key=fact.key or None,
            type=fact.type.value,
            at=at,
            agency=fact.agency,
            dispositifs=tuple(sorted(fact.dispositifs)),
            data=dict(fact.data),
        )
        for fact in facts
        if fact.key not in known
    ]
    if not events:
        return
    session.add_all(events)
    session.flush()
    for webhook in session.scalars(select(WebhookRow).where(WebhookRow.closed.is_(None))):
        session.add_all(
            WebhookSendingRow(webhook=webhook.id, event=event.number, made=at, next_try=at)
            for event in events
            if event.type in webhook.types and webhook.agency in ("", event.agency)
        )
    session.flush()


def written(session: Session, keys: Iterable[str]) -> frozenset[str]:
    """Return those of these keys under which something is written down."""
    query = select(EventRow.key).where(EventRow.key.in_(sorted(set(keys) - {""})))
    return frozenset(key for key in session.scalars(query) if key)


def request_fact(
    association: Association, request: str, id_: str, person: str, state: str, *, answered: bool
) -> Fact:
    """
    Return what happened to what a person asks for (`leave`, `wish`, `hours`).

    `answered`: it has its answer, or was withdrawn, as `state` says.
    """
    mediator = association.mediator_of.get(person)
    return Fact(
        type=EventType.ANSWERED if answered else EventType.ASKED,
        data={"request": request, "id": id_, "person": person, "state": state},
        agency="" if mediator is None else mediator.agency,
        dispositifs=() if mediator is None else mediator.dispositifs,
    )
