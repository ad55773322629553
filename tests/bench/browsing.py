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

VISITS = 9
USABLE_MS, VERDICT_MS, LATE_MS, PHONE_MS = 100, 100, 200, 3000
"""Budgets: usable after the HTML, median and 95 % of drops, the phone's page."""

USABLE = """() => document.documentElement.dataset.ready !== undefined
    && performance.getEntriesByName('first-contentful-paint').length > 0"""
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
    """Print what the grid's first visit and later ones cost; return the page, open."""
    page = site.page("responsable")
    page.goto(address, timeout=COLD_MS)  # what the service works out once
    later = [_visit(page, address) for _ in range(VISITS)]
    first = [_visit(site.page("responsable"), address) for _ in range(VISITS)]
    for name, visits in (("première visite", first), ("ensuite", later)):
        seen = visits[-1]
        say(
            f"    la grille, {name:16} {seen['requests']} requêtes, CSS et scripts "
            f"{seen['bytes']} octets compressés"
        )
        for moment, key in (("touches et souris prêtes", "loaded"), ("peinte", "painted")):
            after = median(visit[key] - visit["received"] for visit in visits)
            say(f"        {moment:26} {after:5.0f} ms après le HTML (budget {USABLE_MS} ms)")
    return page


def _visit(page: Page, address: str) -> dict[str, float]:
    page.goto(address)
    page.wait_for_function(USABLE)
    times: dict[str, float] = page.evaluate(TIMES)
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
    seen = phone.evaluate(TIMES)
    say(
        f"    le téléphone, 400 kb/s, 400 ms : utilisable en {seen['loaded']:.0f} ms "
        f"({seen['requests']} requêtes, budget {PHONE_MS} ms)"
    )
