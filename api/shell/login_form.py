"""The form that signs in, and a form sent after its session ended: it waits there."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from fastapi import Request
from fastapi.responses import Response
from starlette.datastructures import Headers
from starlette.types import Message, Receive, Scope

from api.access.signing_in.passkeys import party
from api.settings import Settings
from api.shell.document import render
from api.web.inside import inside

FORM = "application/x-www-form-urlencoded"
LONGEST = 100_000
"""Bytes of the longest form that is kept: the longest note is far shorter."""

SECRET = ("password", "secret")
"""Fields that no page gives back."""


@dataclass(frozen=True, kw_only=True)
class KeptForm:
    """A form that was sent: where it goes, and its fields as a browser sends them."""

    address: str
    body: str

    @property
    def fields(self) -> list[tuple[str, str]]:
        """Return its fields, in order."""
        return parse_qsl(self.body, keep_blank_values=True)

    @property
    def secret(self) -> bool:
        """Whether a field of it is given back by no page."""
        return any(word in name for name, _ in self.fields for word in SECRET)


class FormReader:
    """Pass a request's body on, and remember it if it is a form that may be kept."""

    def __init__(self, scope: Scope, receive: Receive) -> None:
        self._receive = receive
        query = scope["query_string"].decode("latin-1")
        self._address = scope["path"] + (f"?{query}" if query else "")
        kind = Headers(scope=scope).get("content-type", "").partition(";")[0]
        self._keeps = scope["method"] == "POST" and kind in ("", FORM)
        self._body = bytearray()
        self._over = False

    async def receive(self) -> Message:
        """Return the next part of the request."""
        message = await self._receive()
        if self._keeps and message["type"] == "http.request":
            self._body.extend(message.get("body", b""))
            self._keeps = len(self._body) <= LONGEST
        self._over = message["type"] != "http.request" or not message.get("more_body", False)
        return message

    async def form(self) -> KeptForm | None:
        """Return the form (None: it can't be kept), reading what nobody has read of it."""
        while self._keeps and not self._over:
            await self.receive()
        if not self._keeps:
            return None
        return KeptForm(address=self._address, body=self._body.decode("utf-8", "replace"))


def login_form(
    request: Request,
    settings: Settings,
    email: str = "",
    then: str = "",
    kept: KeptForm | None = None,
    *,
    done: str = "",
    stays: bool = False,
    ended: bool = False,
    problem: Any = None,
    status: int = 200,
) -> Response:
    """
    Show the form; `then` is where to go once signed in.

    `kept`: a form to send again. `ended`: the session ended while something was sent.
    """
    return render(
        request,
        "signing_in/login.html",
        status=status,
        email=email,
        then=inside(then),
        kept=kept,
        done=done,
        stays=stays,
        days=settings.remembered_days,
        keys=party(settings) is not None,
        ended=ended,
        problem=problem,
        provider=bool(settings.oidc_issuer),
    )
