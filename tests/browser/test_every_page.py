"""All pages in a real browser, found in their screens' routes: what axe sees, and what fits."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.accessibility import faults_in_both_schemes
from tests.browser.fitting import losses, space_out
from tests.browser.furnished import PAGES, Furnished, furnished_site
from tests.browser.pictures import picture_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

WIDTHS = (1440, 390)
TABLET = 1024
OTHERS = (TABLET, 720, 320)
"""A tablet; what is enlarged twice has half the width; 320 px are four times of 1280."""

PICTURES = os.environ.get("ROTA_TEST_PICTURES")


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> Iterator[Furnished]:
    with furnished_site(chromium, tmp_path_factory.mktemp("pages") / "roulement.db") as site:
        yield site


def keep(page: Page, path: str) -> None:
    """Take a picture for people to look at, where CI says that they are kept."""
    if PICTURES is not None:
        picture_of(page, path, Path(PICTURES))


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_no_fault_and_loses_nothing_narrow_enlarged_or_spaced_out(
    furnished: Furnished, path: str
) -> None:
    page = furnished.open(path)
    wrong = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        troubles = (*faults_in_both_schemes(page), *losses(page))
        wrong += [f"{width} px : {trouble}" for trouble in troubles]
        keep(page, path)
    for width in OTHERS:
        page.set_viewport_size({"width": width, "height": 900})
        wrong += [f"{width} px : {loss}" for loss in losses(page)]
        if width == TABLET:
            keep(page, path)
    space_out(page)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        wrong += [f"{width} px, espacé : {loss}" for loss in losses(page)]
    assert wrong == []
