"""All pages in a real browser, found in their screens' routes: what axe sees, and what fits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.accessibility import faults
from tests.browser.fitting import losses, space_out
from tests.browser.furnished import PAGES, Furnished, furnished_site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

WIDTHS = (1440, 390)


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> Iterator[Furnished]:
    with furnished_site(chromium, tmp_path_factory.mktemp("pages") / "roulement.db") as site:
        yield site


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_no_fault_of_accessibility(furnished: Furnished, path: str) -> None:
    page = furnished.open(path)
    wrong = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            wrong += [f"{width} px, {scheme} : {fault}" for fault in faults(page)]
    assert wrong == []


@pytest.mark.parametrize("path", PAGES)
def test_a_page_loses_nothing_narrow_enlarged_or_spaced_out(
    furnished: Furnished, path: str
) -> None:
    page = furnished.open(path)
    wrong = []
    # What is enlarged twice has half the width; 320 px are four times of 1280.
    for width, spaced in ((1440, False), (720, False), (390, False), (320, False), (1440, True),
                          (390, True)):  # fmt: skip
        if spaced:
            space_out(page)
        page.set_viewport_size({"width": width, "height": 900})
        wrong += [f"{width} px{', espacé' * spaced} : {loss}" for loss in losses(page)]
    assert wrong == []
