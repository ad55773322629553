"""Keep which browsers take notifications of an account, and the key that signs them."""

import re
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from urllib.parse import urlsplit

from sqlalchemy import Engine, Select, delete, select
from sqlalchemy.orm import Session

from api.access.caller import Caller
from api.access.errors import NoNotificationsError
from api.access.journal import note
from api.access.signing_in.sessions import session_id
from api.database.engine import reading, writing
from api.database.tables.access import TokenRow
from api.database.tables.devices import PushKeyRow, PushRow
from api.settings import Settings

HOST = re.compile(r"[a-z0-9.-]+(:\d+)?")
ONLY = 1
"""The id of the only key."""


def push_key(engine: Engine) -> PushKeyRow:
    """Return the key of this installation, drawn when it is first needed."""
    with reading(engine) as session:
        row = session.get(PushKeyRow, ONLY)
    if row is not None:
        return row
    from api.mail.push.encryption import draw_key, public_of  # noqa: PLC0415 - loads cryptography

    with writing(engine) as session:
        row = session.get(PushKeyRow, ONLY)  # another process may have been first
        if row is None:
            private, now = draw_key(), datetime.now(UTC)
            row = PushKeyRow(id=ONLY, private=private, public=public_of(private), made=now)
            session.add(row)
        session.flush()
        session.expunge(row)
        return row


def subscribe(
    session: Session,
    settings: Settings,
    caller: Caller,
    *,
    cookie: str,
    endpoint: str,
    public_key: str,
    auth: str,
    now: datetime,
) -> None:
    """
    Let a browser take notifications of the caller; whoever had it before gets none there any more.

    Raises NoNotificationsError: the caller has no session, or what the browser gave isn't a
    subscription at one of the push services that the settings allow: nowhere else is written to.
    """
    from api.mail.push.encryption import AUTH_BYTES, browser_key, to_bytes  # noqa: PLC0415 - same

    opened = session_id(session, caller, cookie)
    try:
        browser_key(public_key)
        fits = len(to_bytes(auth)) == AUTH_BYTES and is_allowed(settings, endpoint)
    except ValueError:
        fits = False
    if not opened or not fits:
        raise NoNotificationsError
    session.execute(delete(PushRow).where(PushRow.endpoint == endpoint))
    session.execute(delete(PushRow).where(PushRow.session == opened))
    row = PushRow(
        user=caller.user,
        session=opened,
        endpoint=endpoint,
        public_key=public_key,
        auth=auth,
        made=now,
    )
    session.add(row)
    session.flush()
    note(session, caller, "abonner", "notifications", row.id)


def unsubscribe(session: Session, caller: Caller, cookie: str) -> None:
    """Send no more notifications to the caller's browser."""
    opened = session_id(session, caller, cookie)
    session.execute(delete(PushRow).where(PushRow.session == opened, PushRow.user == caller.user))
    note(session, caller, "desabonner", "notifications", opened)


def takes_notifications(session: Session, opened: str) -> bool:
    """Whether the browser of a session takes notifications."""
    return session.scalar(select(PushRow.id).where(PushRow.session == opened)) is not None


def browser(session: Session, named: str) -> PushRow | None:
    """Return a browser by its id, if it takes notifications and wasn't signed out since."""
    return session.scalar(_signed_in().where(PushRow.id == named))


def browsers_of(session: Session, user: str) -> list[str]:
    """Return the ids of an account's browsers that were not signed out since."""
    rows = session.scalars(_signed_in().where(PushRow.user == user).order_by(PushRow.id))
    return [row.id for row in rows]


def is_allowed(settings: Settings, endpoint: str) -> bool:
    """Whether an address is one of the push services that the settings name."""
    to = urlsplit(endpoint)
    if not HOST.fullmatch(to.netloc) or not endpoint.isprintable():
        return False
    return any(fnmatchcase(f"{to.scheme}://{to.netloc}", name) for name in settings.push_services)


def _signed_in() -> Select[PushRow]:
    session_of = TokenRow.id == PushRow.session
    return select(PushRow).join(TokenRow, session_of).where(TokenRow.revoked.is_(None))
