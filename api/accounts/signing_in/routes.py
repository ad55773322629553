"""Routes that open and close a session, and by which a password is chosen."""

from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address, IPv6Network, ip_address
from math import ceil
from typing import Annotated

from fastapi import Request, Response
from pydantic import AfterValidator, BaseModel, Field

from api.access.caller import Caller
from api.access.door import Router
from api.access.request import TheEngine, TheSettings, Who, Writing, cookie_name
from api.access.rights.rule import ACCOUNT, PUBLIC, Programs
from api.access.secrets.secret import Issued
from api.access.signing_in.login import log_in, log_out
from api.access.signing_in.sessions import extend_session
from api.data.rows.readers import one_line
from api.database.tables.access import UserRow
from api.settings import Settings
from api.web.answering.answer import Body
from api.web.refusing.problems import refusals
from api.web.texts import Line

MINUTE = timedelta(minutes=1)
NETWORK = 64
"""Bits that name an IPv6 network; the rest is chosen by whoever is in it."""

router = Router(
    prefix="/api/v1/session",
    tags=["connexion"],
    caller="tout programme qui se connecte",
    service=Programs.NONE,
)

Password = Annotated[str, Field(min_length=1, max_length=1024, examples=["cinq chats gris"])]
Email = Annotated[str, Line(UserRow.email), Field(min_length=3, examples=["a.martin@exemple.org"])]

Name = Annotated[
    str,
    Line(UserRow.name),
    Field(min_length=1, examples=["Ana Martin"]),
    AfterValidator(one_line),
]


class Login(Body):
    """An e-mail and a password."""

    email: Email
    password: Password


class OpenedSession(BaseModel):
    """A session that was opened, and until when."""

    account: Caller
    expires: datetime | None


def give_cookie(response: Response, settings: Settings, issued: Issued) -> None:
    """Give the session to the browser, which shows it to no script and no other site."""
    left = (issued.expires or datetime.now(UTC)) - datetime.now(UTC)
    response.set_cookie(
        cookie_name(settings),
        issued.token,
        # A cookie that outlives its session by a minute opens nothing.
        max_age=ceil(left / MINUTE) * 60,
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
    for seen in (request.app.state.seen_audits, request.app.state.seen_tables):
        seen.forget(who.user)
    response.delete_cookie(name, path="/", secure=settings.secure, httponly=True, samesite="lax")


@router.post("", may=PUBLIC, responses=refusals(429))
def open_session(
    request: Request,
    response: Response,
    body: Login,
    engine: TheEngine,
    settings: TheSettings,
) -> OpenedSession:
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
    return OpenedSession(account=caller, expires=issued.expires)


@router.delete("", may=ACCOUNT, status_code=204)
def close_session(
    request: Request, response: Response, who: Who, session: Writing, settings: TheSettings
) -> None:
    """Ferme la session en cours."""
    end_session(request, response, who, session, settings)


@router.post("/prolongation", may=ACCOUNT, include_in_schema=False)
def prolong(
    request: Request, response: Response, who: Who, session: Writing, settings: TheSettings
) -> dict[str, int]:
    """Let the session last as if it opened now, ten times in all; return the seconds it has."""
    now = datetime.now(UTC)
    cookie = request.cookies.get(cookie_name(settings), "")
    issued = extend_session(session, settings, who, cookie, now)
    assert issued.expires is not None  # noqa: S101 - a session always ends
    give_cookie(response, settings, issued)
    return {"seconds": int((issued.expires - now).total_seconds())}


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
