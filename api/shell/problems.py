"""
Refusals as pages: what the service answers as a problem, a browser shows as a page.

One layer does so for every refusal, whichever layer, route or defect it comes from. Programs, and
the scripts of our pages, don't ask for HTML and get the problem itself.
"""

import json
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any
from urllib.parse import quote

from anyio import sleep_forever
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.access.caller import Caller
from api.access.request import caller_of, the_settings
from api.shell.document import HEADERS, render
from api.shell.login_form import FormReader, KeptForm, login_form
from api.shell.menu import LOGIN, LOGOUT
from api.shell.refused_form import form_shown_again
from api.web.refusing.problems import MEDIA

PROGRAMS = ("/api/", "/feeds/", "/statique/", "/metrics", "/sante")
"""Addresses that programs ask for, whatever they accept."""

PROVIDER = "/api/v1/session/oidc"
"""Addresses by which a browser leaves for the identity provider, and to which it is sent back."""

OURS = frozenset({"content-type", "content-length", "www-authenticate"})
OF_BODY = frozenset({b"content-type", b"content-length", b"transfer-encoding"})
OF_ROUTE = frozenset({"endpoint", "path_params", "route", "router"})
"""What a request's scope has of the route that answered it."""

OK, UNKNOWN = 200, 401
SHOWN_AGAIN = frozenset({403, 409, 410, 412, 422, 429})
"""Statuses of a form that is shown again: so a page's route needs only to raise its refusal."""

KEEPING = SHOWN_AGAIN | {UNKNOWN, 500, 503}
"""Statuses of a form that is kept: until its sender is signed in, to be shown or sent again."""

UP = 3
"""How far above the address of a form its page is looked for: `/demandes/x/refus`, `/demandes`."""

ASTRAY = frozenset({403, 404, 405})
"""Statuses of what no route answers, or opens to who asks: nobody noted who that is."""


class ProblemPages:
    """Replace a problem by a page, for a client that asked for HTML."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; change its answer where it is a problem."""
        if not _wants_page(scope):
            await self.app(scope, receive, send)
            return
        start: Message | None = None
        body = bytearray()
        reader = FormReader(scope, receive)

        async def as_page(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                if Headers(raw=message["headers"]).get("content-type", "").startswith(MEDIA):
                    start = message
                    return
            elif start is not None:
                body.extend(message.get("body", b""))
                if not message.get("more_body", False):
                    problem = json.loads(body)
                    kept = await reader.form() if problem["status"] in KEEPING else None
                    request = Request(scope)
                    noted = getattr(request.state, "caller", None) is not None
                    if problem["status"] in ASTRAY and not noted:
                        request.state.caller = await run_in_threadpool(_caller, request)
                    again = kept and await self._form_again(scope, kept, problem)
                    answer = again or page_of(request, problem, kept)
                    _keep_headers(answer, start)
                    await answer(scope, receive, send)
                return
            await send(message)

        await self.app(scope, reader.receive, as_page)

    async def _form_again(
        self, scope: Scope, sent: KeptForm, problem: Mapping[str, Any]
    ) -> Response | None:
        """Return the page of a form that was refused, filled (None: no page shows that form)."""
        if problem["status"] not in SHOWN_AGAIN:
            return None
        path = scope["path"]
        for here in (path, *islice(_above(path), UP)):
            query = scope["query_string"] if here == path else b""
            page = await self._page_at(scope, here, query)
            again = page and form_shown_again(page, here, path, sent.fields, problem)
            if again:
                return HTMLResponse(again, status_code=problem["status"], headers=HEADERS)
        return None

    async def _page_at(self, scope: Scope, path: str, query: bytes) -> str:
        """Return the page at an address as the same caller is shown it (empty: it isn't one)."""
        headers = [(name, value) for name, value in scope["headers"] if name not in OF_BODY]
        request = {name: scope[name] for name in scope if name not in OF_ROUTE} | {
            "method": "GET",
            "path": path,
            "raw_path": quote(path).encode(),
            "query_string": query,
            "headers": headers,
            "state": {},
        }
        status, parts = 0, list[bytes]()

        read = False

        async def received() -> Message:
            nonlocal read
            # A page that is streamed listens for the client's leaving, who stays until all is sent.
            if read:
                await sleep_forever()
            read = True
            return {"type": "http.request", "body": b"", "more_body": False}

        async def sent(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            parts.append(message.get("body", b""))

        await self.app(request, received, sent)
        return b"".join(parts).decode() if status == OK else ""


def _above(path: str) -> Iterator[str]:
    """Yield the addresses above one."""
    while path := path.rpartition("/")[0]:
        yield path


def _caller(request: Request) -> Caller | None:
    """Return who asks, so that a page says their menu (None: nobody known, or it can't be read)."""
    try:
        return caller_of(request)
    except SQLAlchemyError:
        return None


def _wants_page(scope: Scope) -> bool:
    return (
        scope["type"] == "http"
        and (not scope["path"].startswith(PROGRAMS) or scope["path"].startswith(PROVIDER))
        and "text/html" in Headers(scope=scope).get("accept", "")
    )


def page_of(request: Request, problem: Mapping[str, Any], kept: KeptForm | None) -> Response:
    """
    Write a problem as a page.

    Who isn't signed in goes to the login page; a form that they sent is `kept` there.
    """
    answer: Response
    if request.url.path.startswith(PROVIDER):
        # Signing in was already tried: the login page would hide why it failed.
        answer = render(
            request, "signing_in/provider.html", status=problem["status"], problem=problem
        )
    elif problem["status"] == UNKNOWN and request.url.path == LOGOUT:
        answer = RedirectResponse(LOGIN, status_code=303)
    elif problem["status"] == UNKNOWN and request.method == "POST":
        settings = the_settings(request)
        kept = None if kept is None or kept.secret else kept
        answer = login_form(request, settings, kept=kept, ended=True, status=UNKNOWN)
    elif problem["status"] == UNKNOWN and request.method in ("GET", "HEAD"):
        query = f"?{request.url.query}" if request.url.query else ""
        wanted = quote(f"{request.url.path}{query}", safe="/")
        answer = RedirectResponse(f"{LOGIN}?suite={wanted}", status_code=303)
    else:
        typed = [pair for pair in kept.fields if pair[1]] if kept and not kept.secret else ()
        answer = render(
            request,
            "problem.html",
            status=problem["status"],
            problem=problem,
            typed=typed,
            kept=kept if typed and problem["status"] not in SHOWN_AGAIN else None,
        )
    return answer


def _keep_headers(answer: Response, start: Message) -> None:
    """Give a page the other headers of the problem that it shows."""
    there = MutableHeaders(raw=answer.raw_headers)
    for name, value in Headers(raw=start["headers"]).items():
        if name not in OURS and name not in there:
            there.append(name, value)
