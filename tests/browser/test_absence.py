"""From a cell to a published replacement, counted in clicks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.database.engine import reading
from api.ledger.history import head, whole
from tests.api.asking.petit import publish
from tests.browser.accessibility import faults
from tests.browser.test_grid import begun, cell
from tests.browser.test_publishing import give

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.browser.site import Site

MOST = 6
"""Clicks from the cell to the publication, that of the reason with them."""


class Clicks:
    """Clicks that are counted: two for a double one."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, place: Locator) -> None:
        self.count += 1
        place.click()


def choose(click: Clicks, field: Locator, option: str) -> None:
    click(field)
    field.select_option(option)


def holders(site: Site, day: int) -> set[str]:
    """Who is published on the day's shift."""
    with reading(site.service.engine) as session:
        rows = whole(session).history["2026-03"]
        slot = f"P-J-2026-03-{day:02}"
        return {row.worked.mediator for row in rows if row.worked.duty.id == slot}


def replaced_and_published(page: Page, click: Clicks, *, first: bool = False) -> None:
    """Give the shift to somebody and publish: a first publication wants its open posts ticked."""
    assert faults(page) == []
    click(page.get_by_role("button", name="Donner à").first)
    page.get_by_text("ne tient plus aucun service").wait_for()
    click(page.get_by_role("link", name="Publier…"))
    page.wait_for_url("**/publier")
    if first:
        click(page.get_by_label("Publier avec"))
    click(page.get_by_role("button", name="Publier"))
    page.wait_for_url("**/publications/*")


def test_from_a_cell_of_a_published_month_in_six_clicks(site: Site) -> None:
    publish(site.service.engine)
    click = Clicks()
    page = site.page("responsable")
    page.goto("/mois/2026-03?vue=mois")

    click(page.locator(cell("ada", 3)))
    page.wait_for_url("**/absence?*")
    assert faults(page) == []
    assert "mar. 3 mars" in page.locator("form.card li").inner_text()
    choose(click, page.get_by_label("Motif"), "Indisponibilité")
    click(page.get_by_role("button", name="Noter l’absence et remplacer"))
    page.wait_for_url("**/remplacer?*")
    replaced_and_published(page, click)

    assert click.count <= MOST
    assert len(holders(site, 3) - {"ada", "brice"}) == 1
    assert "ada" not in holders(site, 3)


def test_from_a_cell_of_a_draft_never_published_in_one_more(site: Site) -> None:
    page, click = site.page("responsable"), Clicks()
    address = begun(page)
    give(page, "ada", 9, "2")
    give(page, "brice", 9, "3")

    click(page.locator(cell("ada", 9)))
    page.keyboard.press("Enter")
    choose(click, page.get_by_label("Motif"), "Indisponibilité")
    click(page.get_by_role("button", name="Noter l’absence et remplacer"))
    page.locator("#remplacer").wait_for()
    assert page.url == address
    assert page.locator(f"{cell('ada', 9)} b.absence").count() == 1
    replaced_and_published(page, click, first=True)

    assert click.count <= MOST + 1
    assert len(holders(site, 9) - {"ada", "brice"}) == 1
    assert "ada" not in holders(site, 9)


def test_without_script_somebody_is_named_by_a_form(site: Site) -> None:
    publish(site.service.engine)
    page = site.page("responsable", java_script_enabled=False)
    page.goto("/mois/2026-03?vue=mois")

    page.get_by_text("Absent…").click()
    page.get_by_label("Qui").select_option("ada")
    page.get_by_label("À partir du").fill("2026-03-03")
    page.get_by_role("button", name="Continuer").click()
    page.get_by_label("Motif").select_option("Indisponibilité")
    page.get_by_role("button", name="Noter l’absence").click()

    assert "Ada Lemoine" in page.locator("h1").inner_text()
    with reading(site.service.engine) as session:
        assert head(session).number == 1
        assert any(away.mediator == "ada" for away in whole(session).absences)
