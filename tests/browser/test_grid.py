from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from tests.browser.accessibility import faults, faults_in_both_schemes

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.site import Site

SLOT = "P-J"
"""What a cell's chip says of its slot: the column says the day."""


def begun(page: Page) -> str:
    """Begin a draft of March through the page; return its address."""
    page.goto("/plannings")
    page.get_by_label("Mois", exact=True).select_option("2026-03")
    page.get_by_role("button", name="Préparer", exact=True).click()
    page.wait_for_url(lambda url: len(url.rpartition("/")[2]) == 32)
    ready(page)
    address: str = page.url
    return address


SAY = """async (words) => {
    document.querySelector('#annonce').textContent = 'constat '.repeat(words);
    await new Promise((next) => requestAnimationFrame(() => setTimeout(next)));
    return document.querySelector('#p-P-farid').getBoundingClientRect().top;
}"""
"""Say so many words, and return where a row is seen."""

HEARD = """() => {
    window.heard = [];
    const polite = document.querySelector('.said [aria-live=polite]');
    new MutationObserver(() => heard.push([performance.now(), polite.textContent]))
        .observe(polite, {childList: true});
}"""
"""Note what a screen reader is given to read out, and when."""


def ready(page: Page) -> None:
    page.wait_for_function("() => document.documentElement.dataset.ready !== undefined")


def said(page: Page, text: str) -> None:
    page.wait_for_function(
        "(text) => document.querySelector('#annonce').textContent.includes(text)", arg=text
    )


def at_version(page: Page, version: str) -> None:
    """Wait for the grid to show a version of the draft."""
    page.wait_for_function(
        "version => document.querySelector('#version').textContent === version", arg=version
    )


def go(page: Page, person: str, day: int) -> None:
    """Go by arrows to a person's day, from the one cell that Tab reaches."""
    page.locator("table.grid [tabindex='0']").focus()
    page.keyboard.press("Control+Home")
    rows = page.locator("table.grid tbody tr:not(.head)")
    ids = rows.evaluate_all("rows => rows.map(row => row.id)")
    for _ in range(ids.index(f"p-P-{person}")):
        page.keyboard.press("ArrowDown")
    for _ in range(day):
        page.keyboard.press("ArrowRight")


def cell(person: str, day: int) -> str:
    """Return what selects a person's day."""
    return f"#p-P-{person} > td:nth-of-type({day})"


def test_a_shift_is_given_and_taken_back_by_keyboard_alone(site: Site) -> None:
    page = site.page("responsable")
    begun(page)

    go(page, "ada", 9)
    page.keyboard.press("Enter")
    offer = page.locator("#choix .offers button").first
    offer.wait_for()
    page.keyboard.press("Enter")

    chip = page.locator(f"{cell('ada', 9)} b[data-slot='{SLOT}']")
    chip.wait_for()
    assert page.locator("#version").inner_text() == "2"
    assert page.locator(cell("ada", 9)).get_attribute("aria-label") == "Place du Marché, 9h à 16h30"

    page.keyboard.press("Control+z")
    chip.wait_for(state="detached")
    assert page.locator("#version").inner_text() == "3"

    page.keyboard.press("Control+Shift+z")
    chip.wait_for()
    assert page.locator("#version").inner_text() == "4"


def test_two_editors_lose_nothing(site: Site) -> None:
    first, second = site.page("responsable"), site.page("responsable")
    address = begun(first)
    second.goto(address)
    ready(second)
    for page, person in ((first, "ada"), (second, "brice")):
        go(page, person, 9)
        page.keyboard.press("Enter")
        page.locator("#choix .offers button").first.wait_for()

    first.keyboard.press("Enter")
    first.locator(f"{cell('ada', 9)} b[data-slot='{SLOT}']").wait_for()
    second.keyboard.press("Enter")

    # The other's shift is drawn; one's own isn't given, that is said, and giving it again works.
    second.locator(f"{cell('ada', 9)} b[data-slot='{SLOT}']").wait_for()
    assert "Quelqu’un a changé le planning" in second.get_by_role("alert").inner_text()
    go(second, "brice", 9)
    second.keyboard.press("Enter")
    second.locator("#choix .offers button").first.wait_for()
    second.keyboard.press("Enter")
    second.locator(f"{cell('brice', 9)} b[data-slot='{SLOT}']").wait_for()
    assert second.locator("#version").inner_text() == "3"


