"""Each key of the grid's table of keys does what the table says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.accessibility import faults
from tests.browser.test_grid import begun, cell, fill, go, ready, said
from tests.browser.test_publishing import reach

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.site import Site

PLACE = """() => {
  const cell = document.activeElement.closest('td, th');
  return [cell.closest('tr').id, cell.cellIndex];
}"""


@pytest.fixture
def page(site: Site) -> Page:
    page = site.page("responsable")
    begun(page)
    return page


def place(page: Page) -> tuple[str, int]:
    row, column = page.evaluate(PLACE)
    return row, column


def test_arrows_and_ends_move_by_cell_row_and_grid(page: Page) -> None:
    go(page, "brice", 3)
    assert place(page) == ("p-P-brice", 3)
    for key, column in (("ArrowRight", 4), ("ArrowLeft", 3), ("End", 36), ("Home", 0)):
        page.keyboard.press(key)
        assert place(page) == ("p-P-brice", column)
    page.keyboard.press("ArrowUp")
    assert place(page)[0] == "p-P-ada"
    page.keyboard.press("ArrowDown")
    assert place(page)[0] == "p-P-brice"
    page.keyboard.press("Control+Home")
    assert place(page) == ("t-P", 0)
    page.keyboard.press("Control+End")
    assert place(page)[0].startswith("c-P-")


def test_pages_go_from_dispositif_to_dispositif(page: Page) -> None:
    # The small association has one dispositif: a copy of its rows stands for another.
    page.evaluate(
        """() => {
          const body = document.querySelector('table.grid tbody'), copy = body.cloneNode(true);
          copy.id = 'd-Q';
          for (const row of copy.rows) row.id = row.id.replace('-P', '-Q');
          for (const cell of copy.querySelectorAll('[tabindex]')) cell.removeAttribute('tabindex');
          body.after(copy);
        }"""
    )
    go(page, "brice", 3)

    page.keyboard.press("PageDown")
    assert place(page) == ("t-Q", 3)
    page.keyboard.press("PageUp")
    assert place(page) == ("t-P", 3)


def test_tab_enters_the_grid_once_and_leaves_it(page: Page) -> None:
    page.locator(".doing a").last.focus()
    page.keyboard.press("Tab")
    assert page.evaluate("() => !!document.activeElement.closest('table.grid')")
    page.keyboard.press("Tab")
    assert not page.evaluate("() => !!document.activeElement.closest('table.grid')")


@pytest.mark.parametrize("key", ["Enter", "F2"])
def test_enter_opens_the_menu_of_a_shift_and_escape_comes_back(page: Page, key: str) -> None:
    fill(page, "ada", 9)
    go(page, "ada", 9)

    page.keyboard.press(key)
    page.locator("#choix button[data-act=remove]").wait_for()
    names = page.locator("#choix .actions button").all_inner_texts()
    assert [name.split()[0] for name in names] == [
        "Remplacer…",
        "Déplacer",
        "Verrouiller",
        "Retirer",
        "Noter",
    ]

    page.keyboard.press("Escape")
    assert place(page) == ("p-P-ada", 9)
    assert page.locator("#choix").inner_text() == ""


def test_x_picks_up_enter_puts_down_and_escape_gives_up(page: Page) -> None:
    fill(page, "ada", 9)
    go(page, "ada", 9)
    page.keyboard.press("x")
    assert page.locator("b.pris").count() == 1
    page.keyboard.press("Escape")
    assert page.locator("b.pris").count() == 0

    page.keyboard.press("x")
    page.locator("#candidats").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.locator(f"{cell('brice', 9)} b[data-slot]").wait_for()
    assert page.locator(f"{cell('ada', 9)} b[data-slot]").count() == 0


def test_c_shows_candidates(page: Page) -> None:
    fill(page, "ada", 9)
    go(page, "ada", 9)

    page.keyboard.press("c")
    page.locator("#candidats[data-instead=ada]").wait_for()


def test_w_asks_why_and_goes_to_the_answer(page: Page) -> None:
    fill(page, "ada", 9)
    go(page, "ada", 9)

    page.keyboard.press("w")
    page.wait_for_url("**/calculs/*")
    assert page.locator("h1").inner_text() == "Essai\u00a0: Ada Lemoine, lundi 9 mars 2026"


def test_l_locks_and_unlocks(page: Page) -> None:
    fill(page, "ada", 9)
    for sentence, count in (("Verrouillé.", 1), ("Déverrouillé.", 0)):
        go(page, "ada", 9)
        page.keyboard.press("l")
        said(page, sentence)
        assert page.locator(f"{cell('ada', 9)} .i-verrou").count() == count


def test_the_panel_of_locks_leads_to_each_and_unlocks_one_or_all(page: Page) -> None:
    for day in (9, 10):
        fill(page, "ada", day)
        go(page, "ada", day)
        page.keyboard.press("l")
        said(page, "Verrouillé.")
    page.locator("#plus summary").focus()
    page.keyboard.press("Enter")
    assert faults(page) == []
    reach(page, "Verrous")
    page.keyboard.press("Enter")
    locks = page.locator("#verrous li[data-slot]")
    locks.nth(1).wait_for()
    assert "Place du Marché" in locks.nth(0).inner_text()
    assert faults(page) == []

    locks.nth(1).get_by_role("button", name="Voir").click()
    assert place(page) == ("p-P-ada", 10)

    locks.nth(1).get_by_role("button", name="Déverrouiller").click()
    page.wait_for_function("() => document.querySelectorAll('#verrous li[data-slot]').length === 1")
    assert page.locator(f"{cell('ada', 10)} .i-verrou").count() == 0

    go(page, "ada", 10)
    page.keyboard.press("l")
    locks.nth(1).wait_for()
    assert place(page) == ("p-P-ada", 10)  # who works in the grid stays there
    page.get_by_role("button", name="Tout déverrouiller").click()
    page.get_by_text("Aucun verrou").wait_for()
    assert page.locator("tbody .i-verrou").count() == 0


def test_delete_takes_off_and_undo_and_redo_follow(page: Page) -> None:
    fill(page, "ada", 9)
    chip: Any = page.locator(f"{cell('ada', 9)} b[data-slot]")
    go(page, "ada", 9)
    for key, state in (
        ("Delete", "detached"),
        ("Control+z", "attached"),
        ("Control+Shift+z", "detached"),
        ("Control+z", "attached"),
        ("Control+y", "detached"),
    ):
        page.keyboard.press(key)
        chip.wait_for(state=state)
        page.wait_for_function("() => !document.querySelector('[aria-busy]')")


def test_what_was_done_before_the_page_was_opened_is_undone_too(page: Page) -> None:
    fill(page, "ada", 9)
    chip: Any = page.locator(f"{cell('ada', 9)} b[data-slot]")
    page.reload()
    ready(page)
    page.get_by_role("button", name="Annuler").click()
    chip.wait_for(state="detached")
    page.wait_for_function("() => !document.querySelector('[aria-busy]')")

    # An undo isn't undone in its turn, once the page is opened anew.
    page.reload()
    ready(page)
    assert page.get_by_role("button", name="Annuler").is_disabled()


def test_shift_and_arrows_choose_cells_of_one_row_or_one_column(page: Page) -> None:
    go(page, "ada", 9)
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    assert page.locator("#p-P-ada td[aria-selected=true]").count() == 3
    page.keyboard.press("Escape")
    assert page.locator("td[aria-selected=true]").count() == 0
    page.keyboard.press("Shift+ArrowDown")
    assert page.locator("td[aria-selected=true]").count() == 2

    page.keyboard.press("Escape")
    page.locator(cell("brice", 4)).click()
    page.locator(cell("brice", 6)).click(modifiers=["Shift"])
    assert page.locator("#p-P-brice td[aria-selected=true]").count() == 3


def test_the_panel_offers_what_can_be_done_with_several_cells(page: Page) -> None:
    fill(page, "ada", 9)
    go(page, "ada", 9)
    page.keyboard.press("Shift+ArrowRight")

    chosen = page.get_by_role("region", name="2 cases choisies")
    assert chosen.get_by_role("button").all_inner_texts() == [
        "Retirer Suppr",
        "Verrouiller l",
        "Copier Ctrl C",
    ]
    chosen.get_by_role("button", name="Copier").click()
    page.get_by_text("1 service copié").first.wait_for()
    chosen.get_by_role("button", name="Retirer").click()
    page.locator(f"{cell('ada', 9)} b[data-slot]").wait_for(state="detached")
    assert chosen.count() == 0

    go(page, "ada", 9)
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Escape")
    assert chosen.count() == 0


def test_n_goes_from_finding_to_finding(page: Page) -> None:
    fill(page, "ada", 9)
    people = page.locator("#constats li.f").evaluate_all("all => all.map(f => f.dataset.person)")
    assert people
    go(page, "brice", 3)

    page.keyboard.press("n")
    assert page.locator("b.preuve").count() > 0 or people[0] == ""
    first = place(page)
    page.keyboard.press("n")
    page.keyboard.press("N")
    assert place(page) == first


def test_slash_searches_and_p_folds_the_panel(page: Page) -> None:
    go(page, "ada", 9)
    page.keyboard.press("/")
    assert page.evaluate("() => document.activeElement.id") == "cherche"
    page.keyboard.press("Escape")
    assert place(page) == ("p-P-ada", 9)

    page.keyboard.press("p")
    assert page.locator("#panneau").is_hidden()
    page.keyboard.press("p")
    assert page.locator("#panneau").is_visible()


def test_what_is_seldom_done_is_in_a_menu_that_shuts_and_gives_the_focus_back(page: Page) -> None:
    page.locator("#plus summary").focus()
    page.keyboard.press("Enter")
    reach(page, "Touches")
    page.keyboard.press("Enter")
    page.get_by_role("dialog", name="Touches").wait_for()
    page.keyboard.press("Escape")

    assert page.evaluate("() => document.activeElement.matches('#plus summary')")
    assert not page.locator("#keys").is_visible()
    page.keyboard.press("Enter")
    reach(page, "Panneau")
    page.keyboard.press("Enter")
    assert not page.locator("#panneau").is_visible()


def test_the_list_of_keys_opens_and_letters_can_be_off_for_good(page: Page) -> None:
    go(page, "ada", 9)
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Touches")
    dialog.wait_for()
    page.get_by_label("Touches d’une lettre").uncheck()
    page.get_by_role("button", name="Fermer").click()

    page.reload()
    ready(page)
    go(page, "ada", 9)
    page.keyboard.press("p")
    assert page.locator("#panneau").is_visible()
    # Keys that aren't letters still act.
    page.keyboard.press("Enter")
    page.locator("#choix h2").wait_for()


def test_a_cell_is_read_in_full_where_one_is(page: Page) -> None:
    fill(page, "ada", 9)
    fill(page, "brice", 9)
    go(page, "ada", 9)

    assert page.locator("#lue").inner_text() == (
        "Ada Lemoine, lundi 9 : Place du Marché, 9h à 16h30"
    )
    assert page.locator("#p-P-brice b.avec").count() == 1


def test_a_cell_says_what_it_is_beside_itself_on_hover_and_on_focus(page: Page) -> None:
    fill(page, "ada", 9)
    bubble = page.locator("#bulle")

    go(page, "ada", 9)
    bubble.wait_for(state="visible")
    assert bubble.inner_text() == "Ada Lemoine, lundi 9 : Place du Marché, 9h à 16h30"
    page.keyboard.press("Escape")
    bubble.wait_for(state="hidden")

    page.locator(cell("brice", 10)).hover()
    bubble.wait_for(state="visible")
    assert bubble.inner_text() == "Brice Kouassi, mardi 10 : libre"
    page.mouse.move(5, 5)
    bubble.wait_for(state="hidden")


def test_a_whole_row_is_copied_from_its_name(page: Page) -> None:
    fill(page, "ada", 9)
    go(page, "ada", 0)

    page.keyboard.press("Control+c")

    said(page, "1 service copié")
