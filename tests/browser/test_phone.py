"""One's own pages on a phone: opened without network, forgotten after signing out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.api.asking.petit import BEFORE, WEEK, publish

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.site import Site

KEPT = "async () => (await caches.match('/moi')) !== undefined"
"""Whether the worker has kept the rota."""

BORDER = "() => getComputedStyle(document.querySelector('.coming')).borderTopWidth"


def installed(site: Site, person: str = "ada") -> Page:
    """Open one's shifts, and wait until the phone keeps them."""
    assert site.server is not None
    page = site.page("mediateur", person=person, width=390)
    page.goto("/moi")
    page.wait_for_function(KEPT)
    return page


def test_the_last_rota_opens_without_network_and_says_when_it_was_read(site: Site) -> None:
    publish(site.service.engine, WEEK, BEFORE)
    page = installed(site)
    notice = page.get_by_text("Lu le 20/02/2026 à 10 h, hors ligne.")
    assert not notice.is_visible()
    assert site.server is not None
    site.server.stop()

    page.goto("/moi/conges")
    assert page.url.endswith("/moi")
    notice.wait_for()
    assert "Lundi 2 mars 2026" in page.get_by_role("region", name="Prochain service").inner_text()
    # It is drawn as with network, and what would send something isn't there.
    assert (
        page.evaluate("() => getComputedStyle(document.querySelector('.coming')).borderTopWidth")
        == "2px"
    )
    assert not page.get_by_role("button", name="J’ai vu").is_visible()

    site.server.start()
    page.goto("/moi/conges")
    page.get_by_role("heading", name="Mes congés").wait_for()
    page.goto("/moi")
    page.get_by_role("button", name="J’ai vu").wait_for()
    assert not notice.is_visible()


def test_nothing_is_kept_of_an_account_that_signed_out(site: Site) -> None:
    publish(site.service.engine, WEEK, BEFORE)
    page = installed(site)
    page.get_by_role("button", name="Se déconnecter").click()
    page.locator("html[data-forgotten]").wait_for(state="attached")

    assert page.evaluate("() => caches.keys()") == []


def test_a_device_that_was_shut_from_elsewhere_forgets_what_it_kept(site: Site) -> None:
    publish(site.service.engine, WEEK, BEFORE)
    page = installed(site)
    page.goto("/moi/appareils")
    page.get_by_role("button", name="Déconnecter").first.click()
    page.get_by_role("heading", name="Connexion").wait_for()
    page.wait_for_function("async () => (await caches.keys()).length === 0")
