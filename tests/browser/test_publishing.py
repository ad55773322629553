from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from api.database.engine import reading
from api.jobs.worker.calculation import calculate
from api.ledger.history import head
from tests.browser.test_grid import at_version, begun, go, ready

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.site import Site


def reach(page: Page, name: str, most: int = 60) -> None:
    """Go by Tab to the link, the button or the field of that name."""
    for _ in range(most):
        page.keyboard.press("Tab")
        words = page.evaluate(
            "() => { const e = document.activeElement;"
            " return e.textContent.trim() || e.labels?.[0]?.textContent || ''; }"
        )
        if words.startswith(name):
            return
    raise AssertionError(f"Tab never comes to {name}")


def calculated(site: Site, page: Page) -> None:
    """Do what a worker does with the calculation that the page follows, by script or not."""
    page.wait_for_url("**/calculs/*")
    job, service = page.url.rpartition("/")[2], site.service
    calculate(service.engine, service.app.state.settings, job, "ici", threading.Event())
    page.get_by_text("est celle du brouillon").wait_for()


def changes(page: Page) -> int:
    """Return how many shifts the grid's bar says that a first publication would add."""
    count, word = page.locator("#changements").inner_text().split()
    assert word == ("services" if int(count) > 1 else "service")  # nothing is published yet
    return int(count)


def give(page: Page, person: str, day: int, version: str) -> None:
    """Give a person the first slot offered for a day, and wait for the draft's new version."""
    go(page, person, day)
    page.keyboard.press("Enter")
    page.locator("#choix .offers button").first.wait_for()
    page.keyboard.press("Enter")
    at_version(page, version)


def test_a_month_is_planned_edited_and_published_by_keyboard_alone(site: Site) -> None:
    page = site.page("responsable")
    address = begun(page)

    reach(page, "Calculer")
    page.keyboard.press("Enter")
    page.wait_for_url("**/calculer")
    reach(page, "Secondes de recherche")
    page.keyboard.press("Control+a")
    page.keyboard.type("60")
    page.keyboard.press("Enter")
    page.wait_for_url("**/calculs/*")
    ready(page)
    calculated(site, page)
    assert page.get_by_role("status").inner_text().startswith("Calcul terminé")
    reach(page, "Voir la grille")
    page.keyboard.press("Enter")
    page.wait_for_url(address)
    ready(page)
    before = changes(page)
    assert before > 0

    page.locator("table.grid [tabindex='0']").focus()
    row = page.locator("tr[data-person]", has=page.locator("b[data-slot]:not(.fixe)")).first
    column = row.evaluate(
        "row => row.querySelector('b[data-slot]:not(.fixe)').closest('td').cellIndex"
    )
    rows = page.locator("table.grid tbody tr:not(.head)").evaluate_all("r => r.map(x => x.id)")
    page.keyboard.press("Control+Home")
    for _ in range(rows.index(row.get_attribute("id"))):
        page.keyboard.press("ArrowDown")
    for _ in range(column):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Delete")
    at_version(page, "3")
    assert changes(page) == before - 1
    page.keyboard.press("Control+z")
    at_version(page, "4")
    assert changes(page) == before

    page.locator("a.brand").focus()
    reach(page, "Publier…")
    page.keyboard.press("Enter")
    page.wait_for_url("**/publier")
    reach(page, "Note", most=200)
    page.keyboard.type("Planning de mars")
    reach(page, "Publier avec")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/publications/1")
    with reading(site.service.engine) as session:
        assert head(session).hash in page.locator("main").text_content()


def test_of_two_who_publish_the_second_sees_what_moved_and_keeps_the_note(site: Site) -> None:
    first, second = site.page("responsable"), site.page("responsable")
    address = begun(first)
    give(first, "ada", 9, "2")
    give(first, "brice", 9, "3")
    for page in (first, second):
        page.goto(f"{address}/publier")
        page.get_by_label("Publier avec").check()
    second.get_by_label("Note, si vous voulez").fill("Ma note")

    first.get_by_role("button", name="Publier").click()
    first.wait_for_url("**/publications/1")
    second.get_by_role("button", name="Publier").click()

    second.get_by_role("alert").wait_for()
    assert "Rien n’est publié" in second.get_by_role("alert").inner_text()
    assert second.get_by_label("Note, si vous voulez").input_value() == "Ma note"
    with reading(site.service.engine) as session:
        assert head(session).number == 1


def test_an_edit_of_what_is_published_makes_it_a_draft_again_until_it_is_undone(site: Site) -> None:
    page = site.page("responsable")
    address = begun(page)
    give(page, "ada", 9, "2")
    give(page, "brice", 9, "3")
    page.goto(f"{address}/publier")
    page.get_by_label("Publier avec").check()
    page.get_by_role("button", name="Publier").click()
    page.wait_for_url("**/publications/1")
    page.goto(address)
    ready(page)
    state = page.locator("p.state", has=page.locator("#etat"))
    assert "Publié n° 1, v3" in state.inner_text()

    give(page, "ada", 10, "4")
    assert "Brouillon v4" in state.inner_text()
    assert "Publié" not in state.inner_text()
    page.keyboard.press("Control+z")
    at_version(page, "5")

    page.reload()
    assert "Publié n° 1, v5" in state.inner_text()


def test_a_draft_edited_by_another_is_not_published_unseen(site: Site) -> None:
    first, second = site.page("responsable"), site.page("responsable", java_script_enabled=False)
    address = begun(first)
    give(first, "brice", 9, "2")
    give(first, "ada", 9, "3")
    second.goto(f"{address}/publier")
    second.get_by_label("Publier avec").check()
    second.get_by_label("Note, si vous voulez").fill("Ma note")

    give(first, "ada", 10, "4")
    with second.expect_response(lambda answer: answer.request.method == "POST") as sent:
        second.get_by_role("button", name="Publier").click()

    assert sent.value.status == 412
    assert second.get_by_label("Note, si vous voulez").input_value() == "Ma note"
    assert "brouillon v4" in second.locator("h1").inner_text()
