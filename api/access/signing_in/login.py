"""Sign in by e-mail and password, and answer an unknown account the same, in the same time."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, delete
from sqlalchemy.orm import Session

from api.access.accounts.service import account as account_of
from api.access.accounts.service import by_email
from api.access.caller import Caller
from api.access.errors import WrongLoginError
from api.access.journal import note
from api.access.secrets.passwords import (
    check_strength,
    count,
    hashed,
    known_as,
    pair,
    take_back,
    verified,
)
from api.access.secrets.secret import Issued, Kind, digest, revoke
from api.access.signing_in.authentication import caller_of
from api.access.signing_in.sessions import open_session
from api.database.engine import reading, writing
from api.database.tables.access import TokenRow, UserRow
from api.database.tables.controls import ControlRow
from api.settings import Settings

PROVIDER_LIVES = timedelta(minutes=10)
"""How long a login by the identity provider may take."""

PLACES = 10
"""An e-mail may be tried this many times more often from all addresses than from a single one."""


def log_in(
    engine: Engine,
    settings: Settings,
    *,
    email: str,
    password: str,
    address: str = "",
    reader: str = "",
    stays: bool = False,
    now: datetime | None = None,
) -> tuple[Issued, Caller]:
    """
    Check an e-mail and a password, and return the new session with its account.

    `address` is where the request comes from, `reader` what the browser says it is. `stays`: see
    `open_session`.

    Raises WrongLoginError: the e-mail and the password don't match, or the account is closed or
    unknown; TooManyTriesError: too many failed tries of this e-mail, or from this address.
    """
    at = now or datetime.now(UTC)
    account_email = email.strip().casefold()
    tried = _try(engine, settings, account_email, address, at)
    with reading(engine) as session:
        account = by_email(session, account_email)
        kept = "" if account is None or account.closed is not None else account.password
    good, again = verified(settings, password, kept)
    if not good or account is None:
        raise WrongLoginError
    with writing(engine) as session:
        user = session.get(UserRow, account.id)
        if user is None or user.closed is not None or user.password != kept:
            raise WrongLoginError  # closed or changed while we were looking
        take_back(session, tried, account_email, address)
        if again is not None:
            user.password = again
        return welcome(session, settings, user, at, reader=reader, stays=stays)


def welcome(
    session: Session,
    settings: Settings,
    user: UserRow,
    now: datetime,
    *,
    reader: str = "",
    stays: bool = False,
) -> tuple[Issued, Caller]:
    """Open a session for an account that has proved who it is (`stays`: see `open_session`)."""
    user.last_login = now
    issued = open_session(session, settings, user.id, now, reader=reader, stays=stays)
    caller = caller_of(session, user, via="session")
    note(session, caller, "connexion", "compte", user.id)
    return issued, caller


def enter(
    engine: Engine, settings: Settings, user: str, *, reader: str = "", now: datetime | None = None
) -> Issued:
    """Open a session for an account whose password was chosen at this very moment."""
    with writing(engine) as session:
        row = account_of(session, user)
        return welcome(session, settings, row, now or datetime.now(UTC), reader=reader)[0]


def log_out(session: Session, caller: Caller, cookie: str, now: datetime) -> None:
    """End the session of this cookie, where it is the caller's; what they have audited goes."""
    # Files uploaded for an audit are kept by account (`api.controls.kept`).
    session.execute(delete(ControlRow).where(ControlRow.user == caller.user))
    row = session.get(TokenRow, digest(cookie))
    if row is not None and row.user == caller.user:
        revoke(session, caller.user, Kind.SESSION, now=now, only=row.id)
        note(session, caller, "deconnexion", "compte", caller.user)


def change_password(
    engine: Engine,
    settings: Settings,
    caller: Caller,
    *,
    old: str,
    new: str,
    cookie: str = "",
    now: datetime | None = None,
) -> None:
    """
    Change the caller's own password; its other sessions end, that of `cookie` goes on.

    Raises WrongLoginError: the old password is wrong; WeakPasswordError: the new one is too easily
    guessed; TooManyTriesError: the old one was tried wrongly too often.
    """
    at = now or datetime.now(UTC)
    check_strength(new, email=caller.email, name=caller.name, field="new_password")
    tried = _try(engine, settings, caller.email, "", at)
    with reading(engine) as session:
        account = session.get_one(UserRow, caller.user)
    good, _ = verified(settings, old, account.password)
    if not good:
        raise WrongLoginError("mot de passe actuel incorrect")
    password_hash = hashed(settings, new)
    with writing(engine) as session:
        user = session.get_one(UserRow, caller.user)
        if user.password != account.password:
            raise WrongLoginError("mot de passe actuel incorrect")
        user.password = password_hash
        take_back(session, tried, caller.email, "")
        row = session.get(TokenRow, digest(cookie))
        spared = row.id if row is not None and row.user == caller.user else ""
        revoke(session, user.id, Kind.SESSION, Kind.RESET, now=at, sparing=spared)
        note(session, caller, "changer_mot_de_passe", "compte", user.id)


def _try(
    engine: Engine, settings: Settings, email: str, address: str, at: datetime
) -> tuple[int, ...]:
    limits = {
        pair(email, address): settings.login_tries,
        known_as("email", email): settings.login_tries * PLACES,
    }
    if address:
        limits[known_as("address", address)] = settings.address_tries
    with writing(engine) as session:
        return count(session, limits, at, timedelta(minutes=settings.login_minutes))
