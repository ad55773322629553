"""A rota made elsewhere in a browser: its questions and its report, unfolded by the script."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.api.page.furnished import FOREIGN
from tests.browser.accessibility import faults
from tests.browser.fitting import losses

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.browser.site import Site


def test_questions_and_report_fit_and_have_no_fault(site: Site, tmp_path: Path) -> None:
    path = tmp_path / "mars.csv"
    path.write_text(FOREIGN, "utf-8")
    page = site.page("rh")
    page.goto("/rh/controle")
    page.set_input_files("#fichiers", str(path))
    page.get_by_role("button", name="Lire et contrôler").click()
    page.get_by_role("heading", name="Que veulent dire ces codes ?").wait_for()
    assert _wrong(page) == []

    page.get_by_role("button", name="Contrôler sans").click()
    finding = page.locator("a.unfold").first
    finding.click()
    page.locator(".unfolded svg").wait_for()

    assert finding.get_attribute("aria-expanded") == "true"
    assert page.url.endswith("/rh/controle#constats")
    assert _wrong(page) == []
    finding.click()
    assert finding.get_attribute("aria-expanded") == "false"
    assert not page.locator(".unfolded").first.is_visible()


def _wrong(page: Page) -> list[str]:
    """Return what is wrong with a page, wide and narrow, light and dark."""
    wrong = []
    for width, scheme in ((1440, "light"), (390, "dark"), (320, "light")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        wrong += [f"{width} px : {each}" for each in (*faults(page), *losses(page))]
    page.set_viewport_size({"width": 1440, "height": 900})
    return wrong
