"""A real HTTP server that is sent events, and addresses and events for tests."""

import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Engine

from api.database.engine import reading, writing
from api.database.tables.events import EventRow, WebhookRow, WebhookSendingRow
from api.events.facts import EventType, Fact, record
from api.events.message import draw_secret
from api.settings import Settings

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
HERE = Settings(event_networks=("127.0.0.0/8",))
"""Settings that let events go to this machine."""


@dataclass
class Receiver:
    """What was posted, and what is answered: statuses in turn, then 204. `then`: done before."""

    url: str = ""
    posts: list[tuple[Mapping[str, str], bytes]] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    then: Callable[[], object] = bool

    @property
    def ids(self) -> list[str]:
        return [headers["webhook-id"] for headers, _ in self.posts]


@contextmanager
def receiving(certificate: Path | None = None, **made: Any) -> Iterator[Receiver]:
    """Serve a receiver on this machine, by TLS with a certificate."""
    receiver = Receiver(**made)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.posts.append((dict(self.headers), body))
            receiver.then()
            status = receiver.answers.pop(0) if receiver.answers else 204
            self.send_response(status)
            if status == 302:
                self.send_header("Location", f"{receiver.url}/ailleurs")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    receiver.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def never_answering() -> Iterator[Receiver]:
    """Serve a receiver that takes what is posted, and never says so."""
    ended = Event()
    with receiving(then=lambda: ended.wait(60)) as receiver:
        yield receiver
        ended.set()


def webhook(engine: Engine, url: str, **values: Any) -> WebhookRow:
    made = {"types": tuple(EventType), "secret": draw_secret(), "made": NOON, **values}
    row = WebhookRow(url=url, **made)
    with writing(engine) as session:
        session.add(row)
    return row


def happen(engine: Engine, *numbers: int, **values: Any) -> None:
    """Write events down, as facts do."""
    facts = [
        Fact(**{"type": EventType.CALCULATED, "data": {"calculation": f"{n}"}, **values})
        for n in numbers
    ]
    with writing(engine) as session:
        record(session, *facts, now=NOON)


def events(engine: Engine) -> list[EventRow]:
    with reading(engine) as session:
        return list(session.scalars(sa.select(EventRow).order_by(EventRow.number)))


def sendings(engine: Engine) -> list[WebhookSendingRow]:
    with reading(engine) as session:
        query = sa.select(WebhookSendingRow).order_by(WebhookSendingRow.event)
        return list(session.scalars(query))
