"""The grid in Firefox: the page, its keys, and drags, whose events a test sends itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.accessibility import faults
from tests.browser.site import Site, served
from tests.browser.test_grid import begun, cell, fill, go, said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page
    from sqlalchemy import Engine

# WebDriver BiDi moves no drag: its events are sent to where a mouse would send them.
DRAG = """([from, to]) => {
  const chip = document.querySelector(from), target = document.querySelector(to);
  const dataTransfer = new DataTransfer();
  const send = (element, type) => element.dispatchEvent(
    new DragEvent(type, {bubbles: true, cancelable: true, dataTransfer}));
  send(chip, 'dragstart');
  const over = send(target, 'dragover');
  send(target, 'drop');
  send(chip, 'dragend');
  return over;
}"""


@pytest.fixture
def site(sqlite_engine: Engine, firefox: Browser) -> Iterator[Site]:
    """Serve `petit` on 20 February 2026 to Firefox."""
    yield from served(sqlite_engine, firefox)


def dragged(page: Page, source: str, target: str) -> None:
    """Drag a chip onto a cell, which must say that it takes it."""
    assert page.evaluate(DRAG, [source, target]) is False


def test_the_grid_is_edited_by_keyboard_and_has_no_fault_in_firefox(site: Site) -> None:
    page = site.page("responsable")
    begun(page)
    fill(page, "ada", 9)
    assert faults(page) == []

    go(page, "ada", 9)
    page.keyboard.press("Delete")
    page.locator(f"{cell('ada', 9)} b[data-slot]").wait_for(state="detached")
    page.keyboard.press("Control+z")
    page.locator(f"{cell('ada', 9)} b[data-slot]").wait_for()
    assert page.locator("#version").inner_text() == "4"


def test_a_shift_is_dragged_to_somebody_and_off_in_firefox(site: Site) -> None:
    page = site.page("responsable")
    begun(page)
    fill(page, "ada", 9)

    dragged(page, f"{cell('ada', 9)} b", cell("brice", 9))
    page.locator(f"{cell('brice', 9)} b[data-slot]").wait_for()
    assert page.locator(f"{cell('ada', 9)} b[data-slot]").count() == 0

    dragged(page, f"{cell('brice', 9)} b", "#t-P > td:nth-of-type(9)")
    page.locator(f"{cell('brice', 9)} b[data-slot]").wait_for(state="detached")


def test_a_shift_onto_a_shift_asks_first_in_firefox(site: Site) -> None:
    page = site.page("responsable")
    begun(page)
    fill(page, "ada", 11)
    fill(page, "farid", 11)

    dragged(page, f"{cell('ada', 11)} b", cell("farid", 11))
    page.get_by_role("button", name="Échanger les deux services").click()

    page.locator(f"{cell('ada', 11)} b[data-slot^='P-S']").wait_for()


def test_an_open_post_is_dragged_to_somebody_in_firefox(site: Site) -> None:
    page = site.page("responsable")
    begun(page)

    dragged(page, "#t-P > td:nth-of-type(9) b", cell("ada", 9))

    page.locator(f"{cell('ada', 9)} b[data-slot]").wait_for()
    said(page, "constat")
