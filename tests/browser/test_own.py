from __future__ import annotations

from typing import TYPE_CHECKING

from tests.api.asking.petit import BEFORE, WEEK, publish
from tests.browser.fitting import wide

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.site import Site

PAGES = (
    "/moi",
    "/moi?mois=2026-03",
    "/moi/agenda",
    "/moi/conges",
    "/moi/souhaits",
    "/moi/echanges",
    "/moi/echanges/choisir?service=P-J-2026-03-02",
    "/moi/echanges/essai?service=P-J-2026-03-02&avec=chloe",
    "/moi/heures",
    "/moi/compteurs?mois=2026-03",
)


def small(page: Page) -> list[str]:
    """Return the targets outside running text that are lower than 44 px."""
    names: list[str] = page.evaluate(
        """() => [...document.querySelectorAll(
                'button, .tabs a, .within a, summary, select, .button')]
            .filter((target) => target.offsetParent && target.getBoundingClientRect().height < 43.9)
            .map((target) => target.textContent.trim())"""
    )
    return names


def test_a_phone_shows_shifts_subscribes_and_asks_for_leave(site: Site) -> None:
    publish(site.service.engine, WEEK, BEFORE)
    page = site.page("mediateur", person="ada", width=390)

    page.goto("/")
    assert page.url.endswith("/moi")
    coming = page.get_by_role("region", name="Prochain service")
    assert "Lundi 2 mars 2026" in coming.inner_text()
    assert "Avec Brice K." in coming.inner_text()
    page.get_by_role("button", name="J’ai vu").click()
    page.get_by_role("heading", name="Ce qui a changé").wait_for(state="detached")
    page.get_by_role("link", name="Mois suivant, mars 2026").click()
    page.get_by_text("4 services, 28 h").wait_for()

    page.get_by_role("link", name="Agenda").click()
    page.get_by_label("Nom de l’appareil").fill("iPhone")
    page.get_by_role("button", name="Donner l’adresse").click()
    page.get_by_role("img", name="Code QR").wait_for()
    assert "/feeds/" in page.get_by_label("Ou copiez l’adresse").input_value()
    assert "/feeds/" not in page.url
    page.get_by_role("link", name="C’est fait").click()
    page.get_by_role("heading", name="iPhone").wait_for()

    page.get_by_role("link", name="Demandes").click()
    page.get_by_label("Premier jour").fill("2026-03-03")
    page.get_by_role("button", name="Voir les services touchés").click()
    hits = page.get_by_role("status")
    hits.wait_for()
    assert "mar. 3 mars" in hits.inner_text()
    page.get_by_role("button", name="Demander", exact=True).click()
    page.get_by_text("Demande envoyée").wait_for()
    page.get_by_text(", réponse attendue du responsable de Ville").wait_for()
    page.get_by_role("button", name="Retirer").click()
    page.get_by_text("Retiré").wait_for()


def test_touching_a_day_opens_its_shift(site: Site) -> None:
    publish(site.service.engine, WEEK, BEFORE)
    page = site.page("mediateur", person="ada", width=390)
    page.goto("/moi?mois=2026-03")
    shift = page.locator("li.day details").first
    day = page.locator("li.day", has=page.locator("details")).first.get_by_role("heading")
    assert not shift.evaluate("shift => shift.open")
    day.scroll_into_view_if_needed()
    box = day.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 8, box["y"] + 8)
    assert shift.evaluate("shift => shift.open")
    shift.get_by_role("link", name="Échanger").click()
    page.get_by_role("heading", name="Échanger mon service").wait_for()


def test_a_word_without_an_end_stays_on_its_line_and_the_tabs_within_reach(site: Site) -> None:
    page = site.page("mediateur", person="ada", width=390)
    page.goto("/moi/agenda")
    page.get_by_label("Nom de l’appareil").fill("a" * 100)
    page.get_by_role("button", name="Donner l’adresse").click()
    page.get_by_role("img", name="Code QR").wait_for()

    assert wide(page) == 0
    page.get_by_role("link", name="Demandes").click()
    page.get_by_role("heading", name="Mes congés").wait_for()


def test_nothing_is_cut_at_320_px_and_targets_are_44_px_high(site: Site) -> None:
    publish(site.service.engine, WEEK, BEFORE)
    page = site.page("mediateur", person="ada", width=320)
    for address in PAGES:
        page.goto(address)
        assert (address, wide(page)) == (address, 0)
        assert (address, small(page)) == (address, [])
