"""What people see when something fails, in a real browser: nothing is lost, and it is said."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from api.database.engine import writing
from api.database.tables.jobs import JobRow
from api.jobs.states import Outcome, State, move
from tests.api.export.printed import pages, sizes
from tests.browser.test_grid import begun, ready

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.site import Site


def calculating(page: Page) -> str:
    """Ask for a calculation through the page; return its id."""
    page.goto(f"{begun(page)}/calculer")
    page.get_by_label("Secondes de recherche").fill("10")
    page.get_by_role("button", name="Calculer").click()
    page.wait_for_url("**/calculs/*")
    ready(page)
    address: str = page.url
    return address.rpartition("/")[2]


def end(site: Site, job: str) -> None:
    """End a calculation as a worker would, without searching."""
    with writing(site.service.engine) as session:
        row = session.get_one(JobRow, job)
        move(session, row, State.SOLVING)
        row.outcome = Outcome.UNKNOWN
        move(session, row, State.COMPLETED, "rien de mieux n’a été trouvé")


BESIDE = """() => [...document.querySelectorAll('table.grid td > b')].filter((chip) => {
    const text = document.createRange();
    text.selectNodeContents(chip);
    return text.getBoundingClientRect().right > chip.parentElement.getBoundingClientRect().right;
}).map((chip) => chip.textContent)"""
"""Chips whose text runs into the next day."""


def test_without_its_stream_of_events_a_calculation_is_asked_about_in_turn(site: Site) -> None:
    page = site.page("responsable")
    page.route(re.compile("/evenements$"), lambda route: route.fulfill(status=204, body=""))
    job = calculating(page)

    end(site, job)

    page.get_by_text("Calcul terminé : non conclu").first.wait_for()
    page.get_by_role("link", name="Voir la grille").click()
    page.locator("table.grid").wait_for()


def test_a_stream_that_was_cut_is_taken_up_again(site: Site) -> None:
    page = site.page("responsable")
    job = calculating(page)

    page.context.set_offline(True)
    end(site, job)
    page.context.set_offline(False)

    page.get_by_text("Calcul terminé : non conclu").first.wait_for()
    site.problems[:] = [p for p in site.problems if "ERR_INTERNET_DISCONNECTED" not in p]


def test_the_progress_of_a_calculation_is_held_still_and_goes_on(site: Site) -> None:
    page = site.page("responsable")
    job = calculating(page)
    page.get_by_role("button", name="Figer l’affichage").click()

    end(site, job)
    page.wait_for_timeout(2500)
    assert page.get_by_text("Calcul terminé").count() == 0

    page.get_by_role("button", name="Reprendre l’affichage").click()
    page.get_by_text("Calcul terminé : non conclu").first.wait_for()
    assert page.get_by_role("button", name="affichage").count() == 0


def test_without_script_a_month_is_read_begun_and_asked_for(site: Site) -> None:
    page = site.page("responsable", java_script_enabled=False)
    page.goto("/plannings")
    page.get_by_label("Mois", exact=True).select_option("2026-03")
    page.get_by_role("button", name="Préparer", exact=True).click()
    page.wait_for_load_state()

    assert page.locator("table.grid tr[data-person]").count() == 6
    page.get_by_role("link", name="Calculer").click()
    page.get_by_role("button", name="Calculer").click()
    page.get_by_role("link", name=re.compile("grille")).first.wait_for()

    page = site.page("mediateur", person="ada", java_script_enabled=False, width=390)
    page.goto("/moi/conges")
    page.get_by_label("Premier jour").fill("2026-04-02")
    page.get_by_role("button", name="Demander", exact=True).click()
    page.get_by_text("réponse attendue").first.wait_for()


def test_on_paper_the_grid_is_whole_and_alone(site: Site) -> None:
    page = site.page("responsable")
    begun(page)
    page.emulate_media(media="print")

    around = "header.top, .tools:not(.bar), .views, .doing, #panneau, footer"
    assert page.locator(around).filter(visible=True).count() == 0
    width = page.evaluate(
        "() => document.querySelector('table.grid').getBoundingClientRect().right"
    )
    assert width <= page.evaluate("() => document.documentElement.clientWidth")
    assert page.pdf(landscape=True, format="A3").startswith(b"%PDF")


def test_a_month_lies_on_its_side_on_paper_under_its_name_with_its_chips_apart(site: Site) -> None:
    page = site.page("responsable")
    begun(page)
    # What a browser prints at once, on its own paper: A4 is 297 mm wide, of which 281 are left.
    content = page.pdf(format="A4", prefer_css_page_size=True)
    assert all(width > height for width, height in sizes(content))
    assert pages(content)[0].startswith("Mars 2026")

    page.emulate_media(media="print")
    page.set_viewport_size({"width": 281 * 96 * 10 // 254, "height": 733})
    assert page.evaluate(BESIDE) == []
