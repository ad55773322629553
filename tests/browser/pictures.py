"""
Take a picture of each page, wide, middling and narrow, light and dark, for people to look at.

`python -m tests.browser.pictures FOLDER [WORDS]`: of the pages whose address has these words. CI
takes no picture of a page; those of some states go into the folder that `ROTA_TEST_PICTURES` names.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from tests.browser.furnished import PAGES, furnished_site
from tests.browser.site import launched

if TYPE_CHECKING:
    from playwright.sync_api import Page

SIZES = ((1440, 900), (1024, 768), (390, 844))
"""A desk, a tablet and a phone."""


def picture_of(page: Page, path: str, folder: Path, scheme: str = "light") -> Path:
    """Write the whole of an open page as it stands, and return the file."""
    name = path.strip("/").replace("/", "-").replace("{", "").replace("}", "")
    assert page.viewport_size is not None
    file = folder / f"{name}-{page.viewport_size['width']}-{scheme}.jpg"
    page.screenshot(path=file, full_page=True, type="jpeg", quality=85)
    return file


def take(folder: Path, words: str = "") -> list[Path]:
    """Write the pictures into a folder, and return their files."""
    from playwright.sync_api import (  # noqa: PLC0415 - tests are collected where it isn't installed
        sync_playwright,
    )

    folder.mkdir(parents=True, exist_ok=True)
    files = []
    with TemporaryDirectory() as temporary, sync_playwright() as playwright:
        browser = launched(playwright, "chromium")
        with furnished_site(browser, Path(temporary) / "roulement.db") as furnished:
            for path in PAGES:
                if words not in path:
                    continue
                page = furnished.open(path)
                for width, height in SIZES:
                    page.set_viewport_size({"width": width, "height": height})
                    for scheme in ("light", "dark"):
                        page.emulate_media(color_scheme=scheme)
                        files.append(picture_of(page, path, folder, scheme))
        browser.close()
    return files


if __name__ == "__main__":
    take(Path(sys.argv[1]), *sys.argv[2:3])
