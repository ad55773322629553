"""The association's rows entered in a real browser, and without any script."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.api.asking.petit import BEFORE, WEEK, publish

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.site import Site


def send(page: Page, name: str = "Enregistrer") -> None:
    page.get_by_role("button", name=name, exact=True).last.click()
    page.wait_for_load_state()


def test_somebody_arrives_and_leaves_without_any_script(site: Site) -> None:
    publish(site.service.engine, WEEK, BEFORE)
    page = site.page("responsable", agency="ville", java_script_enabled=False)
    page.goto("/donnees")
    page.get_by_role("link", name="Personnes", exact=True).click()
    page.get_by_role("link", name="Ajouter").click()
    page.get_by_label("Identifiant, sans espace").fill("zoe")
    page.get_by_label("Nom", exact=False).first.fill("Zoé Martin")
    page.get_by_label("Rôle").select_option("médiateur")
    page.get_by_label("Type").select_option("CDD")
    page.locator("[name='contrats.0.start']").fill("2026-03-01")
    page.get_by_label("Durée hebdomadaire").fill("35")
    send(page)
    assert page.get_by_role("heading", level=1).inner_text().startswith("Zoé Martin")

    page.goto("/donnees/personnes?q=ada")
    page.get_by_role("link", name="Ada Lemoine").click()
    page.get_by_label("Fin de « CDI »").fill("2026-03-01")
    page.get_by_role("button", name="Mettre fin").click()
    page.get_by_text("Rien n’est enregistré encore").wait_for()
    page.get_by_text("n’a pas de contrat en cours").first.wait_for()
    send(page, "Enregistrer quand même")

    assert page.get_by_role("heading", level=1).inner_text() == "Ada Lemoine jusqu’au 01/03/2026"


def test_what_is_refused_takes_the_focus_and_leads_to_its_field(site: Site) -> None:
    page = site.page("responsable", agency="ville")
    page.goto("/donnees/absences/nouveau")
    page.get_by_label("Personne").select_option("Ada Lemoine")
    send(page)

    summary = page.get_by_role("alert")
    page.locator(".problem:focus").wait_for()
    summary.get_by_role("link", name="Début, attendu").click()

    assert page.evaluate("() => document.activeElement.id || location.hash.slice(1)") == "start"
    assert page.get_by_label("Personne").input_value() == "ada"
