"""Signing in and a médiateur's own pages in Firefox: what people do there, and what axe sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.api.asking.petit import BEFORE, WEEK, publish
from tests.browser.accessibility import faults
from tests.browser.fitting import losses
from tests.browser.site import Site, served
from tests.browser.test_phone import installed
from tests.browser.test_signing_in import PASSWORD, account

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page
    from sqlalchemy import Engine

OWN = ("", "/appareils", "/conges", "/souhaits", "/echanges", "/heures", "/compteurs", "/agenda")


@pytest.fixture
def site(sqlite_engine: Engine, firefox: Browser) -> Iterator[Site]:
    """Serve `petit` on 20 February 2026 to Firefox."""
    yield from served(sqlite_engine, firefox)


def sign_in(page: Page, password: str) -> None:
    page.get_by_label("Adresse électronique").fill("claire@exemple.org")
    page.get_by_label("Mot de passe", exact=True).fill(password)
    page.get_by_role("button", name="Se connecter").click()


def test_whoever_wanted_a_page_gets_it_after_signing_in_in_firefox(site: Site) -> None:
    account(site, "claire@exemple.org")
    page = site.page()
    page.goto("/plannings")
    assert faults(page) == []

    sign_in(page, PASSWORD)

    page.get_by_role("heading", name="Plannings", level=1).wait_for()
    assert page.title() == "Plannings · Roulement"


def test_after_a_wrong_password_the_right_one_is_enough_in_firefox(site: Site) -> None:
    account(site, "claire@exemple.org")
    page = site.page()
    page.goto("/connexion")

    sign_in(page, "un autre, pas le bon")

    page.get_by_role("alert").wait_for()
    assert page.get_by_role("alert").inner_text() == "Adresse ou mot de passe incorrect."
    assert page.get_by_label("Adresse électronique").input_value() == "claire@exemple.org"
    assert faults(page) == []

    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()
    page.get_by_role("heading", name="À faire", level=1).wait_for()


def test_an_invitation_is_accepted_from_the_link_alone_in_firefox(site: Site) -> None:
    secret = account(site, "claire@exemple.org", password="")
    page = site.page()
    page.goto(f"/invitation#{secret}")
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Enregistrer").click()

    page.get_by_role("heading", name="À faire", level=1).wait_for()


def test_own_pages_have_no_fault_and_lose_nothing_on_a_phones_width(site: Site) -> None:
    page = site.page("mediateur", person="ada", width=390)
    wrong = []
    for path in OWN:
        page.goto(f"/moi{path}")
        page.get_by_role("heading", level=1).wait_for()
        wrong += [f"/moi{path} : {fault}" for fault in (*faults(page), *losses(page))]
    assert wrong == []


def test_leave_is_asked_for_and_a_calendars_address_is_given_in_firefox(site: Site) -> None:
    page = site.page("mediateur", person="ada", width=390)
    page.goto("/moi/conges")
    page.get_by_label("Premier jour").fill("2026-04-02")
    page.get_by_role("button", name="Demander", exact=True).click()
    page.get_by_text("réponse attendue").first.wait_for()

    page.goto("/moi/agenda")
    page.get_by_role("button", name="Donner l’adresse").click()
    page.get_by_role("img", name="Code QR").wait_for()
    assert "/feeds/" in page.get_by_label("Ou copiez l’adresse").input_value()


def test_the_last_rota_opens_without_network_in_firefox(site: Site) -> None:
    publish(site.service.engine, WEEK, BEFORE)
    page = installed(site)
    assert site.server is not None
    site.server.stop()

    page.goto("/moi")
    page.get_by_text("Lu le 20/02/2026 à 10 h, hors ligne.").wait_for()
    assert faults(page) == []
    site.server.start()
