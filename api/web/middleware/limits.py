"""Refuse requests that are too long, or take too long to come."""

import asyncio
from contextlib import suppress

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.web.refusing.problems import Refusal, answered

ADDRESS_BYTES = 4096
"""Longest address with its query: cursors and lists of ids are far shorter."""

HEADER_BYTES = 16 * 1024
HEADERS = 100
BODY = frozenset({b"content-length", b"transfer-encoding"})
"""A request without either of them has no body."""

MB = 1 << 20


class Limits:
    """
    Refuse what is too long (413, 414, 431) or too slow (408), before anything below reads it.

    A length that is announced is refused at once; one that isn't is counted as it comes.
    """

    def __init__(self, app: ASGIApp, *, megabytes: int, seconds: float) -> None:
        self.app = app
        self.most = megabytes * MB
        self.megabytes = megabytes
        self.seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request through."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        refusal = self._at_once(scope)
        if refusal is not None:
            await answered(refusal)(scope, receive, send)
            return
        if all(name not in BODY for name, _ in scope["headers"]):
            await self.app(scope, receive, send)
        else:
            await self._counting(scope, receive, send)

    async def _counting(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request through whose body is counted and timed as it comes."""
        refusal: Refusal | None = None
        clock = asyncio.get_running_loop().time
        until = clock() + self.seconds
        got, over, started = 0, False, False

        async def read() -> Message:
            nonlocal got, over, refusal
            if over:
                return await receive()
            try:
                async with asyncio.timeout(max(0.0, until - clock())):
                    message = await receive()
            except TimeoutError:
                refusal = self._too_slow()
                raise _StoppedError from None
            got += len(message.get("body", b""))
            if got > self.most:
                refusal = self._too_long()
                raise _StoppedError
            over = message["type"] != "http.request" or not message.get("more_body", False)
            return message

        async def sent(message: Message) -> None:
            # Whoever was reading answers in its own way that it couldn't: ours says why.
            nonlocal started
            if refusal is None or started:
                started = True
                await send(message)

        with suppress(_StoppedError):
            await self.app(scope, read, sent)
        if refusal is not None and not started:
            await answered(refusal)(scope, receive, send)

    def _at_once(self, scope: Scope) -> Refusal | None:
        address = len(scope.get("raw_path") or b"") + len(scope.get("query_string") or b"")
        if address > ADDRESS_BYTES:
            return Refusal(
                414,
                "adresse_trop_longue",
                f"L’adresse fait {address} octets (attendu : au plus {ADDRESS_BYTES}).",
            )
        headers = scope["headers"]
        size = sum(len(name) + len(value) for name, value in headers)
        if size > HEADER_BYTES or len(headers) > HEADERS:
            return Refusal(
                431,
                "entetes_trop_longs",
                f"Les en-têtes font {size} octets sur {len(headers)} lignes "
                f"(attendu : au plus {HEADER_BYTES} et {HEADERS}).",
            )
        for name, value in headers:
            if name == b"content-length" and value.isdigit() and int(value) > self.most:
                return self._too_long()
        return None

    def _too_long(self) -> Refusal:
        return Refusal(
            413,
            "requete_trop_longue",
            f"La requête fait plus de {self.megabytes} Mo (attendu : au plus {self.megabytes}).",
            headers={"Connection": "close"},
        )

    def _too_slow(self) -> Refusal:
        return Refusal(
            408,
            "requete_trop_lente",
            f"La requête n’est pas arrivée en entier (attendu : en {self.seconds:g} secondes).",
            headers={"Connection": "close"},
        )


class _StoppedError(Exception):
    """No more of this request is read."""