def fill(page: Page, person: str, *days: int) -> None:
    """Give somebody the first slot that they may take on these days."""
    for day in days:
        go(page, person, day)
        page.keyboard.press("Enter")
        page.locator("#choix .offers button").first.wait_for()
        page.keyboard.press("Enter")
        page.locator(f"{cell(person, day)} b[data-slot]").wait_for()


def test_days_chosen_together_are_locked_then_taken_off_as_one_edit(site: Site) -> None:
    page = site.page("responsable")
    begun(page)
    fill(page, "ada", 9, 10)

    go(page, "ada", 9)
    page.keyboard.press("Shift+ArrowRight")
    assert page.locator("td[aria-selected=true]").count() == 2
    page.keyboard.press("l")
    said(page, "Verrouillé")
    assert page.locator("#p-P-ada .i-verrou").count() == 2

    go(page, "ada", 9)
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("l")
    said(page, "Déverrouillé")
    go(page, "ada", 9)
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Delete")
    page.locator(f"{cell('ada', 10)} b[data-slot]").wait_for(state="detached")
    assert page.locator("#version").inner_text() == "4"


def test_a_lock_that_came_meanwhile_is_drawn_and_the_removal_offered_again(site: Site) -> None:
    first, second = site.page("responsable"), site.page("responsable")
    address = begun(first)
    fill(first, "ada", 9)
    second.goto(address)
    ready(second)
    go(first, "ada", 9)
    first.keyboard.press("l")
    said(first, "Verrouillé")

    go(second, "ada", 9)
    second.keyboard.press("Delete")

    second.locator(f"{cell('ada', 9)} .i-verrou").wait_for()
    assert "Verrouillé entre-temps : Ada Lemoine" in second.get_by_role("alert").inner_text()
    second.locator("#refaire").click()
    second.locator(f"{cell('ada', 9)} b[data-slot]").wait_for(state="detached")
    assert second.locator("#version").inner_text() == "3"


def test_a_drag_onto_a_shift_asks_whether_to_exchange(site: Site) -> None:
    page = site.page("responsable")
    begun(page)
    fill(page, "ada", 11)
    fill(page, "farid", 11)
    shift, theirs = page.locator(f"{cell('ada', 11)} b"), page.locator(cell("farid", 11))

    shift.drag_to(theirs)
    page.get_by_role("button", name="Renoncer").click()
    assert page.locator("#version").inner_text() == "3"

    shift.drag_to(theirs)
    page.get_by_role("button", name="Échanger les deux services").click()
    page.locator(f"{cell('ada', 11)} b[data-slot^='P-S']").wait_for()
    page.locator(f"{cell('farid', 11)} b[data-slot^='P-J']").wait_for()


def test_what_is_said_of_a_shift_in_hand_moves_no_row_under_the_hand(site: Site) -> None:
    page = site.page("responsable")
    begun(page)
    fill(page, "ada", 9)
    row, shift = page.locator("#p-P-brice"), page.locator(f"{cell('ada', 9)} b")
    before = row.bounding_box()

    shift.hover()
    page.mouse.down()
    page.locator(cell("brice", 9)).hover(position={"x": 4, "y": 4})
    page.locator("tr[data-level]").first.wait_for()
    page.locator(cell("brice", 9)).hover()
    said(page, "Brice")
    assert row.bounding_box() == before

    page.mouse.up()
    page.locator(f"{cell('brice', 9)} b[data-slot]").wait_for()


def test_a_page_scrolled_to_its_end_stays_where_it_is_whatever_is_said(site: Site) -> None:
    page = site.page("responsable")
    begun(page)
    page.set_viewport_size({"width": 1440, "height": 420})
    page.evaluate(SAY, 60)
    page.evaluate("() => scrollTo(0, document.documentElement.scrollHeight)")

    tops = [page.evaluate(SAY, words) for words in (60, 1, 60, 0)]

    assert tops == tops[:1] * 4


