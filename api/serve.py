"""Run the service's process: its socket, its application, its calculations and its end."""

import errno
import gc
import signal
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from typing import Any

import uvicorn
from fastapi import FastAPI
from sqlalchemy import Engine

from api.app import create
from api.controls.workplace import erase_left_over
from api.database.engine import is_sqlite
from api.demonstration import DemoAccount, router_for
from api.events import sending as events
from api.feeds.reading.routes import feeds_of
from api.feeds.upkeep import running
from api.french.system import cause_of
from api.jobs.worker.ending import answer_signals
from api.mail import outbox as sending
from api.mail.departures import tell
from api.ops.warming import CALCULATING, WORKS, warming
from api.settings import Settings, own_address
from api.shell.document import DEMONSTRATION
from api.web.server import BACKLOG, configured
from scheduler.errors import RoulementError
from scheduler.processes.garbage import collect_seldom

LAST_MAIL = 3.0
"""Seconds that a mail being sent has to be; otherwise it is tried again after the start."""

TAKEN = (
    "Le port {port} de {host} est déjà pris : arrêtez l’autre programme, ou choisissez un autre "
    "port (--port ou ROULEMENT_PORT)."
)
NO_PORT = "Impossible d’écouter sur {host}, port {port} : {reason}."
REASONS = {
    errno.EADDRNOTAVAIL: "cette adresse n’est pas de cette machine (ROULEMENT_HOST)",
    errno.EACCES: "droits insuffisants (les ports jusqu’à 1023 sont réservés)",
    errno.EAFNOSUPPORT: "cette machine n’a pas de telles adresses (IPv6 coupé ?)",
}
NO_NAME = "ce nom de machine est inconnu (ROULEMENT_HOST)"


class PortError(RoulementError):
    """The service can't listen on the host and port of the settings."""


class Server(uvicorn.Server):
    """Uvicorn, which tells those who follow a calculation that it is about to end."""

    def __init__(self, config: uvicorn.Config, ending: threading.Event) -> None:
        super().__init__(config)
        self.ending = ending

    def handle_exit(self, sig: int, frame: Any) -> None:
        """Begin to end."""
        self.ending.set()
        super().handle_exit(sig, frame)


def listen(settings: Settings) -> socket.socket:
    """
    Bind the host and port of the settings, before anything else is done.

    PortError: another program has the port, or the host isn't this machine's.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    # Named, or asyncio doesn't send small packets at once: answers would wait for 40 ms.
    made = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((settings.host, settings.port))
    except OSError as error:
        made.close()
        raise _port_error(error, settings) from None
    made.set_inheritable(True)
    return made


def _port_error(error: OSError, settings: Settings) -> PortError:
    """Return an error that says in French why the service can't listen at its address."""
    if isinstance(error, socket.gaierror):
        reason = NO_NAME
    else:
        reason = REASONS.get(error.errno or 0) or cause_of(error)
    words = TAKEN if error.errno == errno.EADDRINUSE else NO_PORT
    return PortError(words.format(host=settings.host, port=settings.port, reason=reason))


def address(listening: socket.socket) -> str:
    """Return the address of a socket, in the form that a browser takes."""
    host, port = listening.getsockname()[:2]
    return own_address(host, port)


def port_of(listening: socket.socket) -> int:
    """Return the port of a socket, which the system has chosen if 0 was asked for."""
    port: int = listening.getsockname()[1]
    return port


def serve(
    settings: Settings,
    engine: Engine,
    listening: socket.socket,
    *,
    first_code: str = "",
    demonstration: Sequence[DemoAccount] = (),
    ready: Callable[[], None] = lambda: None,
) -> None:
    """
    Answer requests until the process is told to end, then end within ten seconds.

    On SQLite the calculations are done here too; on PostgreSQL `rota worker` does them. A client
    that connects while the application is being composed waits, and isn't refused. `first_code`:
    the code that makes the first account from a browser (empty: none does). `demonstration`: the
    accounts that one click opens; no mail leaves then. `ready` is called once the service answers;
    its health says ready only when the first readers needn't wait. PortError:
    another program began to listen there meanwhile.
    """
    try:
        listening.listen(BACKLOG)
    except OSError as error:
        # Two that start at once may both have the address; the first to listen keeps it.
        raise _port_error(error, settings) from None
    erase_left_over()
    app = _compose(settings, engine, demonstration)
    ending = threading.Event()
    app.state.ending = ending
    app.state.first_code = first_code
    with (
        _calculating(settings, engine, ending, app),
        nullcontext() if demonstration else _mailing(settings, engine, ending),
        running(feeds_of(app), tell=tell),
        warming(engine, CALCULATING if is_sqlite(engine) else WORKS) as work,
    ):
        app.state.warm, app.state.warm_for = work.all_ready, work.ready
        server = Server(configured(app), ending)
        # Before anybody is told that it is up: an exception is lost where an import cleans up, and
        # uvicorn imports before it listens to signals. It hands on what it heard, which says
        # nothing new then.
        answer_signals(server.handle_exit)
        ready()
        try:
            server.run(sockets=[listening])
        finally:
            ending.set()
            # Nothing is left to interrupt but the handing over of calculations.
            answer_signals(signal.SIG_IGN)


def _compose(settings: Settings, engine: Engine, demonstration: Sequence[DemoAccount]) -> FastAPI:
    """Compose the application, and freeze its objects so that no garbage collection walks them."""
    gc.disable()
    try:
        app = create(settings, engine, more=[router_for(demonstration)] if demonstration else ())
        setattr(app.state, DEMONSTRATION, tuple(demonstration))
        return app
    finally:
        collect_seldom()


@contextmanager
def _calculating(
    settings: Settings, engine: Engine, ending: threading.Event, app: FastAPI
) -> Iterator[None]:
    if not is_sqlite(engine):
        yield
        return
    from api.jobs.worker.worker import Worker  # noqa: PLC0415 - the queue's engine, needed here only

    worker = Worker(engine, settings, "serve", ending)
    worker.start()
    app.state.jobs_up = worker.up
    try:
        yield
    finally:
        worker.stop()


@contextmanager
def _mailing(settings: Settings, engine: Engine, ending: threading.Event) -> Iterator[None]:
    threads = [each.start(engine, settings, ending) for each in (sending, events)]
    try:
        yield
    finally:
        ending.set()
        for thread in threads:
            thread.join(LAST_MAIL)
