"""A client that calls the app in the thread that asks: Starlette's begins a thread a request."""

import asyncio
import re
import threading
from collections.abc import AsyncIterator, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx2
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.french.plural import NO_BREAK
from tests.api.page.markup import VERBATIM
from tests.api.posted import shown_by_a_post

SHOWN = re.compile(rf"(?s)<({'|'.join(VERBATIM)})\b.*?</\1>|>[^<]+")
"""What begins a text between two tags of a page, but where it is typed, sent or copied."""


class DirectClient(TestClient):
    """
    Starlette's client over httpx's own way to an app; it gives whole answers, never streams.

    The `text` of a page has plain spaces, where its bytes (`content`) bind words: see `_Answer`.
    """

    def __init__(self, app: FastAPI, **options: Any) -> None:
        super().__init__(app, raise_server_exceptions=False, **options)
        self._transport = _Direct(app)


class _Answer(httpx2.Response):
    """
    An answer whose `text`, if it is a page, has plain spaces between its tags.

    Tests say what a page tells, not where its lines may end, which tests of typography read in its
    bytes. Attributes stay as they are, and so does what is typed, sent or copied.
    """

    @property
    def text(self) -> str:
        raw = super().text
        if not self.headers.get("content-type", "").startswith("text/html"):
            return raw
        return SHOWN.sub(lambda m: m[0] if m[1] else m[0].replace(NO_BREAK, " "), raw)


class _Parts(httpx2.AsyncByteStream):
    """A body that is sent part by part, its length not announced."""

    def __init__(self, parts: Iterable[bytes]) -> None:
        self._parts = parts

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for part in self._parts:
            yield part


class _Direct(httpx2.BaseTransport):
    """
    Run the app in an event loop of the thread that asks.

    The main thread keeps one; a test's other threads end soon, and have a new one each time. Where
    what drives a browser has a loop running already, another thread answers.
    """

    _main = asyncio.Runner()

    def __init__(self, app: FastAPI) -> None:
        self._way = httpx2.ASGITransport(
            app, raise_app_exceptions=False, client=("testclient", 50000)
        )

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Answer a request, its body read."""
        answer = self._called(request)
        shown_by_a_post(request, answer)
        return answer

    def _called(self, request: httpx2.Request) -> httpx2.Response:
        if asyncio._get_running_loop() is not None:
            with ThreadPoolExecutor(1) as another:
                return another.submit(lambda: asyncio.run(self._answer(request))).result()
        if threading.current_thread() is threading.main_thread():
            return self._main.run(self._answer(request))
        return asyncio.run(self._answer(request))

    async def _answer(self, request: httpx2.Request) -> httpx2.Response:
        if not isinstance(request.stream, httpx2.AsyncByteStream):
            request.stream = _Parts(request.stream)
        answer = await self._way.handle_async_request(request)
        stream: Any = answer.stream
        body = b"".join([part async for part in stream])
        return _Answer(answer.status_code, headers=answer.headers, stream=httpx2.ByteStream(body))
