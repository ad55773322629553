"""Dates and times are French in a browser that would write them in another language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.browser.site import Site

HERE = "/moi/conges"


FRENCH = """Object.defineProperty(HTMLInputElement.prototype, "validationMessage", {
    get: () => "Veuillez renseigner ce champ." })"""
"""Make a browser say as a French one what an empty field lacks."""


def test_a_french_browser_keeps_its_own_fields(site: Site) -> None:
    page = site.page("mediateur", person="ada", width=390)
    page.add_init_script(FRENCH)

    page.goto(HERE)

    assert page.get_by_label("Premier jour").get_attribute("type") == "date"


def test_an_english_browser_that_asks_for_french_pages_shows_french_days(site: Site) -> None:
    page = site.page("rh", locale="fr-FR")

    page.goto("/rh/paie")

    assert page.locator("input[type=date]").count() == 0
    fields = page.locator("input[placeholder='jj/mm/aaaa']").all()
    assert all(re.fullmatch(r"(\d\d/\d\d/\d{4})?", each.input_value()) for each in fields)
    assert len(fields) == 2


def test_a_day_written_as_programs_do_is_taken_too(site: Site) -> None:
    page = site.page("mediateur", person="ada", width=390)

    page.goto(HERE)
    first = page.get_by_label("Premier jour")
    first.fill("2026-03-03")
    first.blur()

    assert first.input_value() == "03/03/2026"


def test_an_english_browser_takes_and_shows_days_as_they_are_written_in_french(site: Site) -> None:
    page = site.page("mediateur", person="ada", width=390, locale="en-US")

    page.goto(HERE)
    first = page.get_by_label("Premier jour")
    assert first.get_attribute("placeholder") == "jj/mm/aaaa"
    first.fill("3-3-2026")
    page.get_by_label("Dernier jour", exact=True).fill("04/03/2026")
    page.get_by_role("button", name="Demander", exact=True).click()

    page.get_by_text("du mar. 3 mars au mer. 4 mars").first.wait_for()


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("31/02/2026", "une date qui existe"),
        ("demain", "jj/mm/aaaa"),
        ("2026", "jj/mm/aaaa"),
        ("12/2", "jj/mm/aaaa"),
    ],
)
def test_what_is_no_date_is_said_at_the_field_and_not_sent(
    site: Site, typed: str, why: str
) -> None:
    page = site.page("mediateur", person="ada", width=390, locale="en-US")

    page.goto(HERE)
    first = page.get_by_label("Premier jour")
    first.fill(typed)
    page.get_by_role("button", name="Demander", exact=True).click()

    assert first.evaluate("field => field.validationMessage") == f"Attendu : {why}"
    assert first.input_value() == typed


def test_a_day_that_the_service_refuses_is_shown_again_as_it_was_typed(site: Site) -> None:
    page = site.page("rh", locale="en-US")

    page.goto("/donnees/absences/nouveau")
    page.locator("[name=start]").fill("31/02/2026")
    page.locator('[name="start.heure"]').fill("25:00")
    page.get_by_role("button", name="Enregistrer", exact=True).click()

    page.get_by_role("alert").get_by_text("Début, attendu").wait_for()
    assert page.locator("[name=start]").input_value() == "31/02/2026"
    assert page.locator('[name="start.heure"]').input_value() == "25:00"


def test_times_are_read_as_they_are_typed(site: Site) -> None:
    page = site.page("responsable", agency="ville", locale="en-US")

    page.goto("/rendez-vous")
    start = page.get_by_label("Début", exact=True).first
    start.fill("9h30")
    start.blur()
    assert start.input_value() == "09:30"
    start.fill("25:00")
    start.blur()
    said = "Attendu : une heure de 00:00 à 23:59"
    assert start.evaluate("field => field.validationMessage") == said
    start.fill("midi")
    start.blur()
    assert start.evaluate("field => field.validationMessage") == "Attendu : hh:mm"
