"""What pages cost in a real browser: requests, bytes, when they can be used, what a drag takes."""

from __future__ import annotations

from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from playwright.sync_api import sync_playwright

from api.access.caller import Caller
from api.data.stored.association import read
from api.database.engine import connect, reading, writing
from api.database.migrating import upgrade
from api.month.drafts.service import PUBLISHED, create
from tests.api.service import loaded, serve
from tests.bench.dragging import dragged
from tests.bench.pages import BEFORE, MONTH, SAMPLE, TEAM
from tests.bench.serving import ALIVE, served_apart
from tests.browser.site import Site, launched

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.bench.engine import Say
    from tests.bench.serving import Apart

SLOW = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
"""A phone's third generation: 400 kb/s, 400 ms."""

COLD_MS = 90_000
"""What the first page of all may take."""

Times = dict[str, float]
"""Moments of a visit, in milliseconds; its requests and their bytes."""

VISITS = 9
USABLE_MS, VERDICT_MS, LATE_MS, PHONE_MS = 100, 100, 200, 3000
"""Budgets: usable after the HTML, median and 95 % of drops, the phone's page."""

SETTLED_MS, AGAIN_MS = 500, 250
"""How long a page is left alone before it is asked, and asked again, whether it is painted. To ask
sends it a script of 300 kB and wants a frame: while it opens, that would be measured too."""

PAINTED = "() => performance.getEntriesByName('first-contentful-paint').length > 0"
"""The grid's first frame has all that is in sight: its script holds it until the HTML's end. On a
slow line a page may be loaded before it is painted."""

NAKED = "/tableau-nu"
NAKED_HTML = """() => {
    const naked = document.createElement('table');
    for (const row of document.querySelector('table.grid').rows) {
        const made = naked.insertRow();
        for (const cell of row.cells) {
            const plain = made.insertCell();
            plain.colSpan = cell.colSpan;
            plain.textContent = cell.innerText;
        }
    }
    const style = 'table { table-layout: fixed; width: 100%; font: 11px/1.15 sans-serif }';
    return `<!doctype html><title>nu</title><style>${style}</style>${naked.outerHTML}`;
}"""
"""A table of as many cells with the same texts and nothing else: what any such page costs here."""
TIMES = """() => {
    const page = performance.getEntriesByType('navigation')[0];
    const parts = performance.getEntriesByType('resource');
    return {received: page.responseEnd, loaded: page.domContentLoadedEventEnd,
            painted: performance.getEntriesByName('first-contentful-paint')[0].startTime,
            requests: 1 + parts.filter((p) => p.transferSize > 0).length,
            bytes: parts.reduce((sum, p) => sum + p.encodedBodySize * (p.transferSize > 0), 0)};
}"""


def browsing(say: Say) -> None:
    """Print what a browser sees of the grid, of drags in it, and of a phone's page."""
    with TemporaryDirectory() as temporary, sync_playwright() as playwright:
        url = f"sqlite:///{Path(temporary) / 'roulement.db'}"
        upgrade(url)
        engine = connect(url)
        loaded(engine, SAMPLE)
        with writing(engine) as session:
            caller = Caller(user="a" * 32)
            made = create(session, caller, MONTH, dispositifs=(TEAM,), start=PUBLISHED, now=BEFORE)
            draft = made.id
        with served_apart(url, BEFORE) as service:
            browser = launched(playwright, "chromium")
            site = Site(serve(engine), service.address, browser)
            say("dans un navigateur :")
            page = _grid(say, site, f"/plannings/{draft}")
            _drags(say, page, service)
            _phone(say, site)
            browser.close()
        engine.dispose()
    if site.problems:
        raise SystemExit("\n".join(site.problems))


