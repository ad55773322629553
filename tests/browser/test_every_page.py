"""All pages in a real browser, found in their screens' routes: what axe sees, and what fits."""

from __future__ import annotations

import pytest

from tests.browser.accessibility import faults_in_both_schemes
from tests.browser.fitting import losses, space_out
from tests.browser.furnished import PAGES, Furnished

WIDTHS = (1440, 390)
OTHERS = (1024, 720, 320)
"""A tablet; what is enlarged twice has half the width; 320 px are four times of 1280."""


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
    for width in OTHERS:
        page.set_viewport_size({"width": width, "height": 900})
        wrong += [f"{width} px : {loss}" for loss in losses(page)]
    space_out(page)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        wrong += [f"{width} px, espacé : {loss}" for loss in losses(page)]
    assert wrong == []
