"""The end of a session is told five minutes before, and put off by a button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from api.database.engine import reading, writing
from api.database.tables.access import TokenRow
from tests.browser.accessibility import faults

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.site import Site

WARNING = "Votre session finit à"
OVER = "Votre session est finie"


def warning_of(page: Page) -> str:
    """Return what the page says of the session (empty: nothing)."""
    bar = page.locator("aside.session")
    return bar.locator("p").inner_text() if bar.is_visible() else ""


def opened(site: Site) -> Page:
    page = site.page("rh")
    page.clock.install()
    page.goto("/plannings")
    assert warning_of(page) == ""
    return page


def test_the_end_is_told_and_a_button_puts_it_off_in_all_tabs(site: Site) -> None:
    page = opened(site)
    other = page.context.new_page()
    other.goto("/rh")
    seconds = int(page.get_attribute("[data-seconds]", "data-seconds") or 0)
    page.clock.fast_forward((seconds - 400) * 1000)
    assert warning_of(page) == ""
    page.clock.fast_forward(106_000)
    assert warning_of(page).startswith(WARNING)
    assert warning_of(other).startswith(WARNING)
    assert faults(page) == []
    with reading(site.service.engine) as session:
        before = session.scalars(select(TokenRow.expires)).one()

    with page.expect_response("**/prolongation") as answer:
        page.get_by_role("button", name="Rester connecté").click()

    assert answer.value.status == 200
    for tab in (page, other):
        tab.locator("aside.session").wait_for(state="hidden")
    assert page.evaluate("() => document.activeElement.id") == "contenu"
    with reading(site.service.engine) as session:
        after = session.scalars(select(TokenRow.expires)).one()
    assert before is not None
    assert after is not None
    assert after > before


def test_a_session_that_ended_leaves_the_page_and_leads_to_the_login(site: Site) -> None:
    page = opened(site)
    with writing(site.service.engine) as session:
        for row in session.scalars(select(TokenRow)):
            row.expires = row.made
    seconds = int(page.get_attribute("[data-seconds]", "data-seconds") or 0)

    page.clock.fast_forward((seconds + 6) * 1000)

    assert warning_of(page).startswith(OVER)
    assert page.get_by_role("link", name="Se connecter dans un autre onglet").is_visible()
    assert faults(page) == []
