"""What is asked for shows at once that it was taken, and once it lasts, how far it is."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tests.api.asking.petit import BEFORE, WEEK, publish
from tests.api.service import NOW
from tests.browser.test_grid import at_version, begun, ready

if TYPE_CHECKING:
    from datetime import datetime

    from playwright.sync_api import Route

    from tests.browser.site import Site

LONG = 2.5
"""Seconds that the service takes."""

AT_ONCE = 300
"""Milliseconds within which one sees that something was taken."""

WATCH = """() => {
    const bar = document.querySelector('.busy'), words = bar.querySelector('p'), seen = [];
    let sent = 0;
    addEventListener('submit', () => { sent = performance.now(); }, {capture: true});
    new MutationObserver(() => {
        if (bar.hidden) return;
        const busy = document.body.getAttribute('aria-busy');
        seen.push({after: performance.now() - sent, words: words.textContent, busy});
        sessionStorage.setItem('vu', JSON.stringify(seen));
    }).observe(bar, {attributes: true, childList: true, subtree: true});
}"""
"""Note what is shown of what is under way: a test is told nothing of a page that is being left."""


def slow(site: Site) -> None:
    """Make the service take its time for what is asked of it next."""

    def now() -> datetime:
        time.sleep(LONG)
        return NOW

    site.service.app.state.now = now


def test_a_form_that_lasts_says_so_at_once_then_how_long(site: Site) -> None:
    page = site.page("responsable")
    address = begun(page)
    page.goto(f"{address}/trous")
    slow(site)

    page.evaluate(WATCH)

    page.get_by_role("button", name="Pourvoir tout").click(no_wait_after=True)
    page.wait_for_url("**/trous?fait=pourvoir")

    first, *others = page.evaluate("() => JSON.parse(sessionStorage.getItem('vu'))")
    assert first["after"] < AT_ONCE
    assert (first["busy"], first["words"]) == ("true", "Chacun est essayé sur chaque poste…")
    assert "Chacun est essayé sur chaque poste : 3 s." in [each["words"] for each in others]
    # Its own time is what one is told the next time.
    page.goto(address)
    page.evaluate(WATCH)
    page.get_by_role("button", name="Pourvoir ce qui peut").click(no_wait_after=True)
    page.wait_for_url("**?fait=rien")  # « Pourvoir tout » left it nothing to fill
    seen = page.evaluate("() => JSON.parse(sessionStorage.getItem('vu'))")
    assert "d’habitude" in seen[-1]["words"]


def test_a_form_is_sent_once_however_often_its_button_is_pressed(site: Site) -> None:
    page = site.page("responsable")
    address = begun(page)
    page.goto(f"{address}/trous")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    slow(site)

    button = page.get_by_role("button", name="Pourvoir tout")
    button.evaluate("button => { for (let n = 0; n < 3; n += 1) button.click(); }")
    page.wait_for_url("**/trous?fait=pourvoir")

    assert sent.count("POST") == 1


def test_what_was_filled_from_the_grid_is_undone_by_one_key(site: Site) -> None:
    page = site.page("responsable")
    begun(page)

    page.get_by_role("button", name="Pourvoir ce qui peut l’être").click()
    page.get_by_text("Ctrl + Z les reprend tous").wait_for()
    ready(page)
    assert page.locator("#version").inner_text() == "2"
    assert page.locator("tr[data-person] b[data-slot]:not(.cfa)").count() > 10
    page.keyboard.press("Control+z")
    at_version(page, "3")
    assert page.locator("tr[data-person] b[data-slot]:not(.cfa)").count() == 0


def test_a_page_that_one_comes_back_to_is_still(site: Site) -> None:
    page = site.page("responsable")
    address = begun(page)
    page.goto(f"{address}/trous")
    page.get_by_role("link", name="Retour à la grille").click()
    ready(page)
    page.go_back()

    assert page.locator(".busy").is_hidden()
    assert page.locator("body").get_attribute("aria-busy") is None


def test_what_the_page_answers_by_itself_or_saves_leaves_nothing_under_way(site: Site) -> None:
    publish(site.service.engine, WEEK, BEFORE)
    page = site.page("rh")
    page.goto("/rh?month=2026-03")
    unfolded = page.locator("a.unfold").first
    unfolded.click()
    page.locator(".unfolded").first.wait_for()

    with page.expect_download():
        page.get_by_role("link", name="Dossier de preuve").first.click()
    page.wait_for_timeout(AT_ONCE)

    assert page.locator(".busy").is_hidden()


def test_a_document_that_lasts_says_so_until_it_is_saved(site: Site) -> None:
    publish(site.service.engine, WEEK, BEFORE)
    page = site.page("responsable")
    page.goto("/mois/2026-03")
    page.get_by_text("Imprimer", exact=True).click()
    # A quick machine writes it before anything is shown: it waits until the sign was seen.
    waiting: list[Route] = []

    def wait(route: Route) -> None:
        waiting.append(route)

    page.route("**/documents/fiches*", wait)

    with page.expect_download() as saved:
        page.get_by_role("link", name="Fiches A4").click()
        page.get_by_text("Fiches A4, une par personne : le fichier s’écrit…").wait_for()
        waiting[0].continue_()

    assert saved.value.suggested_filename == "fiches-2026-03.zip"
    page.locator("body:not([aria-busy])").wait_for()