def test_many_verdicts_are_read_out_once_a_second_at_most_and_the_last_of_them(site: Site) -> None:
    page = site.page("responsable")
    begun(page)
    fill(page, "ada", 9)
    said(page, "constat")
    page.evaluate(HEARD)

    go(page, "ada", 9)
    page.keyboard.press("x")
    for _ in range(4):
        page.keyboard.press("ArrowDown")
        page.wait_for_timeout(150)
    said(page, page.locator("tr:has(:focus) th span").first.inner_text())
    last = page.locator("#annonce").inner_text()
    page.wait_for_function("(last) => heard.at(-1)?.[1] === last", arg=last)

    heard = page.evaluate("() => heard")
    pauses = [later - earlier for (earlier, _), (later, _) in itertools.pairwise(heard)]
    assert [pause for pause in pauses if pause < 900] == []


def test_a_row_that_a_drag_comes_into_is_tried_though_the_hand_stays_still(site: Site) -> None:
    page = site.page("responsable")
    begun(page)
    fill(page, "ada", 9)
    page.locator(f"{cell('ada', 9)} b").hover()
    page.mouse.down()
    box = page.locator(cell("ada", 10)).bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 5, box["y"] + 5)
    page.locator("tr[data-level]").first.wait_for()
    target = page.locator(cell("brice", 9)).bounding_box()
    assert target is not None

    # One move: the browser says that the hand comes in, and no more until it drops.
    with page.expect_request("**/essais"):
        page.mouse.move(target["x"] + 5, target["y"] + 5)
    said(page, "Brice")

    page.mouse.up()
    page.locator(f"{cell('brice', 9)} b[data-slot]").wait_for()


def test_a_drag_to_another_day_of_the_same_person_leaves_tab_its_way_in(site: Site) -> None:
    page = site.page("responsable")
    begun(page)
    fill(page, "ada", 9)

    page.locator(f"{cell('ada', 9)} b").drag_to(page.locator(cell("ada", 11)))

    # It is the only slot of that day that she may take: nothing is left to choose.
    page.locator(f"{cell('ada', 11)} b[data-slot]").wait_for()
    assert page.locator(f"{cell('ada', 9)} b[data-slot]").count() == 0
    # The row that Tab led to was drawn anew, with the focus elsewhere.
    page.locator(".doing a").last.focus()
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.closest('tr')?.dataset.person") == "ada"
    assert page.locator("#lue").inner_text() == "Ada Lemoine, lundi 9 : libre"


def test_a_click_before_any_tab_leaves_one_way_in_and_keeps_its_place(site: Site) -> None:
    page = site.page("responsable")
    begun(page)

    page.locator(cell("brice", 9)).click()
    assert page.locator("table.grid [tabindex='0']").count() == 1
    page.keyboard.press("Enter")
    page.locator("#choix .offers button").first.wait_for()
    page.keyboard.press("Enter")
    page.locator(f"{cell('brice', 9)} b[data-slot]").wait_for()

    # The row was drawn anew, with the focus in it.
    place = "() => document.activeElement.closest('tr')?.dataset.person"
    assert page.evaluate(place) == "brice"


def test_the_grid_its_menu_and_a_refusal_have_no_fault_of_accessibility(site: Site) -> None:
    page = site.page("responsable")
    begun(page)
    fill(page, "ada", 9)
    assert faults_in_both_schemes(page) == []

    go(page, "ada", 9)
    page.keyboard.press("Enter")
    page.locator("#choix .actions button").first.wait_for()
    assert faults_in_both_schemes(page) == []

    page.locator("#choix button[data-act=candidates]").click()
    page.locator("#candidats").wait_for()
    assert faults_in_both_schemes(page) == []

    page.evaluate("() => document.documentElement.removeAttribute('lang')")
    assert len(faults(page)) == 1
