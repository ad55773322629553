"""Add security headers to answers: a browser may do almost nothing with them."""

from fastapi import FastAPI
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.settings import Settings

ALWAYS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
A_YEAR = 31_536_000
UNCHANGED = 304


def add(app: FastAPI, settings: Settings) -> None:
    """Add the headers to every answer, refusals too."""
    app.add_middleware(SecurityHeaders, secure=settings.secure)


class SecurityHeaders:
    """
    Add the headers that an answer doesn't have of itself.

    No cache keeps an answer, page, list or file, unless it says so (style, scripts and feeds do):
    nearly all hold personal data. With a 304 goes only how long it may be kept (RFC 9110, 15.4.5):
    the rest came with the bytes it speaks of.
    """

    def __init__(self, app: ASGIApp, *, secure: bool) -> None:
        self.app = app
        transport = {"Strict-Transport-Security": f"max-age={A_YEAR}"} if secure else {}
        self.headers = _raw(ALWAYS | transport)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and add to its answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            # On raw names, which are in small letters: feeds are read very often.
            if message["type"] == "http.response.start":
                wanted = KEPT if message["status"] == UNCHANGED else self.headers
                there = list(message.get("headers", ()))
                names = {name for name, _ in there}
                there += [header for header in wanted if header[0] not in names]
                message["headers"] = there
            await send(message)

        await self.app(scope, receive, guarded)


def _raw(headers: dict[str, str]) -> tuple[tuple[bytes, bytes], ...]:
    return tuple((name.lower().encode(), value.encode()) for name, value in headers.items())


KEPT = _raw({"Cache-Control": ALWAYS["Cache-Control"]})
