"""What those who plan, RH and who funds see on a phone, where a desk has a wide table."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from tests.api.fairness_folder import with_evenings
from tests.api.service import loaded
from tests.browser.accessibility import faults_in_both_schemes
from tests.browser.furnished import Furnished
from tests.browser.site import served

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page, ViewportSize
    from sqlalchemy import Engine

PHONE: ViewportSize = {"width": 390, "height": 844}
COMPARED = "/plannings/{rota_id}/comparer"
SIDEWAYS = "all => all.map((e) => e.scrollWidth - e.clientWidth)"
HEIGHTS = "all => all.map((e) => e.getBoundingClientRect().height)"
THURSDAY = datetime(2026, 3, 5, 9, tzinfo=UTC)
"""A day of a week of the month that is drawn."""


def drawn_for(page: Page) -> str:
    """Return whose the only plot in sight is; its letters must be of a size to read."""
    (plot,) = page.locator("svg:is(.foreseen, .balances)").filter(visible=True).all()
    height = plot.evaluate("e => e.getBoundingClientRect().width / e.viewBox.baseVal.width * 11")
    assert height > 10
    return str(plot.get_attribute("class")).split()[-1]


def narrow(furnished: Furnished, path: str) -> Page:
    page = furnished.open(path)
    page.set_viewport_size(PHONE)
    return page


@pytest.mark.parametrize(
    "path", ["/couverture", "/rh/compteurs", "/prevision", "/admin/journal", COMPARED]
)
def test_a_phone_scrolls_no_table_sideways(furnished: Furnished, path: str) -> None:
    page = narrow(furnished, path)

    hidden = page.locator(".scroll").filter(visible=True).evaluate_all(SIDEWAYS)

    assert set(hidden) <= {0}
    assert faults_in_both_schemes(page) == []


@pytest.mark.parametrize("path", ["/rh/compteurs", "/admin/journal"])
def test_cards_scroll_with_their_page(furnished: Furnished, path: str) -> None:
    page = narrow(furnished, path)

    inside = page.locator(".scroll:has(.carded)").evaluate("e => e.scrollHeight - e.clientHeight")

    assert inside == 0


def test_a_covered_month_is_a_calendar_on_a_phone(furnished: Furnished) -> None:
    page = furnished.open("/couverture")
    days = page.locator(".cover-table tbody tr").first.locator("td[data-day]")
    lefts = "all => all.map((e) => Math.round(e.getBoundingClientRect().left))"
    assert len(set(days.evaluate_all(lefts))) == 31

    page.set_viewport_size(PHONE)
    columns = days.evaluate_all(lefts)
    # March 2026 begins on a Sunday.
    assert columns[0] == max(columns)
    assert columns[1] == min(columns)
    assert len(set(columns)) == 7
    first = "e => getComputedStyle(e, '::before').content"
    assert days.first.evaluate(first) == '"D 1"'


def test_a_card_leaves_out_what_nobody_counted(furnished: Furnished) -> None:
    page = furnished.open("/rh/compteurs")
    cells = page.locator(".counters-table .nil")
    assert cells.first.is_visible()

    page.set_viewport_size(PHONE)

    assert cells.filter(visible=True).count() == 0
    due = page.locator(".counters-table [data-of=Dû]").first
    assert due.evaluate("e => getComputedStyle(e, '::before').content") == '"Dû : "'


@pytest.mark.parametrize(("width", "drawn"), [(390, "for-phone"), (1440, "for-desk")])
def test_a_forecast_is_drawn_for_its_screen(furnished: Furnished, width: int, drawn: str) -> None:
    page = furnished.open("/prevision")
    page.set_viewport_size({"width": width, "height": 844})

    assert drawn_for(page) == drawn


def test_a_phone_lists_what_a_comparison_marks_on_its_grid(furnished: Furnished) -> None:
    page = furnished.open(COMPARED)
    grid, people = page.locator("#grille"), page.locator(".for-phone details")
    marked = page.locator("#grille b:is(.plus, .moins, .fleche)").count()
    assert marked
    assert (grid.is_visible(), people.first.is_visible()) == (True, False)

    page.set_viewport_size(PHONE)

    assert (grid.is_visible(), people.first.is_visible()) == (False, True)
    assert page.locator(".changing li").count() == marked
    people.first.locator("summary").click()
    assert people.first.locator("li").first.is_visible()


def test_a_list_of_days_begins_with_what_is_still_to_come(furnished: Furnished) -> None:
    state = furnished.site.service.app.state
    before, state.now = state.now, lambda: THURSDAY
    page = narrow(furnished, "/mois/{month}")
    page.goto(f"{page.url.partition('?')[0]}?vue=liste&du=2026-03-02")
    state.now = before
    days = page.locator(".listing h2").filter(visible=True)

    assert days.first.inner_text() == "Jeudi 5 aujourd’hui"
    assert len(days.all()) == 4
    page.get_by_text("3 jours passés").click()
    assert len(days.all()) == 7
    links = page.get_by_role("navigation", name="Jours").get_by_role("link")
    assert links.all_inner_texts() == ["Jeudi 5", "Vendredi 6", "Samedi 7", "Dimanche 8"]
    links.last.click()
    assert page.url.endswith("#j-2026-03-08")


@pytest.mark.parametrize(
    ("path", "links"),
    [("/rh", ".places a"), ("/plannings/{rota_id}/trous", ".views a")],
)
def test_links_of_a_menu_have_the_room_of_a_thumb(
    furnished: Furnished, path: str, links: str
) -> None:
    page = narrow(furnished, path)

    assert min(page.locator(links).evaluate_all(HEIGHTS)) >= 44


def test_a_phone_has_one_row_of_tabs_and_what_follows_is_folded(furnished: Furnished) -> None:
    page = narrow(furnished, "/calendrier")
    tabs = page.locator(".top nav > ul > li").filter(visible=True)
    tops = "all => all.map((e) => Math.round(e.getBoundingClientRect().top))"

    assert tabs.count() == 5
    assert len(set(tabs.evaluate_all(tops))) == 1
    assert page.locator(".top").evaluate("e => e.getBoundingClientRect().height") <= 100
    # The tab of the page is folded, and what folds it is marked.
    fold = tabs.last.locator("summary")
    assert fold.locator("[aria-current]").filter(visible=True).inner_text() == "Plus"
    fold.click()
    folded = page.locator(".top .more ul a").filter(visible=True)
    assert folded.filter(has_text="Semaine type").count() == 1
    assert folded.filter(has_text="Calendrier").get_attribute("aria-current") == "page"
    assert min(folded.evaluate_all(HEIGHTS)) >= 44
    assert faults_in_both_schemes(page) == []
    page.set_viewport_size({"width": 1440, "height": 900})
    assert tabs.filter(has_text="Calendrier").first.is_visible()
    assert folded.filter(has_text="Calendrier").count() == 0


@pytest.mark.parametrize(("path", "links"), [("/rh", ".places a"), ("/moi/conges", ".within a")])
def test_tabs_of_a_desk_are_as_high_as_a_button(
    furnished: Furnished, path: str, links: str
) -> None:
    page = furnished.open(path)

    assert min(page.locator(links).evaluate_all(HEIGHTS)) >= 40


@pytest.fixture(scope="module")
def evenings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return with_evenings(tmp_path_factory.mktemp("equite") / "petit")


@pytest.mark.parametrize(("width", "drawn"), [(390, "for-phone"), (1440, "for-desk")])
def test_balances_are_drawn_for_their_screen(
    sqlite_engine: Engine, chromium: Browser, evenings: Path, width: int, drawn: str
) -> None:
    for site in served(sqlite_engine, chromium, load=lambda engine: loaded(engine, evenings)):
        page = site.page("responsable", agency="ville", width=width)
        page.goto("/equite?kind=fins_tardives")

        assert drawn_for(page) == drawn
        if width == PHONE["width"]:
            assert set(page.locator(".scroll").evaluate_all(SIDEWAYS)) == {0}
            frame = page.locator(".scroll:has(.carded)")
            assert frame.evaluate("e => e.scrollHeight - e.clientHeight") == 0
            assert faults_in_both_schemes(page) == []
