"""What pages cost in a real browser: requests, bytes, and when they can be used."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from playwright.sync_api import sync_playwright

from api.access.caller import Caller
from api.data.stored.association import read
from api.database.engine import connect, reading, writing
from api.database.migrating import upgrade
from api.month.drafts.service import PUBLISHED, create
from tests.api.service import loaded
from tests.bench.pages import BEFORE, MONTH, SAMPLE, TEAM
from tests.browser.site import launched, served

if TYPE_CHECKING:
    from tests.bench.engine import Say
    from tests.browser.site import Site

SLOW = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
"""A phone's third generation: 400 kb/s, 400 ms."""

USABLE = "() => document.documentElement.dataset.ready !== undefined"
TIMES = """() => {
    const page = performance.getEntriesByType('navigation')[0];
    const parts = performance.getEntriesByType('resource');
    return {received: page.responseEnd, usable: performance.now(),
            loaded: page.domContentLoadedEventEnd,
            requests: 1 + parts.filter((p) => p.transferSize > 0).length,
            bytes: parts.reduce((sum, p) => sum + p.encodedBodySize * (p.transferSize > 0), 0)};
}"""


def browsing(say: Say) -> None:
    """Print what a browser sees of the grid and of a phone's page."""
    with TemporaryDirectory() as temporary, sync_playwright() as playwright:
        url = f"sqlite:///{Path(temporary) / 'roulement.db'}"
        upgrade(url)
        engine = connect(url)
        browser = launched(playwright, "chromium")
        for site in served(engine, browser, BEFORE, load=lambda made: loaded(made, SAMPLE)):
            _grid(say, site)
            _phone(say, site)
        browser.close()
        engine.dispose()


def _grid(say: Say, site: Site) -> None:
    with writing(site.service.engine) as session:
        row = create(
            session, Caller(user="a" * 32), MONTH, dispositifs=(TEAM,), start=PUBLISHED, now=BEFORE
        )
        draft = row.id
    page = site.page("responsable")
    for visit in ("première visite", "ensuite"):
        page.goto(f"/plannings/{draft}")
        page.wait_for_function(USABLE)
        seen = page.evaluate(TIMES)
        say(
            f"    la grille, {visit:16} {seen['requests']} requêtes, CSS et scripts "
            f"{seen['bytes']} octets compressés ; utilisable "
            f"{seen['loaded'] - seen['received']:.0f} ms après le HTML"
        )


def _phone(say: Say, site: Site) -> None:
    with reading(site.service.engine) as session:
        worked = max(read(session).mediators, key=lambda person: person.id)
    page = site.page("mediateur", person=worked.id, width=390)
    page.goto("/moi")  # what the service works out once
    phone: Any = site.page("mediateur", person=worked.id, width=390)
    line = phone.context.new_cdp_session(phone)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", SLOW)
    phone.goto("/moi")
    seen = phone.evaluate(TIMES)
    say(
        f"    le téléphone, 400 kb/s, 400 ms : utilisable en {seen['loaded'] / 1000:.2f} s "
        f"({seen['requests']} requêtes, budget 3 s)"
    )
