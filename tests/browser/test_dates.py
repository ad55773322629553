"""Dates and times are French in a browser that would write them in another language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.browser.site import Site

HERE = "/moi/conges"


def test_a_french_browser_keeps_its_own_fields(site: Site) -> None:
    page = site.page("mediateur", person="ada", width=390)

    page.goto(HERE)

    assert page.get_by_label("Premier jour").get_attribute("type") == "date"
    assert page.locator("script[src*='dates']").count() == 0


def test_an_english_browser_takes_and_shows_days_as_they_are_written_in_french(site: Site) -> None:
    page = site.page("mediateur", person="ada", width=390, locale="en-US")

    page.goto(HERE)
    first = page.get_by_label("Premier jour")
    assert first.get_attribute("placeholder") == "jj/mm/aaaa"
    first.fill("3-3-2026")
    page.get_by_label("Dernier jour", exact=True).fill("04/03/2026")
    page.get_by_role("button", name="Demander", exact=True).click()

    page.get_by_text("du mar. 3 mars au mer. 4 mars").first.wait_for()


@pytest.mark.parametrize("typed", ["31/02/2026", "demain", "2026"])
def test_what_is_no_date_is_said_at_the_field_and_not_sent(site: Site, typed: str) -> None:
    page = site.page("mediateur", person="ada", width=390, locale="en-US")

    page.goto(HERE)
    first = page.get_by_label("Premier jour")
    first.fill(typed)
    page.get_by_role("button", name="Demander", exact=True).click()

    assert first.evaluate("field => field.validationMessage") == "Attendu : jj/mm/aaaa"
    assert first.input_value() == typed


def test_times_are_read_as_they_are_typed(site: Site) -> None:
    page = site.page("responsable", agency="ville", locale="en-US")

    page.goto("/rendez-vous")
    start = page.get_by_label("Début", exact=True).first
    start.fill("9h30")
    start.blur()
    assert start.input_value() == "09:30"
    start.fill("25:00")
    start.blur()
    assert start.evaluate("field => field.validationMessage") == "Attendu : hh:mm"
