"""Read events by reach, and look after the addresses that they are sent to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, delete, func, select, update
from sqlalchemy.orm import Session

from api.access.caller import Caller
from api.access.errors import UnknownError
from api.access.journal import note
from api.access.reach import ADMINS, OVERSEERS, Reach
from api.data.stored.association import read
from api.database.base import new_id
from api.database.engine import reading, writing
from api.database.tables.events import EventRow, WebhookRow, WebhookSendingRow
from api.events.message import Event, draw_secret
from api.events.sending import deliver
from api.events.shapes import NewWebhook
from api.events.targets import EXPECTED, is_possible
from api.mail.refusals import RefusedError
from api.settings import Settings
from api.web.problems import Refusal, wrong_value

OVERLAP = timedelta(days=1)
"""How long the secret before still signs beside a new one."""

TRIED = 50
"""Sendings that a page shows."""

PERSONAL = frozenset({"request", "hours", "contract"})
"""Beginnings of the types of events that are about one person."""

ABOUT = "adresse"
"""What the journal calls an address of events."""


def events_after(session: Session, caller: Caller, number: int, limit: int) -> Sequence[EventRow]:
    """Return events of the caller's agencies, the oldest first; see `sees` for dispositifs."""
    query = select(EventRow).where(EventRow.number > number).order_by(EventRow.number)
    agencies = Reach(caller, OVERSEERS).agencies
    if agencies is not None:
        query = query.where(EventRow.agency.in_(agencies))
    return session.scalars(query.limit(limit)).all()


def sees(caller: Caller, event: EventRow) -> bool:
    """
    Whether an event is of what the caller answers for.

    Who has one dispositif only sees its people, and a month or a draft that is of no other.
    """
    reach = Reach(caller, OVERSEERS)
    theirs = [reach.area(event.agency, dispositif) for dispositif in event.dispositifs]
    every = any if event.type.partition(".")[0] in PERSONAL else all
    return reach.area(event.agency) or (bool(theirs) and every(theirs))


def number_of(session: Session, caller: Caller, event: str) -> int:
    """Return an event's number (Refusal: 410, it isn't kept any more, or was never theirs)."""
    row = session.scalar(select(EventRow).where(EventRow.id == event))
    if row is None or not sees(caller, row):
        raise Refusal(
            410,
            "evenement_oublie",
            "Cet événement n’est plus gardé : relisez depuis le début, sans « since ».",
        )
    return row.number


@dataclass(frozen=True, kw_only=True)
class WebhookState:
    """An address, how many messages wait for it, and how many are dead letters."""

    row: WebhookRow
    waiting: int
    dead: int


def webhooks(session: Session, caller: Caller) -> list[WebhookState]:
    """Return the addresses that an administrator looks after, by URL."""
    reach = Reach(caller, ADMINS)
    rows = session.scalars(select(WebhookRow).order_by(WebhookRow.url, WebhookRow.id))
    return [_state(session, row) for row in rows if reach.area(row.agency)]


def _state(session: Session, row: WebhookRow) -> WebhookState:
    unsent = select(func.count()).where(
        WebhookSendingRow.webhook == row.id, WebhookSendingRow.sent.is_(None)
    )
    dead = session.scalar(unsent.where(WebhookSendingRow.given_up.is_not(None))) or 0
    return WebhookState(row=row, waiting=(session.scalar(unsent) or 0) - dead, dead=dead)


def webhook(session: Session, caller: Caller, named: str) -> WebhookRow:
    """Return an address (UnknownError: there is none, or another administrator looks after it)."""
    row = session.get(WebhookRow, named)
    if row is None or not Reach(caller, ADMINS).area(row.agency):
        raise UnknownError
    return row


def add(
    session: Session, caller: Caller, settings: Settings, wanted: NewWebhook, now: datetime
) -> WebhookRow:
    """
    Add an address in a `writing` session; its secret is shown once.

    Refusal: nothing can be sent there, or the agency isn't one that the caller administers.
    """
    if not is_possible(wanted.url, settings.event_networks):
        raise wrong_value("url", EXPECTED, wanted.url)
    there = {each.id for each in read(session).agencies} | {""}
    if wanted.agency not in there or not Reach(caller, ADMINS).area(wanted.agency):
        raise wrong_value("agency", "une agence que vous administrez", wanted.agency)
    row = WebhookRow(
        url=wanted.url,
        types=tuple(sorted(wanted.types)),
        agency=wanted.agency,
        secret=draw_secret(),
        made=now,
    )
    session.add(row)
    return _done(session, caller, row, "creer")


def rotate(session: Session, caller: Caller, named: str, now: datetime) -> WebhookRow:
    """Draw another secret; for a day what is sent is signed by the one before too."""
    row = webhook(session, caller, named)
    row.former_secret, row.former_until = row.secret, now + OVERLAP
    row.secret = draw_secret()
    return _done(session, caller, row, "renouveler")


def suspend(session: Session, caller: Caller, named: str, now: datetime) -> WebhookRow:
    """Send nothing to an address for now: what it is due waits."""
    row = webhook(session, caller, named)
    row.paused = row.paused or now
    return _done(session, caller, row, "suspendre")


def resume(session: Session, caller: Caller, named: str) -> WebhookRow:
    """Send again to an address that was suspended, or that closed itself."""
    row = webhook(session, caller, named)
    row.paused = row.closed = None
    return _done(session, caller, row, "reprendre")


def remove(session: Session, caller: Caller, named: str) -> None:
    """Delete an address, and all that was to be sent there."""
    row = webhook(session, caller, named)
    _done(session, caller, row, "effacer")
    session.execute(delete(WebhookRow).where(WebhookRow.id == row.id))


def replay(session: Session, caller: Caller, named: str, now: datetime) -> int:
    """Send an address its dead letters again, for another day; return how many there are."""
    row = webhook(session, caller, named)
    dead = update(WebhookSendingRow).where(
        WebhookSendingRow.webhook == row.id, WebhookSendingRow.given_up.is_not(None)
    )
    again = dead.values(given_up=None, made=now, next_try=now, tries=0)
    messages = len(session.execute(again.returning(WebhookSendingRow.id)).all())
    _done(session, caller, row, "renvoyer")
    return messages


def tries(session: Session, row: WebhookRow) -> Sequence[tuple[WebhookSendingRow, EventRow]]:
    """Return the last sendings to an address, the newest event first."""
    query = (
        select(WebhookSendingRow, EventRow)
        .join(EventRow, EventRow.number == WebhookSendingRow.event)
        .where(WebhookSendingRow.webhook == row.id)
        .order_by(EventRow.number.desc())
    )
    return [(sending, event) for sending, event in session.execute(query.limit(TRIED))]


def try_out(engine: Engine, caller: Caller, settings: Settings, named: str, now: datetime) -> None:
    """Send a signed message of type `test` at once, and keep what became of it, in French."""
    with reading(engine) as session:
        row = webhook(session, caller, named)
    event = Event(id=new_id(), type="test", timestamp=now, data={})
    try:
        status = deliver(settings, row, event, now)
        words = f"reçu ({status})"
    except RefusedError as error:
        words = f"non reçu : {error.reason}"
    with writing(engine, alone=False) as session:
        tried = update(WebhookRow).where(WebhookRow.id == row.id)
        session.execute(tried.values(trial=words, tried=now))


def _done(session: Session, caller: Caller, row: WebhookRow, deed: str) -> WebhookRow:
    session.flush()
    note(session, caller, deed, ABOUT, row.id, agency=row.agency)
    return row
