"""Send a link by which an account chooses its password, once and for a while."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, update
from sqlalchemy.orm import Session

from api.access.accounts.service import awaits_email, by_email, identity, normalised
from api.access.caller import Caller
from api.access.errors import InvalidAccountError, SpentSecretError, TooManyTriesError
from api.access.journal import note
from api.access.secrets.passwords import check_strength, count, hashed, known_as
from api.access.secrets.secret import (
    Issued,
    Kind,
    digest,
    draw_readable,
    issue,
    opened_by,
    revoke,
)
from api.access.signing_in.authentication import caller_of
from api.database.engine import reading, writing
from api.database.tables.access import TokenRow, UserRow
from api.database.tables.mail import MailRow
from api.french.words import clock, long_date
from api.settings import Settings
from scheduler.domain.time import PARIS

RESETS = 3
"""Mails to reset a password that one e-mail gets in the time that one of them lives."""

SUBJECTS = {
    Kind.INVITATION: "Votre compte pour les plannings",
    Kind.RESET: "Votre nouveau mot de passe",
}
BODIES = {
    Kind.INVITATION: (
        "Bonjour {name},\n\n"
        "Un compte vous a été ouvert pour consulter les plannings. Choisissez votre mot de passe "
        "ici :\n\n{link}\n\n"
        "Ce lien sert une seule fois, jusqu’au {until}.\n"
    ),
    Kind.RESET: (
        "Bonjour {name},\n\n"
        "Quelqu’un, sans doute vous, a demandé un nouveau mot de passe. Choisissez-le ici :\n\n"
        "{link}\n\n"
        "Ce lien sert une seule fois, jusqu’au {until}. Si vous n’avez rien demandé, ne faites "
        "rien : votre mot de passe reste le même.\n"
    ),
}
PATHS = {Kind.INVITATION: "invitation", Kind.RESET: "mot-de-passe"}

WELCOME = "bienvenue"
"""The address of an invitation whose page asks for the e-mail too."""

ON_PAPER = 5, 4
"""Groups and letters of a secret that is read from paper: 99 bits, as nobody guesses in a week."""

UNKNOWN_ADDRESS = "ce compte n’a pas encore d’adresse électronique : donnez-la, ou remettez un lien"

ENDED = {
    Kind.INVITATION: (Kind.SESSION, Kind.INVITATION, Kind.RESET),
    Kind.RESET: (Kind.SESSION, Kind.INVITATION, Kind.RESET, Kind.API),
}
"""What a new password ends, by its link: one that was forgotten may have leaked."""


def invite(
    session: Session, settings: Settings, caller: Caller, user: UserRow, now: datetime
) -> Issued:
    """
    Send an account its invitation; an earlier one stops working.

    The link carries the secret after a `#`, which browsers send to no server and no log keeps.
    """
    issued = _send(session, settings, user, Kind.INVITATION, now)
    note(session, caller, "inviter", "compte", user.id)
    return issued


def hand_over(
    session: Session, settings: Settings, caller: Caller, user: UserRow, now: datetime
) -> tuple[str, datetime]:
    """
    Return the address of an invitation that somebody hands over, and when it ends; no mail leaves.

    An earlier one stops working. The address is shown once: only its digest is kept.
    """
    issued = _issue(session, settings, user, Kind.INVITATION, now, text=draw_readable(*ON_PAPER))
    note(session, caller, "inviter", "compte", user.id)
    path = WELCOME if awaits_email(user) else PATHS[Kind.INVITATION]
    return f"{settings.shown_url}/{path}#{issued.token}", now + _lives(settings, Kind.INVITATION)


def reset(
    session: Session, settings: Settings, caller: Caller, user: UserRow, now: datetime
) -> Issued:
    """Send an account a link for a new password; an earlier one stops working."""
    issued = _send(session, settings, user, Kind.RESET, now)
    note(session, caller, "reinitialiser", "compte", user.id)
    return issued


def forgotten(
    engine: Engine,
    settings: Settings,
    email: str,
    *,
    address: str = "",
    now: datetime | None = None,
) -> None:
    """
    Send a link to a person who forgot a password. The answer doesn't say if they have an account.

    An unknown e-mail takes as long as a known one (both write once), and is counted too. `address`
    is where the request comes from; its requests are limited, so nobody can have mails sent without
    end.
    """
    at = now or datetime.now(UTC)
    account_email = email.strip().casefold()
    within = timedelta(minutes=settings.reset_minutes)
    limits = {known_as("reset", account_email): RESETS}
    if address:
        limits[known_as("reset address", address)] = settings.address_tries
    with writing(engine) as session:
        try:
            count(session, limits, at, within)
        except TooManyTriesError:
            return
        user = by_email(session, account_email)
        if user is not None and user.closed is None and not awaits_email(user):
            reset(session, settings, caller_of(session, user, via="mail"), user, at)


def accept(
    engine: Engine,
    settings: Settings,
    *,
    text: str,
    password: str,
    kind: Kind,
    email: str = "",
    now: datetime | None = None,
) -> Caller:
    """
    Set the password of the account of this secret; the secret and all sessions end.

    `email`: of its owner, who alone knows it, for an account that waits for it; else it is ignored.
    Raises SpentSecretError: the secret was used, has expired, or never existed; WeakPasswordError:
    the password is too easily guessed; InvalidAccountError or AccountExistsError: the e-mail is
    none, or another account's. After these three the secret is still good.
    """
    at = now or datetime.now(UTC)
    with reading(engine) as session:
        user = opened_by(session, text, kind, at)
    if user is None:
        raise SpentSecretError
    address = normalised(email) if awaits_email(user[1]) else user[1].email
    check_strength(password, email=address, name=user[1].name)
    password_hash = hashed(settings, password)
    with writing(engine) as session:
        spent = session.execute(
            update(TokenRow)
            .where(TokenRow.hash == digest(text), TokenRow.revoked.is_(None))
            .values(revoked=at, used=at)
            .returning(TokenRow.id)
        ).first()
        again = None if spent is None else by_email(session, user[1].email)
        if again is None or again.closed is not None:
            raise SpentSecretError
        again.password = password_hash
        if address != again.email:
            again.email, _ = identity(session, address, again.name, again.person, of=again.id)
            again.number += 1
        revoke(session, again.id, *ENDED[kind], now=at)
        caller = caller_of(session, again, via="mail")
        note(session, caller, "choisir_mot_de_passe", "compte", again.id)
        return caller


def _lives(settings: Settings, kind: Kind) -> timedelta:
    if kind is Kind.INVITATION:
        return timedelta(hours=settings.invitation_hours)
    return timedelta(minutes=settings.reset_minutes)


def _issue(
    session: Session,
    settings: Settings,
    user: UserRow,
    kind: Kind,
    now: datetime,
    *,
    text: str = "",
) -> Issued:
    revoke(session, user.id, kind, now=now)
    expires = now + _lives(settings, kind)
    return issue(session, user.id, kind, now=now, expires=expires, text=text)


def _send(session: Session, settings: Settings, user: UserRow, kind: Kind, now: datetime) -> Issued:
    """Mail a link to an account (InvalidAccountError: its e-mail isn't known yet)."""
    if awaits_email(user):
        raise InvalidAccountError(UNKNOWN_ADDRESS, field="email")
    lives, issued = _lives(settings, kind), _issue(session, settings, user, kind, now)
    end = (now + lives).astimezone(PARIS)
    until = f"{long_date(end.date())} à {clock(end)}"
    link = f"{settings.shown_url}/{PATHS[kind]}#{issued.token}"
    session.add(
        MailRow(
            key=f"{kind}:{issued.id}",
            kind=str(kind),
            user=user.id,
            address=user.email,
            subject=SUBJECTS[kind],
            body=BODIES[kind].format(name=user.name, link=link, until=until),
            made=now,
            next_try=now,
            until=now + lives,
        )
    )
    return issued
