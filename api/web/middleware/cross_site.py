"""
Refuse requests that another site's page sends with a cookie of ours.

Browsers say where a request comes from (Sec-Fetch-Site; older ones, Origin), so forms need no
token. A client that isn't a browser sends neither, but no other site can make it send a cookie.
Only programs send a bearer token, and the cookie is then ignored (see
`api.access.signing_in.authentication`).
"""

from urllib.parse import urlsplit

from fastapi import FastAPI
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from api.settings import Settings
from api.web.refusing.problems import SAFE, Refusal, answered

OURS = frozenset({"same-origin", "none"})


def add(app: FastAPI, settings: Settings) -> None:
    """Refuse what other sites' pages ask for in a person's name."""
    app.add_middleware(CrossSite, public=settings.public_url)


class CrossSite:
    """Answer 403 to a request that may change something and comes from another site's page."""

    def __init__(self, app: ASGIApp, *, public: str) -> None:
        self.app = app
        self.public = origin_of(public)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if (
            scope["type"] == "http"
            and scope["method"] not in SAFE
            and self.refused(scope["method"], Headers(scope=scope))
        ):
            refusal = Refusal(
                403, "requete_intersite", "Cette demande vient d’un autre site : elle est refusée."
            )
            await answered(refusal)(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def refused(self, method: str, headers: Headers) -> bool:
        """Whether a request is another site's."""
        if method in SAFE or headers.get("authorization", "").lower().startswith("bearer "):
            return False
        site, origin = headers.get("sec-fetch-site"), headers.get("origin")
        if origin is not None and origin_of(origin) == self.public:
            return False
        if site is not None:
            return site.lower() not in OURS
        return origin is not None and _host(origin) != headers.get("host", "").lower()


def origin_of(address: str) -> str:
    """Return scheme, host and port of an address, in small letters (`null` has none of them)."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}".lower()


def _host(origin: str) -> str:
    return origin_of(origin).partition("://")[2]
