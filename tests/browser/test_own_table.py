"""A messy table on a phone, by keyboard: chosen, asked about, corrected and imported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.api.own_table import rotas
from tests.browser.accessibility import faults_in_both_schemes

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.browser.site import Site

HOURS = {"M": "8h30-12h30", "S": "14h-19h30, pause 20 min", "J": "9h-12h et 13h-17h"}


def looked_at(page: Page) -> None:
    """Check that a screen has no fault of accessibility, and doesn't scroll sideways."""
    assert faults_in_both_schemes(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == page.evaluate("innerWidth")


def test_a_table_is_read_asked_about_and_imported_on_a_phone(site: Site, tmp_path: Path) -> None:
    page = site.page("admin", "responsable", width=390)
    page.goto("/mon-tableau")
    looked_at(page)
    page.set_input_files("#fichiers", rotas.one_sheet(tmp_path, legend=False))
    page.get_by_role("button", name="Lire").press("Enter")

    page.get_by_role("heading", name="3 questions sur votre tableau").wait_for()
    looked_at(page)
    for code, hours in HOURS.items():
        page.get_by_label(f"Horaires de {code}").fill(hours)
    page.get_by_role("button", name="Répondre").press("Enter")

    page.get_by_role("heading", name="Ce qui sera importé").wait_for()
    looked_at(page)
    page.get_by_role("button", name="Importer").press("Enter")
    page.get_by_role("heading", name="2 valeurs refusées").wait_for()
    looked_at(page)
    page.get_by_label("Heures par semaine", exact=True).fill("35")
    page.get_by_label("Début des contrats").fill("01/09/2025")
    page.get_by_label("Dispositif de ce tableau").select_option("P")
    page.get_by_role("button", name="Importer").press("Enter")

    page.get_by_role("heading", name="Votre tableau est importé").wait_for()
    looked_at(page)
    assert "6 personnes ajoutées" in page.inner_text("main").replace("\xa0", " ")
