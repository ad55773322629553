"""
The first administrator, made from a browser by the person who started the service.

An empty database has no account, so nobody may make one. `rota serve` prints a code, and only
who types that code may make the first account. The code exists in that process only, and stops
working once there is an account, however it was made.
"""

import hmac
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from api.access.accounts.service import LOCAL, create, normalised
from api.access.caller import Grant, Role
from api.access.errors import AccountExistsError, InvalidAccountError
from api.access.secrets.passwords import check_strength, count, hashed, known_as, take_back
from api.access.secrets.secret import draw_readable
from api.database.engine import reading, writing
from api.database.tables.access import UserRow
from api.settings import Settings

EVERYTHING = (Role.ADMIN, Role.RH, Role.RESPONSABLE)
"""The roles of the first account: who begins alone has nobody to be given them by."""


def one_time_code() -> str:
    """Return a new code of about 59 bits, in groups to be read aloud: `k7mp-2xqa-nn4t`."""
    return draw_readable(3, 4)


def is_first(engine: Engine) -> bool:
    """Whether no account was ever made."""
    with reading(engine) as session:
        return _nobody(session)


def _nobody(session: Session) -> bool:
    return session.scalars(select(UserRow.id).limit(1)).first() is None


def _plain(code: str) -> bytes:
    """Return a code without capitals, blanks and dashes, which people change as they copy it."""
    return "".join(code.split()).replace("-", "").casefold().encode()


def create_first(
    engine: Engine,
    settings: Settings,
    *,
    expected: str,
    code: str,
    email: str,
    name: str,
    password: str,
    now: datetime | None = None,
) -> str:
    """
    Make the first account, administrator, RH and responsable of everything, and return its id.

    `expected` is the code that this process printed (empty: none), `code` what was typed.

    Raises
    ------
    AccountExistsError
        There is an account already.
    InvalidAccountError
        The code isn't the one printed, or the e-mail or the name can't be.
    TooManyTriesError
        Too many codes were tried.
    WeakPasswordError
        The password is too easily guessed.
    """
    at = now or datetime.now(UTC)
    within = timedelta(minutes=settings.login_minutes)
    with writing(engine) as session:
        tries = count(session, {known_as("first account", ""): settings.login_tries}, at, within)
    if not expected or not hmac.compare_digest(_plain(code), _plain(expected)):
        raise InvalidAccountError(
            "code refusé : attendu celui que « rota serve » a affiché en démarrant", field="code"
        )
    with writing(engine) as session:
        # Only codes are counted: the rest of the form may be mended as often as needed.
        take_back(session, tries, email="", address="")
    address = normalised(email)
    check_strength(password, email=address, name=name)
    kept = hashed(settings, password)
    with writing(engine) as session:
        if not _nobody(session):
            raise AccountExistsError("un compte existe déjà : connectez-vous")
        row = create(
            session,
            LOCAL,
            email=address,
            name=name,
            grants=[Grant(role=role) for role in EVERYTHING],
            password=kept,
        )
        return row.id
