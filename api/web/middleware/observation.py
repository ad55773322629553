"""Count, time and log each request by its route, never by its address."""

import logging
import os
import re
import time
from collections.abc import Callable
from threading import Event

import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.database.engine import COMMITTED
from api.logs.journal import ALREADY, OURS, Requests
from api.web.measures import METHODS, OTHER, UNKNOWN, Metrics

SANE = re.compile(r"[A-Za-z0-9._-]{8,64}")
QUIET = frozenset({"/sante/vivant", "/sante/pret", "/metrics"})
"""Asked every few seconds by machines: told to the log at DEBUG only."""

GONE = 499
"""Told for a caller who left before the answer: no status was sent."""

SERVER_ERROR = 500


class Observation:
    """
    The outermost layer: it gives each answer a request id, logs it and measures it.

    An exception that no inner layer answered is logged and answered by `failed`.
    """

    def __init__(
        self, app: ASGIApp, *, metrics: Metrics, failed: Callable[[Request, Exception], Response]
    ) -> None:
        self.app = app
        self.metrics = metrics
        self.failed = failed
        self.requests = Requests()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request through."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = _request_id(scope)
        COMMITTED.set(Event())
        scope.setdefault("state", {})["request_id"] = request_id
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        header = (b"x-request-id", request_id.encode())
        status = 0

        async def sent(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), header]
            await send(message)

        begun = time.perf_counter()
        self.metrics.running += 1
        try:
            await self.app(scope, receive, sent)
        except Exception as error:
            if status:
                # Half an answer has left: the server must cut the line, and says nothing more.
                logging.getLogger(OURS).exception("réponse interrompue")
                setattr(error, ALREADY, True)
                raise
            await self.failed(Request(scope), error)(scope, receive, sent)
        finally:
            self.metrics.running -= 1
            self._tell(scope, status or GONE, time.perf_counter() - begun)

    def _tell(self, scope: Scope, status: int, seconds: float) -> None:
        route, method = route_of(scope), scope["method"]
        method = method if method in METHODS else OTHER
        self.metrics.answered(route, method, status, seconds)
        caller = scope["state"].get("caller")
        self.requests.tell(
            method=method,
            route=route,
            status=status,
            ms=round(seconds * 1000, 1),
            request_id=scope["state"]["request_id"],
            user="" if caller is None else caller.user,
            quiet=route in QUIET and status < SERVER_ERROR,
        )


def route_of(scope: Scope) -> str:
    """Return the template of the route that answers, one word for all unknown addresses."""
    return str(getattr(scope.get("route"), "path", UNKNOWN))


def _request_id(scope: Scope) -> str:
    """Return the caller's own id if it is sane, else a new one."""
    for name, value in scope["headers"]:
        if name == b"x-request-id":
            request_id = value.decode("latin-1")
            if SANE.fullmatch(request_id):
                return str(request_id)
    return os.urandom(16).hex()
