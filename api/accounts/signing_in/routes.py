"""Routes that open and close a session, and by which a password is chosen."""

from __future__ import annotations

from datetime import UTC, datetime
from ipaddress import IPv4Address, IPv6Network, ip_address
from typing import Annotated

from fastapi import Request, Response
from pydantic import BaseModel, Field

from api.access.caller import Caller
from api.access.door import Router
from api.access.request import TheEngine, TheSettings, Who, Writing, cookie_name
from api.access.rights.rule import ACCOUNT, PUBLIC
from api.access.secrets.secret import Issued, Kind
from api.access.signing_in.invitations import accept, forgotten
from api.access.signing_in.login import log_in, log_out
from api.access.signing_in.sessions import extend_session
from api.database.tables.access import UserRow
from api.settings import Settings
from api.web.answer import Body, Out
from api.web.problems import refusals
from api.web.texts import Line

NETWORK = 64
"""Bits that name an IPv6 network; the rest is chosen by whoever is in it."""

router = Router(prefix="/api/v1/session", tags=["connexion"])

Password = Annotated[str, Field(min_length=1, max_length=1024, examples=["cinq chats gris"])]
Email = Annotated[str, Line(UserRow.email), Field(min_length=3, examples=["a.martin@exemple.org"])]


class Login(Body):
    """An e-mail and a password."""

    email: Email
    password: Password


class ForgottenPassword(Body):
    """Whose password is forgotten."""

    email: Email


class ChosenPassword(Body):
    """The secret of a link, after its `#`, and the password chosen."""

    secret: Annotated[str, Field(min_length=1, max_length=128, examples=["Zb1…"])]
    password: Password


class GrantOut(Out):
    """A role over an agency and a dispositif (empty: all)."""

    role: str
    agency: str
    dispositif: str


class MyAccountOut(BaseModel):
    """An account as its owner sees it; `person`: its médiateur's id (empty: none)."""

    id: str
    email: str
    name: str
    person: str
    via: str
    grants: list[GrantOut]


class ExtendedSessionOut(BaseModel):
    """Until when a session now lasts, and how many seconds that is."""

    expires: datetime
    seconds: int = Field(examples=[28800])


class OpenedSessionOut(BaseModel):
    """A session that was opened, and until when."""

    account: MyAccountOut
    expires: datetime | None


def account_out(who: Caller) -> MyAccountOut:
    """Write an account for its owner."""
    return MyAccountOut(
        id=who.user,
        email=who.email,
        name=who.name,
        person=who.person,
        via=who.via,
        grants=[GrantOut.model_validate(grant) for grant in who.grants],
    )


def give_cookie(response: Response, settings: Settings, issued: Issued) -> None:
    """Give the session to the browser, which shows it to no script and no other site."""
    response.set_cookie(
        cookie_name(settings),
        issued.text,
        max_age=settings.session_hours * 3600,
        path="/",
        secure=settings.secure,
        httponly=True,
        samesite="lax",
    )


def end_session(
    request: Request, response: Response, who: Who, session: Writing, settings: TheSettings
) -> None:
    """End the caller's session, take its cookie back, and forget the files that they had judged."""
    name = cookie_name(settings)
    log_out(session, who, request.cookies.get(name, ""), datetime.now(UTC))
    request.app.state.seen_audits.forget(who.user)
    response.delete_cookie(name, path="/", secure=settings.secure, httponly=True, samesite="lax")


@router.post("", may=PUBLIC, responses=refusals(429))
def open_session(
    request: Request,
    response: Response,
    body: Login,
    engine: TheEngine,
    settings: TheSettings,
) -> OpenedSessionOut:
    """Ouvre une session ; le témoin (cookie) est posé par la réponse."""
    issued, caller = log_in(
        engine,
        settings,
        email=body.email,
        password=body.password,
        address=address_of(request),
        reader=request.headers.get("user-agent", ""),
    )
    give_cookie(response, settings, issued)
    return OpenedSessionOut(account=account_out(caller), expires=issued.expires)


@router.delete("", may=ACCOUNT, status_code=204)
def close_session(
    request: Request, response: Response, who: Who, session: Writing, settings: TheSettings
) -> None:
    """Ferme la session en cours."""
    end_session(request, response, who, session, settings)


@router.post("/prolongation", may=ACCOUNT, responses=refusals(404))
def prolong(
    request: Request, response: Response, who: Who, session: Writing, settings: TheSettings
) -> ExtendedSessionOut:
    """Prolonge la session en cours, comme si elle s’ouvrait maintenant, dix fois en tout."""
    now = datetime.now(UTC)
    cookie = request.cookies.get(cookie_name(settings), "")
    issued = extend_session(session, settings, who, cookie, now)
    assert issued.expires is not None  # noqa: S101 - a session always ends
    give_cookie(response, settings, issued)
    left = int((issued.expires - now).total_seconds())
    return ExtendedSessionOut(expires=issued.expires, seconds=left)


@router.post("/oubli", may=PUBLIC, status_code=202, response_class=Response)
def forget(
    request: Request, body: ForgottenPassword, engine: TheEngine, settings: TheSettings
) -> None:
    """Envoie un lien pour un nouveau mot de passe, si un compte a cette adresse."""
    forgotten(engine, settings, body.email, address=address_of(request))


@router.post("/invitation", may=PUBLIC, status_code=204, responses=refusals(410))
def accept_invitation(body: ChosenPassword, engine: TheEngine, settings: TheSettings) -> None:
    """Choisit le premier mot de passe d’un compte, avec le lien reçu par courriel."""
    accept(engine, settings, text=body.secret, password=body.password, kind=Kind.INVITATION)


@router.post("/mot-de-passe", may=PUBLIC, status_code=204, responses=refusals(410))
def choose_password(body: ChosenPassword, engine: TheEngine, settings: TheSettings) -> None:
    """Choisit un nouveau mot de passe, avec le lien reçu par courriel."""
    accept(engine, settings, text=body.secret, password=body.password, kind=Kind.RESET)


def address_of(request: Request) -> str:
    """
    Return where a request comes from, as far as it is known; of IPv6, the network of 64 bits.

    One subscriber has all the addresses of such a network (RFC 6177): they are one place.
    """
    host = request.client.host if request.client is not None else ""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if isinstance(address, IPv4Address):
        return host
    mapped = address.ipv4_mapped
    return str(mapped or IPv6Network((int(address), NETWORK), strict=False))
