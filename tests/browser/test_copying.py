from __future__ import annotations

from typing import TYPE_CHECKING

from tests.browser.test_grid import SLOT, at_version, begun, cell, go, said
from tests.browser.test_publishing import give

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.site import Site


def pair(page: Page) -> str:
    """Begin a draft in which Ada and Brice hold the slots of Monday 9 and Tuesday 10."""
    address = begun(page)
    for version, (person, day) in enumerate(
        [("ada", 9), ("brice", 9), ("ada", 10), ("brice", 10)], 2
    ):
        give(page, person, day, str(version))
    return address


def test_a_persons_days_are_pasted_a_week_later_and_undone_at_once(site: Site) -> None:
    page = site.page("responsable")
    pair(page)

    go(page, "ada", 9)
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Control+c")
    said(page, "2 services copiés")
    go(page, "chloe", 9)
    page.keyboard.press("Control+v")

    at_version(page, "6")
    for day in (9, 10):
        page.locator(f"{cell('chloe', day)} b[data-slot='{SLOT}']").wait_for()
    page.keyboard.press("Control+z")
    at_version(page, "7")
    assert page.locator(f"{cell('chloe', 9)} b[data-slot]").count() == 0


def test_a_day_of_several_people_is_pasted_on_another_day_and_what_stays_is_said(
    site: Site,
) -> None:
    page = site.page("responsable")
    pair(page)

    go(page, "ada", 9)
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Control+c")
    said(page, "2 services copiés")
    go(page, "ada", 16)
    page.keyboard.press("Control+v")
    at_version(page, "6")
    for person in ("ada", "brice"):
        page.locator(f"{cell(person, 16)} b[data-slot='{SLOT}']").wait_for()

    go(page, "ada", 6)
    page.keyboard.press("Control+v")
    said(page, "laissés de côté")
    aside = page.locator("#aside").inner_text()
    assert "En absence (" in aside
    assert page.locator("#version").inner_text() == "6"


def test_a_week_is_copied_without_script(site: Site) -> None:
    page = site.page("responsable")
    address = pair(page)
    plain = site.page("responsable", java_script_enabled=False)
    plain.goto(f"{address}/copier")

    plain.get_by_label("Du", exact=True).fill("2026-03-09")
    plain.get_by_label("Au, compris").fill("2026-03-15")
    plain.get_by_label("À partir du").fill("2026-03-16")
    plain.get_by_role("button", name="Voir ce que cela donne").click()
    plain.get_by_text("4 services peuvent être collés").wait_for()
    plain.get_by_role("button", name="Coller").click()

    plain.get_by_text("4 services collés").wait_for()
