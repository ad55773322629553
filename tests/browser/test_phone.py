"""One's own pages on a phone: opened without network, forgotten after signing out."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tests.api.access.people import EMAIL, PASSWORD, opened_account
from tests.api.asking.petit import BEFORE, WEEK, publish
from tests.api.service import NOW
from tests.browser.accessibility import faults_in_both_schemes

if TYPE_CHECKING:
    from playwright.sync_api import Page, Worker

    from tests.browser.site import Site

KEPT = "(await caches.match('/moi')) !== undefined"
"""Whether the worker has kept the rota."""

NOTHING_KEPT = "(await caches.keys()).length === 0"
TRIES = 600
SLOW = 15
"""Seconds that a network takes to answer which isn't waited for."""

ABLE = ("hasResidentKey", "hasUserVerification", "isUserVerified", "automaticPresenceSimulation")
"""What a phone's authenticator does, as Chromium's virtual one is told."""

LISTENING = """() => {
    self.registration.showNotification = async (title, options) => {
        self.shown = { title, ...options };
    };
}"""
"""A browser without a screen has nowhere to show a notification: what it is asked is kept."""


def until(where: Page | Worker, condition: str) -> None:
    """Wait for what only a promise tells, which Playwright's own way to wait doesn't await."""
    where.evaluate(
        f"""async () => {{
            for (let tries = 0; !({condition}); tries += 1) {{
                if (tries === {TRIES}) throw new Error("never");
                await new Promise((end) => setTimeout(end, 50));
            }}
        }}"""
    )


def installed(site: Site, person: str = "ada") -> Page:
    """Open one's shifts, and wait until the phone keeps them."""
    assert site.server is not None
    page = site.page("mediateur", person=person, width=390)
    page.goto("/moi")
    until(page, KEPT)
    return page


def test_the_last_rota_opens_without_network_and_says_when_it_was_read(site: Site) -> None:
    publish(site.service.engine, WEEK, BEFORE)
    page = installed(site)
    notice = page.get_by_text("Lu le 20/02/2026 à 10 h, hors ligne.")
    assert not notice.is_visible()
    assert site.server is not None
    site.server.stop()

    page.goto("/moi/conges")
    assert page.url.endswith("/moi")
    notice.wait_for()
    assert "Lundi 2 mars 2026" in page.get_by_role("region", name="Prochain service").inner_text()
    # It is drawn as with network, and what would send something isn't there.
    assert (
        page.evaluate("() => getComputedStyle(document.querySelector('.coming')).borderTopWidth")
        == "2px"
    )
    assert not page.get_by_role("button", name="J’ai vu").is_visible()

    assert faults_in_both_schemes(page) == []
    site.server.start()
    page.goto("/moi/conges")
    page.get_by_role("heading", name="Mes congés").wait_for()
    page.goto("/moi")
    page.get_by_role("button", name="J’ai vu").wait_for()
    assert not notice.is_visible()


def test_a_network_that_does_not_answer_is_not_waited_for(site: Site) -> None:
    publish(site.service.engine, WEEK, BEFORE)
    page = installed(site)

    def slow() -> datetime:
        time.sleep(SLOW)
        return NOW

    site.service.app.state.now = slow
    begun = time.monotonic()
    page.goto("/moi")
    page.get_by_text("Lu le 20/02/2026 à 10 h, hors ligne.").wait_for()
    assert time.monotonic() - begun < SLOW
    site.service.app.state.now = lambda: NOW


def test_a_page_that_takes_long_is_waited_for_where_no_rota_can_stand_for_it(site: Site) -> None:
    publish(site.service.engine, WEEK, BEFORE)
    page = installed(site)

    def slow() -> datetime:
        time.sleep(SLOW)
        return NOW

    site.service.app.state.now = slow
    page.goto("/moi/conges")
    page.get_by_role("heading", name="Mes congés").wait_for()
    site.service.app.state.now = lambda: NOW


def test_nothing_is_kept_of_an_account_that_signed_out(site: Site) -> None:
    publish(site.service.engine, WEEK, BEFORE)
    page = installed(site)
    page.get_by_role("button", name="Se déconnecter").click()
    page.locator("html[data-forgotten]").wait_for(state="attached")

    assert page.evaluate("() => caches.keys()") == []


def test_a_device_that_was_shut_from_elsewhere_forgets_what_it_kept(site: Site) -> None:
    publish(site.service.engine, WEEK, BEFORE)
    page = installed(site)
    page.goto("/moi/appareils")
    page.get_by_role("button", name="Déconnecter").first.click()
    page.get_by_role("heading", name="Connexion").wait_for()
    until(page, NOTHING_KEPT)


def test_a_phone_signs_in_by_its_own_lock_instead_of_a_password(site: Site) -> None:
    opened_account(site.service.engine)
    address = site.address.replace("127.0.0.1", "localhost")
    state = site.service.app.state
    state.settings = state.settings.model_copy(update={"public_url": address})
    page = site.page(width=390)
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal"} | dict.fromkeys(ABLE, True)
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})

    page.goto(f"{address}/connexion?suite=/moi/appareils")
    page.get_by_label("Adresse électronique").fill(EMAIL)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter", exact=True).click()
    page.get_by_role("button", name="Activer sur cet appareil").click()
    page.get_by_text("Cet appareil peut se connecter sans mot de passe.").wait_for()

    page.get_by_role("button", name="Se déconnecter").click()
    page.get_by_text("Vous êtes déconnecté.").wait_for()
    page.goto(f"{address}/connexion?suite=/moi/appareils")
    assert faults_in_both_schemes(page) == []
    page.get_by_label("Rester connecté 90 jours sur ce téléphone").check()
    page.get_by_role("button", name="Se connecter avec le visage").click()
    page.get_by_role("heading", name="Mes appareils").wait_for()
    (cookie,) = [each for each in page.context.cookies() if each["name"] == "roulement"]
    days = (datetime.fromtimestamp(cookie["expires"], UTC) - datetime.now(UTC)).days
    assert days in (89, 90)

    assert faults_in_both_schemes(page) == []
    page.get_by_role("button", name="Retirer").click()
    page.get_by_text("La clé est retirée.").wait_for()


def test_a_phone_shows_what_it_is_told(site: Site) -> None:
    publish(site.service.engine, WEEK, BEFORE)
    page = installed(site)
    (worker,) = page.context.service_workers
    worker.evaluate(LISTENING)
    devtools = page.context.new_cdp_session(page)
    registrations: list[str] = []
    devtools.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: registrations.extend(
            each["registrationId"] for each in event["registrations"]
        ),
    )
    devtools.send("ServiceWorker.enable")
    until(page, "navigator.serviceWorker.controller !== null")
    message = {"title": "Demande de congé accordée", "opens": "/moi/conges", "tag": "a"}
    devtools.send(
        "ServiceWorker.deliverPushMessage",
        {"origin": site.address, "registrationId": registrations[0], "data": json.dumps(message)},
    )

    until(worker, "self.shown")
    shown = worker.evaluate("() => self.shown")
    assert shown["title"] == "Demande de congé accordée"
    assert (shown["data"], shown["tag"]) == ("/moi/conges", "a")
