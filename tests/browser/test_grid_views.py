"""Views and filters of the grid: by width, by the address, with and without script."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.api.export.printed import texts
from tests.browser.accessibility import faults
from tests.browser.test_grid import begun, cell, fill, go, ready

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.site import Site

PHONE = (
    "Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 "
    "Mobile Safari/537.36"
)


def shown(page: Page) -> list[str]:
    rows: list[str] = page.locator("tr[data-person]:visible").evaluate_all(
        "rows => rows.map(row => row.dataset.person)"
    )
    return rows


def test_a_filter_is_in_the_address_and_the_back_button_takes_it_off(site: Site) -> None:
    page = site.page("responsable")
    address = begun(page)
    fill(page, "ada", 9)

    page.get_by_text("Filtres").click()
    page.get_by_label("Jour", exact=True).fill("2026-03-09")
    page.get_by_role("button", name="Filtrer").click()
    page.wait_for_url(f"{address}?vue=mois&jour=2026-03-09")
    ready(page)
    assert shown(page) == ["ada"]
    assert page.locator("#count").inner_text() == "1 sur 6\u00a0personnes, 1 sur 31\u00a0jours"
    assert faults(page) == []

    page.go_back()
    page.wait_for_url(address)
    ready(page)
    assert len(shown(page)) == 6


TOOLS = """() => {
    const items = [...document.querySelectorAll('.bar > *')].filter((e) => e.clientWidth);
    const boxes = items.map((e) => e.getBoundingClientRect());
    const height = document.querySelector('.bar').clientHeight;
    return [height, boxes.reduce((sum, box) => sum + box.width, 0) / window.innerWidth];
}"""
"""How high the tools are, and how many lines they would fill."""


def test_the_tools_of_a_draft_fill_a_line_and_a_half_of_a_desk_and_two_of_a_tablet(
    site: Site,
) -> None:
    page = site.page("responsable")
    begun(page)
    fill(page, "ada", 9)

    height, lines = page.evaluate(TOOLS)
    page.set_viewport_size({"width": 1024, "height": 768})
    tablet, _ = page.evaluate(TOOLS)

    assert lines <= 1.5
    assert height <= 80
    assert tablet <= 80


ONE_ROW = """() => {
    const boxes = [...document.querySelectorAll('.bar > :not(.state, output), .doing > *')]
        .filter((e) => e.clientWidth).map((e) => e.getBoundingClientRect());
    return Math.max(...boxes.map((box) => box.top)) < Math.min(...boxes.map((box) => box.bottom));
}"""
"""Whether no button stands lower than another one ends."""


def test_the_buttons_of_a_draft_stand_on_one_row_of_a_laptop_and_of_a_tablet(site: Site) -> None:
    page = site.page("responsable")
    begun(page)
    fill(page, "ada", 9)

    for width in (1440, 1366, 1280, 1100, 1024):
        page.set_viewport_size({"width": width, "height": 768})
        assert page.evaluate(ONE_ROW), width


def test_rows_below_a_first_screen_come_with_the_frame_after_the_first(site: Site) -> None:
    page = site.page("responsable")
    begun(page)

    first, edited = page.evaluate(
        """() => {
            const table = document.querySelector('table.grid'), body = table.tBodies[0];
            const row = body.querySelector('tr[data-person]');
            while (body.rows.length < 30) body.append(row.cloneNode(true));
            const shown = () => [...body.rows].map((row) => getComputedStyle(row).display);
            const first = shown();
            table.classList.add('edited');
            const edited = shown();
            table.classList.remove('edited');
            return [first, edited];
        }"""
    )
    assert first == ["table-row"] * 24 + ["none"] * 6
    assert edited == ["table-row"] * 30

    page.wait_for_function(
        "() => [...document.querySelectorAll('table.grid tbody tr')]"
        ".every((row) => getComputedStyle(row).display === 'table-row')"
    )


LONG = """() => {
    const body = document.querySelector('table.grid').tBodies[0];
    const row = body.querySelector('tr[data-person]');
    while (body.rows.length < 45) body.append(row.cloneNode(true));
    [...body.rows].forEach((each, n) => { each.cells[0].textContent = `Ligne ${n} `; });
    body.rows[30].cells[3].tabIndex = -1;
}"""
SHOWN = """() => [...document.querySelector('table.grid').tBodies[0].rows]
    .filter((row) => getComputedStyle(row).display !== 'none').length"""


def test_no_row_leaves_again_nor_takes_the_focus_along_when_a_window_is_resized(site: Site) -> None:
    page = site.page("responsable")
    for first in (800, 1000, 1300):
        page.set_viewport_size({"width": 1440, "height": first})
        begun(page)
        page.evaluate(LONG)
        page.wait_for_function("() => document.getAnimations().length === 0")
        page.evaluate("() => document.querySelector('table.grid [tabindex=\"-1\"]').focus()")
        for height in (500, 1000, 1300, 800):
            page.set_viewport_size({"width": 1440, "height": height})
            assert page.evaluate(SHOWN) == 45
            assert page.evaluate("() => document.activeElement.tagName") == "TD"


def test_every_row_is_on_paper_whatever_the_height_of_the_screen(site: Site) -> None:
    page = site.page("responsable")
    for height in (800, 1300):
        page.set_viewport_size({"width": 1440, "height": height})
        begun(page)
        page.evaluate(LONG)
        page.wait_for_function("() => document.getAnimations().length === 0")
        words = " ".join(texts(page.pdf(landscape=True, format="A4")))
        # Of small letters, the reader doesn't see spaces.
        assert {int(n) for n in re.findall(r"Ligne\s*(\d+)\b", words)} >= set(range(24, 45))


def test_typing_hides_rows_and_escape_shows_them_again_where_one_was(site: Site) -> None:
    page = site.page("responsable")
    begun(page)
    go(page, "brice", 3)

    page.keyboard.press("/")
    page.keyboard.type("lemoine")
    assert shown(page) == ["ada"]
    assert page.locator("#count").inner_text() == "1 sur 6 personnes"

    page.keyboard.press("Escape")
    assert len(shown(page)) == 6
    assert page.evaluate("() => document.activeElement.closest('tr').dataset.person") == "brice"


def test_a_week_on_a_phone_scrolls_in_its_region_with_columns_that_can_be_read(site: Site) -> None:
    page = site.page("responsable")
    address = begun(page)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{address}?vue=semaine")
    ready(page)

    widths = page.locator("thead th[data-day]").evaluate_all(
        "heads => heads.map((head) => head.getBoundingClientRect().width)"
    )
    assert min(widths) >= 48
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 390


def test_tab_leads_into_the_rows_that_a_search_leaves(site: Site) -> None:
    page = site.page("responsable")
    begun(page)
    stop = "() => document.querySelector('table.grid [tabindex=\"0\"]').closest('tr').id"
    assert page.evaluate(stop) == "p-P-farid"

    # The first row is hidden, then all people's: what is to be filled is left.
    for words, row in (("brice", "p-P-brice"), ("nobody", "t-P")):
        page.locator("#cherche").fill(words)
        assert page.locator("table.grid [tabindex='0']").count() == 1
        page.locator(".doing a").last.focus()
        page.keyboard.press("Tab")
        there = page.evaluate("() => document.activeElement.closest('table.grid tr')?.id")
        assert (words, there) == (words, row)


def test_a_coverage_figure_leads_to_its_day_by_mouse_and_by_keyboard(site: Site) -> None:
    page = site.page("responsable")
    address = begun(page)

    page.locator("tr.cover a").nth(1).click()
    page.wait_for_url(f"{address}?jour=*")
    ready(page)
    assert page.locator("thead th[data-day]").count() == 1

    page.goto(address)
    ready(page)
    page.locator("table.grid [tabindex='0']").focus()
    # Days are above evenings.
    page.keyboard.press("Control+End")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}?jour=2026-03-02")


def test_a_week_is_edited_as_a_month_is(site: Site) -> None:
    page = site.page("responsable")
    address = begun(page)
    page.goto(f"{address}?vue=semaine&du=2026-03-09")
    ready(page)

    go(page, "ada", 1)
    page.keyboard.press("Enter")
    page.locator("#choix .offers button").first.wait_for()
    page.keyboard.press("Enter")
    chip = page.locator(f"{cell('ada', 1)} b[data-slot='P-J']")
    chip.wait_for()

    assert chip.inner_text().splitlines() == ["Place du Marché", "9h–16h30"]
    assert page.locator("#p-P-ada td").count() == 7 + 5
    assert faults(page) == []


def test_a_screen_shows_the_view_that_its_width_has_room_for(site: Site) -> None:
    wide = site.page("responsable")
    address = begun(wide)
    for width, view in ((1000, "semaine"), (390, "liste")):
        page = site.page("responsable", width=width)
        page.goto(address)
        page.wait_for_url(f"{address}?vue={view}")
        assert page.locator("[aria-current=true]").first.inner_text() == view.title()
        # What doesn't fit scrolls in its own region, the page never does.
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width
        assert faults(page) == []


def test_a_phone_without_script_edits_from_the_list(site: Site) -> None:
    wide = site.page("responsable")
    address = begun(wide)
    page = site.page("responsable", width=390, user_agent=PHONE, java_script_enabled=False)
    page.goto(address)

    page.get_by_role("link", name="Semaine d’après").click()
    page.get_by_role("link", name="Place du Marché").first.click()
    page.get_by_role("button", name="Donner à Ada").click()
    assert page.get_by_role("status").inner_text() == "Donné."

    page.get_by_role("button", name="Verrouiller").click()
    page.get_by_role("link", name="Remplacer…").click()
    page.get_by_role("button", name="Donner à Brice").click()
    # Without script, a click ends as the next page begins to come.
    page.locator(".people h3", has_text="Brice Kouassi").wait_for()
    assert page.locator(".people h3").all_inner_texts() == ["Brice Kouassi"]

    page.get_by_role("button", name="Retirer").click()
    page.get_by_text("Personne.", exact=True).wait_for()
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 390


def test_what_stands_above_a_draft_takes_one_row_of_a_desk(site: Site) -> None:
    page = site.page("responsable")
    begun(page)

    assert page.locator(".tools.bar").evaluate("bar => bar.offsetHeight") < 50
    assert page.get_by_role("button", name="Pourvoir ce qui peut l’être").is_visible()
    assert page.get_by_role("link", name="Pourquoi ces trous ?").is_visible()
