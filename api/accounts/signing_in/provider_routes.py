"""Routes that send people to the identity provider, and open a session as they come back."""

from typing import Annotated
from urllib.parse import quote, unquote

from fastapi import Query, Request
from fastapi.responses import RedirectResponse

from api.access.door import Router
from api.access.errors import ProviderRefusedError
from api.access.request import TheEngine, TheSettings, cookie_name
from api.access.rights.rule import PUBLIC
from api.access.signing_in.login import PROVIDER_LIVES
from api.access.signing_in.provider import Provider
from api.accounts.signing_in.routes import address_of, give_cookie
from api.settings import Settings
from api.web.inside import inside
from api.web.refusing.problems import not_found

router = Router(prefix="/api/v1/session/oidc", include_in_schema=False)

Word = Annotated[str, Query(max_length=4096)]
DENIED = "access_denied"
"""What a provider says of whoever gave up, or may not come here (RFC 6749 §4.1.2.1)."""

REFUSED = (
    "le fournisseur d’identité n’a pas donné son accord : recommencez et acceptez, ou demandez à "
    "votre organisation l’accès à ce service"
)


@router.get(
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


@router.get(
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


def _provider(request: Request, settings: Settings) -> Provider:
    from api.access.signing_in.provider import Provider  # noqa: PLC0415 - loads cryptography

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
