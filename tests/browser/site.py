"""A served association and a real browser: what a person would see, at a real address."""

from __future__ import annotations

import os
import re
import shutil
import socket
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import uvicorn

from api.access.request import COOKIE
from api.access.secrets.secret import Kind, issue
from api.database.engine import writing
from api.database.tables.access import GrantRow, UserRow
from tests.api.service import NOW, Service, loaded, serve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page, Playwright
    from sqlalchemy import Engine

FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
REFUSED = re.compile(r"Failed to load resource: .* status of 4\d\d")
PATIENCE = 60_000
"""Milliseconds that a page has to do what a test waits for: machines of CI are slow."""


class Server:
    """A service that listens at one address, and may be stopped and started again there."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._port = 0
        self.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        listening = socket.create_server(("127.0.0.1", self._port))
        self._port = listening.getsockname()[1]
        config = uvicorn.Config(
            self._service.app, log_level="warning", lifespan="off", timeout_graceful_shutdown=1
        )
        self._running = uvicorn.Server(config)
        sockets = {"sockets": [listening]}
        self._thread = threading.Thread(target=self._running.run, kwargs=sockets, daemon=True)
        self._thread.start()
        while not self._running.started:
            time.sleep(0.01)

    def stop(self) -> None:
        self._running.should_exit = True
        self._thread.join(10)


@dataclass
class Site:
    """
    The service at an address, and a browser to look at it.

    `server`: who answers there, if it is in this process. `problems`: errors of scripts, refusals
    of the security policy, that no page may have.
    """

    service: Service
    address: str
    browser: Any
    server: Server | None = None
    problems: list[str] = field(default_factory=list)
    pages: list[Any] = field(default_factory=list)

    def page(
        self, *roles: str, agency: str = "", person: str = "", width: int = 1440, **context: Any
    ) -> Page:
        """Open a browser of its own, signed in with these roles (none: nobody is)."""
        french = {"locale": "fr-FR", "timezone_id": "Europe/Paris"}
        made = self.browser.new_context(
            base_url=self.address,
            viewport={"width": width, "height": 900},
            **{**french, **context},
        )
        made.set_default_timeout(PATIENCE)
        if roles:
            made.add_cookies(
                [
                    {
                        "name": COOKIE,
                        "value": self.session(*roles, agency=agency, person=person),
                        "url": self.address,
                        "httpOnly": True,
                        "sameSite": "Lax",
                    }
                ]
            )
        page: Page = made.new_page()
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.problems.append(f"script : {error}"))
        self.pages.append(made)
        return page

    def session(self, *roles: str, agency: str = "", person: str = "") -> str:
        """Open a session of a new account, and return its secret."""
        at = datetime.now(UTC)
        with writing(self.service.engine) as session:
            name = "Essai" if not person else person.title()
            email = f"{len(self.pages)}-{at.timestamp()}@exemple.org"
            user = UserRow(email=email, name=name, person=person, made=NOW)
            session.add(user)
            session.flush()
            for role in roles:
                session.add(GrantRow(user=user.id, role=role, agency=agency, dispositif=""))
            issued = issue(session, user.id, Kind.SESSION, now=at, expires=at + timedelta(hours=8))
            return issued.token

    def _console(self, message: Any) -> None:
        # A refusal that a page handles is told by the browser too, as a resource not loaded.
        handled = REFUSED.search(message.text)
        if message.type == "error" and not handled:
            self.problems.append(f"console : {message.text}")


def launched(playwright: Playwright, name: str, language: str = "") -> Browser:
    """
    Start a browser of the system.

    `language`: in which Chromium draws its own words, such as fields of dates (empty: English). It
    alone needs Chromium whole. Its headless shell draws pages, and runs them, just as Chromium
    does, and takes half as much of the processor: around each page, it has no window to draw.

    Raises
    ------
    FileNotFoundError
        It isn't installed: these tests fail without it, they are never skipped.
    """
    shell = "chromium" if language else "chromium-headless-shell"
    program = {"chromium": shell, "firefox": "firefox-esr"}[name]
    path = shutil.which(program)
    if path is None:
        raise FileNotFoundError(f"{program}: run .ci/browsers")
    if name == "chromium":
        words = {**os.environ, "LANGUAGE": language}
        return playwright.chromium.launch(executable_path=path, args=list(FLAGS), env=words)
    # Playwright's own way to Firefox needs a build of its own; the standard one takes any.
    return playwright.firefox.launch(channel="moz-firefox", executable_path=path, timeout=60_000)


def served(
    engine: Engine,
    browser: Browser,
    at: datetime = NOW,
    *,
    load: Callable[[Engine], object] = loaded,
) -> Iterator[Site]:
    """Serve what `load` fills a database with, at a real address; fail if a page had a problem."""
    load(engine)
    service = serve(engine)
    service.app.state.now = lambda: at
    server = Server(service)
    site = Site(service, server.address, browser, server)
    yield site
    for context in site.pages:
        context.close()
    server.stop()
    assert site.problems == [], site.problems  # written out: no test module, it is not rewritten
