"""
Sign in by a key that a device keeps, and opens by a face, a finger or its code (W3C, WebAuthn).

The library checks what devices sign; what they are to sign is drawn here, and is good once. It is
loaded when a key is used: it takes a quarter of a second.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import Field
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from api.access.caller import Caller
from api.access.errors import UnknownAccountError, UnusableKeyError
from api.access.journal import note
from api.access.secrets.passwords import count, known_as
from api.access.secrets.secret import Issued, digest
from api.access.signing_in.login import welcome
from api.access.signing_in.sessions import LONGEST_LABEL, printable
from api.database.tables.access import UserRow
from api.database.tables.devices import PasskeyRow, PasskeyTryRow
from api.settings import Settings
from api.web.answering.answer import Body
from api.web.refusing.problems import not_found

LASTS = timedelta(minutes=5)
"""How long a device has to sign."""

MOST = 10
"""Keys of one account: a device has one."""

REFUSED = "clé inconnue ou retirée : connectez-vous avec le mot de passe"


class KeyAnswer(Body):
    """What a browser answers of a key, as JSON (W3C, WebAuthn, 5.1)."""

    answer: Annotated[str, Field(max_length=10_000)] = ""


@dataclass(frozen=True, kw_only=True)
class Party:
    """The service as keys know it: its name, and where it stands."""

    name: str
    origin: str


def party(settings: Settings) -> Party | None:
    """Return it (None: browsers make keys for names reached by https alone, or this machine)."""
    to = urlsplit(settings.shown_url)
    host = to.hostname or ""
    named = any(letter.isalpha() for letter in host) and ":" not in host
    if not named or not (settings.secure or host == "localhost"):
        return None
    return Party(name=host, origin=f"{to.scheme}://{to.netloc}")


def needed_party(settings: Settings) -> Party:
    """Return it, or refuse where browsers make no key (404)."""
    here = party(settings)
    if here is None:
        raise not_found()
    return here


def ask_for_key(session: Session, here: Party, caller: Caller, now: datetime) -> str:
    """Return, as JSON, what a browser needs to make a key of the caller."""
    from webauthn import generate_registration_options, options_to_json  # noqa: PLC0415
    from webauthn.helpers import base64url_to_bytes  # noqa: PLC0415
    from webauthn.helpers.structs import (  # noqa: PLC0415
        AuthenticatorSelectionCriteria,
        PublicKeyCredentialDescriptor,
        ResidentKeyRequirement,
        UserVerificationRequirement,
    )

    options = generate_registration_options(
        rp_id=here.name,
        rp_name="Roulement",
        user_name=caller.email,
        user_display_name=caller.name,
        user_id=caller.user.encode(),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[
            PublicKeyCredentialDescriptor(id=base64url_to_bytes(row.credential))
            for row in keys_of(session, caller.user)
        ],
    )
    _remember(session, options.challenge, caller.user, now)
    return options_to_json(options)


def add_key(
    session: Session, here: Party, caller: Caller, *, answer: str, reader: str, now: datetime
) -> None:
    """
    Keep the key that a device has made for the caller; `reader`: what the browser says it is.

    Raises UnusableKeyError: what it signed isn't what it was asked, or there are too many keys.
    """
    from webauthn import verify_registration_response  # noqa: PLC0415
    from webauthn.helpers import bytes_to_base64url  # noqa: PLC0415
    from webauthn.helpers.exceptions import WebAuthnException  # noqa: PLC0415

    challenge = _spent(session, answer, caller.user, now)
    try:
        key = verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=here.name,
            expected_origin=here.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError) as error:
        raise UnusableKeyError("la clé n’a pas pu être vérifiée : réessayez") from error
    credential = bytes_to_base64url(key.credential_id)
    if len(keys_of(session, caller.user)) >= MOST or _by_credential(session, credential):
        raise UnusableKeyError(f"cette clé est déjà là, ou il y en a {MOST} : retirez-en une")
    row = PasskeyRow(
        user=caller.user,
        credential=credential,
        public_key=bytes_to_base64url(key.credential_public_key),
        uses=key.sign_count,
        label=printable(reader)[:LONGEST_LABEL],
        made=now,
    )
    session.add(row)
    session.flush()
    note(session, caller, "creer", "cle", row.id)


def ask_to_sign_in(
    session: Session, settings: Settings, here: Party, *, address: str, now: datetime
) -> str:
    """Return, as JSON, what any key of this service is to sign (TooManyTriesError)."""
    from webauthn import generate_authentication_options, options_to_json  # noqa: PLC0415
    from webauthn.helpers.structs import UserVerificationRequirement  # noqa: PLC0415

    within = timedelta(minutes=settings.login_minutes)
    count(session, {known_as("passkey address", address): settings.address_tries}, now, within)
    required = UserVerificationRequirement.REQUIRED
    options = generate_authentication_options(rp_id=here.name, user_verification=required)
    _remember(session, options.challenge, "", now)
    return options_to_json(options)


def sign_in(
    session: Session,
    settings: Settings,
    here: Party,
    *,
    answer: str,
    reader: str,
    stays: bool,
    now: datetime,
) -> Issued:
    """
    Open a session for the account whose key has signed (`stays`: see `open_session`).

    Raises UnusableKeyError: no such key, another signature, or the account is closed.
    """
    from webauthn import verify_authentication_response  # noqa: PLC0415
    from webauthn.helpers import base64url_to_bytes  # noqa: PLC0415
    from webauthn.helpers.exceptions import WebAuthnException  # noqa: PLC0415

    challenge = _spent(session, answer, "", now)
    key = _by_credential(session, str(_read(answer).get("id", "")))
    user = None if key is None else session.get(UserRow, key.user)
    if key is None or user is None or user.closed is not None:
        raise UnusableKeyError(REFUSED)
    try:
        checked = verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=here.name,
            expected_origin=here.origin,
            credential_public_key=base64url_to_bytes(key.public_key),
            credential_current_sign_count=key.uses,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError) as error:
        raise UnusableKeyError(REFUSED) from error
    key.uses, key.used = checked.new_sign_count, now
    return welcome(session, settings, user, now, reader=reader, stays=stays)[0]


def keys_of(session: Session, user: str) -> list[PasskeyRow]:
    """Return an account's keys, the newest first."""
    rows = select(PasskeyRow).where(PasskeyRow.user == user)
    return list(session.scalars(rows.order_by(PasskeyRow.made.desc(), PasskeyRow.id)))


