"""Open and extend sessions, name their devices; make, list and revoke tokens for programs."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.access.caller import Caller
from api.access.errors import InvalidAccountError, UnknownAccountError
from api.access.journal import note
from api.access.secrets.secret import Issued, Kind, digest, issue, opened_by, revoke
from api.database.tables.access import TokenRow
from api.settings import Settings

SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)
BROWSERS = (
    ("Edg", "Edge"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Version/", "Safari"),
)
"""Words of browsers, and what people call them: most name others too, so the first one counts."""


def device_words(reader: str) -> str:
    """Name a device: `Chrome sur Android`, `Safari sur iPhone` (unknown: `appareil inconnu`)."""
    browser = next((name for word, name in BROWSERS if word in reader), "")
    system = next((name for word, name in SYSTEMS if word in reader), "")
    return " sur ".join(filter(None, (browser, system))) or "appareil inconnu"


LONGEST_LABEL = 120
EXTENSIONS = 10
"""How often a session may be extended by its whole length: WCAG 2.2.1 wants ten times at least."""


@dataclass(frozen=True, kw_only=True)
class OpenToken:
    """A token, or a session, as its owner sees it; `current`: the one that asks."""

    id: str
    label: str
    made: datetime
    expires: datetime | None
    used: datetime | None
    current: bool


def open_session(
    session: Session,
    settings: Settings,
    user: str,
    now: datetime,
    *,
    reader: str = "",
    stays: bool = False,
) -> Issued:
    """
    Open a session; `reader` is what the browser says it is.

    `stays`: its owner says that the device is theirs, so it lasts `remembered_days`.
    """
    return issue(
        session,
        user,
        Kind.SESSION,
        now=now,
        expires=now + _length(settings, stays=stays),
        label=printable(reader)[:LONGEST_LABEL],
        stays=stays,
    )


def extend_session(
    session: Session, settings: Settings, caller: Caller, text: str, now: datetime
) -> Issued:
    """
    Let the caller's session last from now on as long as a new one does, and return it.

    It ends for good once it has lasted `EXTENSIONS` times longer than it would have by itself.
    Raises UnknownAccountError: `text` opens no session of the caller.
    """
    owner = opened_by(session, text, Kind.SESSION, now)
    if owner is None or owner[0].user != caller.user:
        raise UnknownAccountError("session inconnue")
    row = owner[0]
    lasts = _length(settings, stays=row.stays)
    row.expires = min(now + lasts, row.made + lasts * (1 + EXTENSIONS))
    note(session, caller, "prolonger", "session", row.id)
    return Issued(id=row.id, token=text, expires=row.expires)


def _length(settings: Settings, *, stays: bool) -> timedelta:
    if stays:
        return timedelta(days=settings.remembered_days)
    return timedelta(hours=settings.session_hours)


def make_token(
    session: Session,
    settings: Settings,
    caller: Caller,
    *,
    label: str,
    now: datetime,
    days: int = 0,
) -> Issued:
    """
    Make an API token of the caller, good for `days` (0: as long as the setting lets it).

    Raises InvalidAccountError: no label, or more days than the setting lets it live.
    """
    name = printable(label)
    if not name or len(name) > LONGEST_LABEL:
        raise InvalidAccountError(
            f"libellé refusé : attendu de 1 à {LONGEST_LABEL} caractères", field="label", value=""
        )
    if not 0 <= days <= settings.token_days:
        raise InvalidAccountError(
            f"durée refusée : attendu {settings.token_days} jours au plus",
            field="days",
            value=str(days),
        )
    expires = now + timedelta(days=days or settings.token_days)
    issued = issue(session, caller.user, Kind.API, now=now, expires=expires, label=name)
    note(session, caller, "creer", "jeton", issued.id)
    return issued


def tokens_of(
    session: Session, user: str, now: datetime, *, current: str, kind: Kind = Kind.API
) -> list[OpenToken]:
    """
    Return an account's valid tokens, or its sessions, the newest first.

    `current`: the text of that in use.
    """
    rows = session.scalars(
        select(TokenRow)
        .where(TokenRow.user == user, TokenRow.kind == kind, TokenRow.revoked.is_(None))
        .order_by(TokenRow.made.desc(), TokenRow.id)
    )
    return [
        OpenToken(
            id=row.id,
            label=row.label,
            made=row.made,
            expires=row.expires,
            used=row.used,
            current=row.hash == digest(current),
        )
        for row in rows
        if row.expires is None or row.expires > now
    ]


def revoke_token(session: Session, caller: Caller, named: str, now: datetime) -> None:
    """Revoke a token of the caller's (UnknownAccountError: they have none with this id)."""
    if not revoke(session, caller.user, Kind.API, now=now, only=named):
        raise UnknownAccountError("jeton inconnu")
    note(session, caller, "revoquer", "jeton", named)


def session_id(session: Session, caller: Caller, cookie: str) -> str:
    """Return the id of the caller's session (empty: they came by a token of a program)."""
    row = session.get(TokenRow, digest(cookie))
    return row.id if row is not None and row.user == caller.user else ""


def end_session_of(session: Session, caller: Caller, user: str, named: str, now: datetime) -> None:
    """End a session of an account (UnknownAccountError: it has none with this id)."""
    if not revoke(session, user, Kind.SESSION, now=now, only=named):
        raise UnknownAccountError("appareil inconnu")
    note(session, caller, "revoquer", "session", named)


def end_other_sessions(session: Session, caller: Caller, current: str, now: datetime) -> None:
    """End all sessions of the caller but the one whose text is `current`."""
    spared = session_id(session, caller, current)
    many = revoke(session, caller.user, Kind.SESSION, now=now, sparing=spared)
    note(session, caller, "deconnecter", "compte", caller.user, detail={"secrets": many})


def printable(text: str) -> str:
    """Put what a program says of itself on one line, without what can't be printed."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
