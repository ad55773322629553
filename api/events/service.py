"""Read events by reach, and look after the addresses that they are sent to."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Engine, select, update
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
from api.events.shapes import AddressDeed, NewWebhook
from api.events.targets import CLEAR, EXPECTED, OUTSIDE, is_inside, is_possible
from api.mail.refusals import RefusedError
from api.settings import Settings
from api.web.refusing.problems import Refusal, wrong_value

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


def webhooks(session: Session, caller: Caller) -> list[WebhookRow]:
    """Return the addresses that an administrator looks after, by URL."""
    reach = Reach(caller, ADMINS)
    rows = session.scalars(select(WebhookRow).order_by(WebhookRow.url, WebhookRow.id))
    return [row for row in rows if reach.area(row.agency)]


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
    if is_inside(wanted.url, settings.event_networks):
        clear = wanted.url.lower().startswith("http:")
        raise wrong_value("url", CLEAR if clear else OUTSIDE, wanted.url)
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
    session.flush()
    note(session, caller, "creer", ABOUT, row.id, agency=row.agency)
    return row


def act(
    session: Session, caller: Caller, named: str, deed: AddressDeed, now: datetime
) -> WebhookRow:
    """
    Do something with an address, in a `writing` session.

    ROTATE: another secret; for a day the one before signs too. SUSPEND: what it is due waits.
    RESUME: it was suspended, or had closed itself. REPLAY: its dead letters leave again, for
    another day. DELETE: nothing that was to be sent there is kept.
    """
    row = webhook(session, caller, named)
    match deed:
        case AddressDeed.ROTATE:
            row.former_secret, row.former_until = row.secret, now + OVERLAP
            row.secret = draw_secret()
        case AddressDeed.SUSPEND:
            row.paused = now
        case AddressDeed.RESUME:
            row.paused = row.closed = None
        case AddressDeed.REPLAY:
            dead = (WebhookSendingRow.webhook == row.id, WebhookSendingRow.given_up.is_not(None))
            again = {"given_up": None, "made": now, "next_try": now, "tries": 0}
            session.execute(update(WebhookSendingRow).where(*dead).values(again))
        case AddressDeed.DELETE:
            session.delete(row)
    session.flush()
    note(session, caller, deed.value, ABOUT, row.id, agency=row.agency)
    return row


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
        deliver(settings, row, event, now)
        words = "reçu"
    except RefusedError as error:
        words = f"non reçu : {error.reason}"
    with writing(engine, alone=False) as session:
        tried = update(WebhookRow).where(WebhookRow.id == row.id)
        session.execute(tried.values(trial=words, tried=now))