def _grid(say: Say, site: Site, address: str) -> Page:
    """Print what visits of the grid cost; return its page, open.

    An empty browser has no page of the service yet; after the start page, which follows a sign-in,
    it has the style and a process that has drawn; later it has the scripts too.
    """
    page = site.page("responsable")
    page.goto(address, timeout=COLD_MS)  # what the service works out once
    html = page.evaluate(NAKED_HTML)
    naked = _naked(site, html)
    naked.goto(NAKED)
    first, signed_in, later, bare_first, bare_later = [], [], [], [], []
    for _ in range(VISITS):  # by turns, so that what else the machine does weighs on all of them
        first.append(_visit(site.page("responsable"), address))
        signed_in.append(_visit(_at_home(site), address))
        later.append(_visit(page, address))
        bare_first.append(_visit(_naked(site, html), NAKED))
        bare_later.append(_visit(naked, NAKED))
    _visits(say, "navigateur vide", first, bare_first)
    _visits(say, "après l’accueil", signed_in, bare_later)
    _visits(say, "ensuite", later, bare_later)
    return page


def _visits(say: Say, name: str, visits: list[Times], bare: list[Times]) -> None:
    """Print what visits of the grid cost, beside those of a bare table."""
    seen = visits[-1]
    say(
        f"    la grille, {name:16} {seen['requests']} requêtes, CSS et scripts "
        f"{seen['bytes']} octets compressés"
    )
    for moment, key in (("touches et souris prêtes", "loaded"), ("peinte", "painted")):
        after, least = (_after(those, key) for those in (visits, bare))
        say(
            f"        {moment:26} {after:5.0f} ms après le HTML (budget {USABLE_MS} ms ; "
            f"tableau nu : {least:.0f} ms)"
        )


def _after(visits: list[Times], key: str) -> float:
    """Return the median milliseconds from the HTML's last byte to a moment."""
    return median(visit[key] - visit["received"] for visit in visits)


def _at_home(site: Site) -> Page:
    """Open a browser of its own on the page that follows the sign-in: where people come from."""
    page = site.page("responsable")
    page.goto("/")
    page.wait_for_timeout(SETTLED_MS)
    return page


def _naked(site: Site, html: str) -> Page:
    """Open a browser of its own, where an address answers with that HTML."""
    page = site.page("responsable")
    page.route(f"**{NAKED}", lambda route: route.fulfill(content_type="text/html", body=html))
    return page


def _visit(page: Page, address: str) -> Times:
    page.goto(address)
    page.wait_for_timeout(SETTLED_MS)
    while not page.evaluate(PAINTED):
        page.wait_for_timeout(AGAIN_MS)
    times: Times = page.evaluate(TIMES)
    return times


def _drags(say: Say, page: Page, service: Apart) -> None:
    """Print what drags take, beside a bare route and an empty frame of the same browser."""
    line: Any = page.context.new_cdp_session(page)
    line.send("Performance.enable")
    before = service.processor, _processor(line)
    seen = dragged(page, ALIVE)
    count = len(seen.verdicts)
    spent = service.processor - before[0], _processor(line) - before[1]
    bare = median(seen.bare)
    say(f"    {count} glisser-déposer (« {ALIVE} » et une image vide : {bare:.0f} ms) :")
    for name, times in (
        ("prise → lignes jugées", seen.judged),
        ("lâcher → verdict", seen.verdicts),
    ):
        middle, late = median(times), quantiles(times, n=20)[-1]
        say(
            f"        {name:22} médiane {middle:5.0f} ms ({middle / bare:4.1f} fois), "
            f"95 % sous {late:5.0f} ms ({late / bare:4.1f} fois)"
        )
    say(
        f"        budget du lâcher : médiane {VERDICT_MS} ms, 95 % sous {LATE_MS} ms ; "
        f"{seen.refused} refusés par l’ordre public"
    )
    say(
        f"        processeur par glisser entier (candidats, essai, geste) : service "
        f"{1000 * spent[0] / count:.0f} ms, page {1000 * spent[1] / count:.0f} ms"
    )


def _processor(line: Any) -> float:
    """Return the seconds of processor that a page's process has used."""
    metrics = line.send("Performance.getMetrics")["metrics"]
    return next(float(metric["value"]) for metric in metrics if metric["name"] == "ProcessTime")


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
    phone.wait_for_function(PAINTED)
    seen = phone.evaluate(TIMES)
    say(
        f"    le téléphone, 400 kb/s, 400 ms : utilisable en {seen['loaded']:.0f} ms "
        f"({seen['requests']} requêtes, budget {PHONE_MS} ms)"
    )
