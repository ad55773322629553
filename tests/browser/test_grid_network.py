"""What becomes of gestures when the network, the session or the service fails: none is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from api.database.engine import writing
from api.database.tables.access import TokenRow
from tests.browser.accessibility import faults
from tests.browser.test_grid import begun, cell, fill, go, ready, said
from tests.browser.test_signing_in import PASSWORD, account

if TYPE_CHECKING:
    from playwright.sync_api import Dialog, Page

    from tests.browser.site import Site


def network(page: Page, text: str) -> None:
    page.wait_for_function(
        "(text) => document.querySelector('#reseau').textContent.includes(text)", arg=text
    )


def removed(page: Page, person: str, day: int) -> None:
    go(page, person, day)
    page.keyboard.press("Delete")


def test_gestures_made_off_line_wait_and_are_sent_in_order_on_return(site: Site) -> None:
    page = site.page("responsable")
    begun(page)
    fill(page, "ada", 9, 10, 11)
    site.problems.clear()

    page.context.set_offline(True)
    for day in (9, 10, 11):
        removed(page, "ada", day)
    network(page, "Hors ligne : 3 gestes en attente.")
    assert page.locator("#p-P-ada b.en-cours").count() == 3

    page.context.set_offline(False)
    for day in (9, 10, 11):
        page.locator(f"{cell('ada', day)} b[data-slot]").wait_for(state="detached")
    assert page.locator("#version").inner_text() == "7"
    network(page, "")
    assert page.locator("#reseau").inner_text() == ""
    forgive(site)


def forgive(site: Site) -> None:
    """Leave out what the browser says of a network that a test cut, or a service it stopped."""
    cut = ("ERR_INTERNET_DISCONNECTED", "ERR_CONNECTION_REFUSED", "status of 502")
    site.problems[:] = [p for p in site.problems if not any(word in p for word in cut)]


def test_leaving_with_gestures_that_wait_asks_first(site: Site) -> None:
    page = site.page("responsable")
    begun(page)
    fill(page, "ada", 9)
    page.context.set_offline(True)
    removed(page, "ada", 9)
    network(page, "1 geste en attente")
    dialogs: list[str] = []

    def dismiss(dialog: Dialog) -> None:
        dialogs.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", dismiss)

    with page.expect_event("dialog"):
        page.close(run_before_unload=True)

    assert dialogs == ["beforeunload"]
    forgive(site)


def test_a_gesture_is_kept_while_one_signs_in_again(site: Site) -> None:
    page = site.page("responsable")
    begun(page)
    fill(page, "ada", 9)
    cookies: Any = page.context.cookies()
    page.context.clear_cookies()

    removed(page, "ada", 9)
    page.get_by_role("dialog", name="Votre session est finie").wait_for()
    network(page, "Session finie : 1 geste en attente.")
    link = page.get_by_role("link", name="Se connecter dans un autre onglet")
    assert link.get_attribute("target") == "_blank"

    page.context.add_cookies(cookies)
    page.get_by_role("button", name="Reprendre").click()
    page.locator(f"{cell('ada', 9)} b[data-slot]").wait_for(state="detached")
    assert page.locator("#version").inner_text() == "3"


def test_a_gesture_waits_while_one_signs_in_again_in_another_tab(site: Site) -> None:
    account(site, "claire@exemple.org")
    page = site.page("responsable")
    begun(page)
    fill(page, "ada", 9)
    with writing(site.service.engine) as session:
        for row in session.scalars(select(TokenRow)):
            row.expires = row.made

    removed(page, "ada", 9)
    page.get_by_role("dialog", name="Votre session est finie").wait_for()
    assert faults(page) == []
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Se connecter dans un autre onglet").click()
    signing = opened.value
    signing.get_by_label("Adresse électronique").fill("claire@exemple.org")
    signing.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    signing.keyboard.press("Enter")
    signing.locator("table.grid").wait_for()
    signing.close()

    # Coming back is enough: what waits is sent by whoever signed in.
    page.evaluate("() => dispatchEvent(new Event('focus'))")
    page.locator(f"{cell('ada', 9)} b[data-slot]").wait_for(state="detached")
    assert page.get_by_role("dialog").count() == 0
    assert page.locator("#version").inner_text() == "3"


def test_a_drop_on_a_service_that_was_stopped_is_kept_and_made_when_it_is_back(site: Site) -> None:
    page = site.page("responsable")
    begun(page)
    fill(page, "ada", 9)
    assert site.server is not None
    page.locator(f"{cell('ada', 9)} b").hover()
    page.mouse.down()
    page.locator(cell("brice", 9)).hover()
    page.locator("tr[data-level]").first.wait_for()

    site.server.stop()
    page.mouse.up()
    network(page, "Le service ne répond pas : 1 geste en attente.")
    assert page.locator("#p-P-ada b.en-cours").count() == 1
    assert page.locator("#p-P-brice td.attend").count() == 1

    site.server.start()
    page.locator(f"{cell('brice', 9)} b[data-slot]").wait_for()
    network(page, "")
    assert page.locator("#reseau").inner_text() == ""
    assert page.locator("#version").inner_text() == "3"
    forgive(site)


def test_what_one_asks_of_a_stopped_service_is_refused_in_french(site: Site) -> None:
    page = site.page("responsable")
    begun(page)
    fill(page, "ada", 9)
    assert site.server is not None

    site.server.stop()
    go(page, "ada", 9)
    page.keyboard.press("Enter")
    alert = "Le service ne répond pas : recommencez quand il répond."
    page.get_by_role("alert").get_by_text(alert).wait_for()

    site.server.start()
    go(page, "ada", 9)
    page.keyboard.press("Enter")
    page.locator("#choix .actions button").first.wait_for()
    forgive(site)


def test_a_relay_that_answers_for_a_stopped_service_loses_no_gesture(site: Site) -> None:
    page = site.page("responsable")
    begun(page)
    fill(page, "ada", 9)
    page.route(
        "**/gestes*",
        lambda route: route.fulfill(status=502, content_type="text/html", body="<h1>Bad gateway"),
    )

    removed(page, "ada", 9)
    network(page, "Le service ne répond pas encore : 1 geste en attente.")

    page.unroute("**/gestes*")
    page.locator(f"{cell('ada', 9)} b[data-slot]").wait_for(state="detached")
    assert page.locator("#version").inner_text() == "3"
    forgive(site)


def test_a_slow_network_is_told_and_the_gesture_is_marked_meanwhile(site: Site) -> None:
    page = site.page("responsable")
    begun(page)
    fill(page, "ada", 9)
    let: list[Any] = []
    # Playwright marks the handler as its own, which a method of a list refuses.
    page.route("**/gestes*", lambda route: let.append(route))  # noqa: PLW0108

    removed(page, "ada", 9)
    network(page, "Réseau lent")
    assert page.locator("#p-P-ada b.en-cours").count() == 1

    let[0].continue_()
    page.locator(f"{cell('ada', 9)} b[data-slot]").wait_for(state="detached")


def test_twenty_gestures_wait_at_most_and_the_next_is_said_not_to(site: Site) -> None:
    page = site.page("responsable")
    begun(page)
    fill(page, "ada", 9)
    page.context.set_offline(True)
    removed(page, "ada", 9)
    network(page, "1 geste")

    for _ in range(19):
        removed(page, "ada", 9)
    network(page, "20 gestes en attente")
    removed(page, "ada", 9)

    assert "celui-ci n’est pas pris" in page.get_by_role("alert").inner_text()
    forgive(site)


def test_a_row_is_tried_while_one_is_over_it_with_a_shift_in_hand(site: Site) -> None:
    page = site.page("responsable")
    begun(page)
    fill(page, "ada", 9)
    tried: list[str] = []
    page.on("request", lambda request: tried.append(request.url))

    go(page, "ada", 9)
    page.keyboard.press("x")
    page.locator("#candidats").wait_for()
    page.keyboard.press("ArrowDown")

    said(page, " : ")
    person = page.evaluate("() => document.activeElement.closest('tr').dataset.person")
    page.wait_for_function(
        "(person) => document.querySelector(`#p-P-${person}`).dataset.level", arg=person
    )
    assert len([address for address in tried if address.endswith("/essais")]) == 1
    assert page.locator("#version").inner_text() == "2"


def test_a_page_opened_before_a_calculation_doesnt_edit_under_it(site: Site) -> None:
    page, other = site.page("responsable"), site.page("responsable")
    address = begun(page)
    fill(page, "ada", 9)

    other.goto(f"{address}/calculer")
    other.get_by_role("button", name="Calculer").click()
    other.wait_for_url("**/calculs/*")

    removed(page, "ada", 9)
    page.wait_for_function(
        "() => document.querySelector('#alerte').textContent.includes('Un calcul de ce planning')"
    )
    assert page.locator(f"{cell('ada', 9)} b[data-slot]").count() == 1
    assert page.locator("#version").inner_text() == "2"


def test_what_another_version_stopped_is_done_again_by_a_button(site: Site) -> None:
    first, second = site.page("responsable"), site.page("responsable")
    address = begun(first)
    fill(first, "ada", 9, 10)
    second.goto(address)
    ready(second)

    removed(first, "ada", 9)
    first.locator(f"{cell('ada', 9)} b[data-slot]").wait_for(state="detached")
    removed(second, "ada", 10)
    second.get_by_role("button", name="Recommencer « Retirer »").click()

    second.locator(f"{cell('ada', 10)} b[data-slot]").wait_for(state="detached")
    assert second.locator("#version").inner_text() == "5"


def test_what_was_stopped_is_still_offered_once_what_waited_behind_it_is_done(site: Site) -> None:
    first, second = site.page("responsable"), site.page("responsable")
    address = begun(first)
    fill(first, "ada", 9, 10)
    second.goto(address)
    ready(second)

    second.context.set_offline(True)
    for day in (9, 10):
        removed(second, "ada", day)
    network(second, "2 gestes en attente")
    fill(first, "brice", 11)
    second.context.set_offline(False)

    second.locator(f"{cell('ada', 10)} b[data-slot]").wait_for(state="detached")
    assert second.locator(f"{cell('ada', 9)} b[data-slot]").count() == 1
    assert "« Retirer » n’est pas refait" in second.get_by_role("alert").inner_text()
    second.get_by_role("button", name="Recommencer « Retirer »").click()
    second.locator(f"{cell('ada', 9)} b[data-slot]").wait_for(state="detached")
    assert second.evaluate("() => document.activeElement.tagName") == "TD"
    assert second.locator("#refaire").is_hidden()
    forgive(site)
