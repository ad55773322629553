"""Routes by which people and programs sign in and out, and look after their own account."""

from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address, IPv6Network, ip_address
from math import ceil
from typing import TYPE_CHECKING, Annotated
from urllib.parse import quote, unquote

from fastapi import Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import AfterValidator, BaseModel, Field

from api.access.caller import Caller, ServiceScope
from api.access.door import Router
from api.access.errors import ProviderRefusedError
from api.access.request import (
    Reading,
    TheEngine,
    TheSettings,
    Who,
    Writing,
    check_session,
    cookie_name,
)
from api.access.rights.rule import ACCOUNT, PUBLIC, Programs, own
from api.access.secrets.secret import Issued
from api.access.signing_in.login import PROVIDER_LIVES, change_password, log_in, log_out
from api.access.signing_in.sessions import (
    OpenToken,
    extend_session,
    make_token,
    revoke_token,
    tokens_of,
)
from api.data.rows.readers import one_line
from api.database.tables.access import TokenRow, UserRow
from api.settings import Settings
from api.web.addresses import Id
from api.web.answering.answer import Body, Items
from api.web.inside import inside
from api.web.refusing.problems import not_found, refusals
from api.web.texts import Line

if TYPE_CHECKING:
    from api.access.signing_in.provider import Provider

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


own_router = Router(
    prefix="/api/v1/moi",
    tags=["mon compte"],
    caller="tout programme, pour son propre compte",
    service=Programs.NONE,
)


class PasswordChange(Body):
    """The present password, and the one that takes its place."""

    password: Password
    new_password: Password


class NewToken(Body):
    """What a token is for, and for how many days (0: as long as may be)."""

    label: Annotated[str, Line(TokenRow.label), Field(min_length=1, examples=["Tableau de bord"])]
    days: Annotated[int, Field(ge=0, le=3650, examples=[90])] = 0


@own_router.get("", may=ACCOUNT, service=ServiceScope.READ)
def me(who: Who) -> Caller:
    """Dit quel compte demande, et ses droits."""
    return who


@own_router.put("/mot-de-passe", may=ACCOUNT, status_code=204, responses=refusals(429))
def change(
    request: Request, body: PasswordChange, who: Who, engine: TheEngine, settings: TheSettings
) -> None:
    """Change le mot de passe ; les autres sessions sont fermées."""
    change_password(
        engine,
        settings,
        who,
        old=body.password,
        new=body.new_password,
        cookie=request.cookies.get(cookie_name(settings), ""),
    )


@own_router.get("/jetons", may=ACCOUNT)
def tokens(request: Request, who: Who, session: Reading) -> Items[OpenToken]:
    """Énumère les jetons du compte pour les programmes."""
    bearer = request.headers.get("authorization", "").partition(" ")[2].strip()
    return Items(items=tokens_of(session, who.user, datetime.now(UTC), current=bearer))


@own_router.post("/jetons", may=ACCOUNT, status_code=201)
def add_token(body: NewToken, who: Who, session: Writing, settings: TheSettings) -> Issued:
    """Fait un jeton pour un programme ; il n’est montré que cette fois."""
    check_session(who)
    now = datetime.now(UTC)
    return make_token(session, settings, who, label=body.label, now=now, days=body.days)


@own_router.delete("/jetons/{token_id}", may=own(), status_code=204, responses=refusals(404))
def end_token(token_id: Id, who: Who, session: Writing) -> None:
    """Révoque un jeton du compte."""
    revoke_token(session, who, token_id, now=datetime.now(UTC))


provider_router = Router(prefix="/api/v1/session/oidc", include_in_schema=False)

Word = Annotated[str, Query(max_length=4096)]
DENIED = "access_denied"
"""What a provider says of whoever gave up, or may not come here (RFC 6749 §4.1.2.1)."""

REFUSED = (
    "le fournisseur d’identité n’a pas donné son accord : recommencez et acceptez, ou demandez à "
    "votre organisation l’accès à ce service"
)


@provider_router.get(
    "",
    may=PUBLIC,
    status_code=303,
)
def leave(
    request: Request,
    engine: TheEngine,
    settings: TheSettings,
    suite: Annotated[str, Query(max_length=2000)] = "/",
) -> RedirectResponse:
    """Send a browser to the identity provider; `suite`: where to go afterwards, in this service."""
    begun = _provider(request, settings).begin(engine, address=address_of(request))
    answer = RedirectResponse(begun.address, status_code=303)
    for name, text in (
        (_state_cookie(settings), begun.state),
        (_page_cookie(settings), quote(inside(suite), safe="/")),
    ):
        answer.set_cookie(
            name,
            text,
            max_age=int(PROVIDER_LIVES.total_seconds()),
            path="/",
            secure=settings.secure,
            httponly=True,
            # Not strict: it is the provider's page that sends the browser back.
            samesite="lax",
        )
    return answer


@provider_router.get(
    "/retour",
    may=PUBLIC,
    status_code=303,
)
def come_back(
    *,
    request: Request,
    engine: TheEngine,
    settings: TheSettings,
    state: Word = "",
    code: Word = "",
    error: Word = "",
) -> RedirectResponse:
    """Open the session of whom the identity provider sends back."""
    provider = _provider(request, settings)
    if error == DENIED:
        raise ProviderRefusedError(REFUSED)
    if error or not code:
        raise ProviderRefusedError
    issued, _ = provider.finish(
        engine,
        state=state,
        kept=request.cookies.get(_state_cookie(settings), ""),
        code=code,
        reader=request.headers.get("user-agent", ""),
    )
    wanted = inside(unquote(request.cookies.get(_page_cookie(settings), "/")))
    answer = RedirectResponse(f"{settings.shown_url}{wanted}", status_code=303)
    give_cookie(answer, settings, issued)
    for name in (_state_cookie(settings), _page_cookie(settings)):
        answer.delete_cookie(name, path="/", secure=settings.secure, httponly=True, samesite="lax")
    return answer


def _provider(request: Request, settings: Settings) -> "Provider":
    # Its libraries take long to load, and most services have no provider.
    from api.access.signing_in.provider import Provider  # noqa: PLC0415

    provider: Provider = getattr(request.app.state, "provider", None) or Provider(settings=settings)
    if not provider.known:
        raise not_found()
    return provider


def _state_cookie(settings: Settings) -> str:
    """Name the cookie that holds the login's state until the provider sends the browser back."""
    return f"{cookie_name(settings)}-oidc"


def _page_cookie(settings: Settings) -> str:
    """Name the cookie that keeps the page to show after the login: the provider isn't told it."""
    return f"{cookie_name(settings)}-oidc-suite"
