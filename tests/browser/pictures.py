"""
Take a picture of each page, wide, middling and narrow, light and dark, for people to look at.

`python -m tests.browser.pictures FOLDER [WORDS]`: of the pages whose address has these words.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

from tests.browser.furnished import PAGES, furnished_site
from tests.browser.site import launched

SIZES = ((1440, 900), (1024, 768), (390, 844))
"""A desk, a tablet and a phone."""


def take(folder: Path, words: str = "") -> list[Path]:
    """Write the pictures into a folder, and return their files."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    with TemporaryDirectory() as temporary, sync_playwright() as playwright:
        browser = launched(playwright, "chromium")
        with furnished_site(browser, Path(temporary) / "roulement.db") as furnished:
            for path in PAGES:
                if words not in path:
                    continue
                page = furnished.open(path)
                name = path.strip("/").replace("/", "-").replace("{", "").replace("}", "")
                for width, height in SIZES:
                    page.set_viewport_size({"width": width, "height": height})
                    for scheme in ("light", "dark"):
                        page.emulate_media(color_scheme=scheme)
                        file = folder / f"{name}-{width}-{scheme}.png"
                        page.screenshot(path=file, full_page=True)
                        files.append(file)
        browser.close()
    return files


if __name__ == "__main__":
    take(Path(sys.argv[1]), *sys.argv[2:3])
