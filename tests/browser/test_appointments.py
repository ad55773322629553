"""An appointment asked for by keyboard on a phone, without any script, and answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.browser.accessibility import faults_in_both_schemes
from tests.browser.fitting import losses

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.site import Site

HERE = "/rendez-vous"


def wrong(page: Page) -> list[str]:
    return [*faults_in_both_schemes(page), *losses(page)]


def fill(page: Page) -> None:
    page.goto(HERE)
    page.get_by_label("Jour").fill("2026-03-10")
    page.get_by_label("Début").fill("14:30")
    page.get_by_label("Où, sur ce site").fill("Hall B")
    page.get_by_label("Référence").fill("DOS-118")


def ask(page: Page) -> None:
    fill(page)
    page.get_by_role("button", name="Demander").click()
    page.get_by_role("status").wait_for()


def test_one_is_asked_for_and_accepted_by_keyboard_on_a_phone(site: Site) -> None:
    payer = site.page("commanditaire", agency="ville", width=390)
    fill(payer)
    assert wrong(payer) == []
    payer.get_by_label("Référence").press("Enter")
    payer.get_by_role("status").wait_for()
    assert wrong(payer) == []

    planner = site.page("responsable", agency="ville", width=390)
    planner.goto("/demandes")
    planner.get_by_role("link", name="mar. 10 mars").press("Enter")
    planner.get_by_role("heading", level=1).filter(has_text="Rendez-vous").wait_for()
    assert wrong(planner) == []
    planner.get_by_label("Qui doit le tenir").select_option("Ada Lemoine")
    planner.get_by_role("button", name="Accepter").press("Enter")
    planner.get_by_role("status").wait_for()
    assert "À tenir par Ada Lemoine." in planner.inner_text("main")
    assert wrong(planner) == []

    payer.goto(HERE)
    assert "Accepté, pas encore planifié" in payer.inner_text("main")
    assert "Ada" not in payer.inner_text("main")


def test_it_is_refused_and_moved_without_any_script(site: Site) -> None:
    payer = site.page("commanditaire", agency="ville", java_script_enabled=False)
    planner = site.page("responsable", agency="ville", java_script_enabled=False)
    ask(payer)
    ask(payer)

    planner.goto("/demandes")
    planner.get_by_role("link", name="mar. 10 mars").first.click()
    planner.get_by_label("Pourquoi").fill("Local pris")
    planner.get_by_role("button", name="Refuser").click()
    planner.get_by_role("status").wait_for()
    planner.goto("/demandes")
    planner.get_by_role("link", name="mar. 10 mars").click()
    planner.get_by_role("button", name="Accepter").click()
    planner.get_by_role("status").wait_for()
    planner.get_by_label("Jour").fill("2026-03-12")
    planner.get_by_role("button", name="Déplacer").click()
    planner.get_by_role("status").wait_for()

    payer.goto(HERE)
    shown = payer.inner_text("main")
    assert "Local pris" in shown
    assert "jeu. 12 mars" in shown


def test_what_is_refused_leads_to_its_field(site: Site) -> None:
    page = site.page("commanditaire", agency="ville", width=390)
    fill(page)
    page.get_by_label("Durée, en minutes").fill("720")
    page.get_by_role("button", name="Demander").click()
    page.get_by_role("alert").wait_for()

    page.locator(".problem:focus").wait_for()
    assert wrong(page) == []
    page.get_by_role("link", name="Attendu : un nombre entier de 5 à 359").click()
    assert page.evaluate("() => document.activeElement.id || location.hash.slice(1)") == "minutes"
    assert page.get_by_label("Où, sur ce site").input_value() == "Hall B"