def remove_key(session: Session, caller: Caller, named: str) -> None:
    """Remove a key of the caller's (UnknownAccountError: they have none with this id)."""
    row = session.get(PasskeyRow, named)
    if row is None or row.user != caller.user:
        raise UnknownAccountError("clé inconnue")
    session.delete(row)
    note(session, caller, "revoquer", "cle", named)


def _by_credential(session: Session, credential: str) -> PasskeyRow | None:
    if not (credential.isascii() and credential.isprintable()):
        return None  # a database refuses to be asked for some of these
    return session.scalar(select(PasskeyRow).where(PasskeyRow.credential == credential))


def _remember(session: Session, challenge: bytes, user: str, now: datetime) -> None:
    session.execute(delete(PasskeyTryRow).where(PasskeyTryRow.made < now - LASTS))
    session.add(PasskeyTryRow(challenge=digest(challenge.hex()), user=user, made=now))


def _spent(session: Session, answer: str, user: str, now: datetime) -> bytes:
    """Return what a device was asked to sign, which is good once (UnusableKeyError: it wasn't)."""
    from webauthn.helpers import base64url_to_bytes  # noqa: PLC0415

    try:
        data = _read(answer)["response"]["clientDataJSON"]
        challenge = base64url_to_bytes(json.loads(base64url_to_bytes(data))["challenge"])
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise UnusableKeyError(REFUSED) from error
    asked_for = (
        delete(PasskeyTryRow)
        .where(
            PasskeyTryRow.challenge == digest(challenge.hex()),
            PasskeyTryRow.user == user,
            PasskeyTryRow.made >= now - LASTS,
        )
        .returning(PasskeyTryRow.challenge)
    )
    if session.execute(asked_for).first() is None:
        raise UnusableKeyError("la demande a expiré : réessayez")
    return challenge


def _read(answer: str) -> dict[str, Any]:
    """Return a browser's answer (ValueError: it is none)."""
    read = json.loads(answer)
    if not isinstance(read, dict):
        raise ValueError(answer)  # noqa: TRY004 - bad input, as text that is no JSON at all
    return read
