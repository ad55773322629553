"""
Take a picture of a page of a running service, such as README's of `make serve`.

`python -m tests.browser.picture http://127.0.0.1:8000 E-MAIL PASSWORD /moi docs/page.png 390x844`
"""

from __future__ import annotations

import sys
from io import BytesIO
from urllib.parse import quote

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.browser.site import launched

SIZE = "1440x760"
COLOURS = 64
"""Enough for a page, and a picture of it is three times lighter than with all."""


def take(  # noqa: PLR0917 - the words of the command
    address: str, email: str, password: str, page: str, file: str, size: str = SIZE
) -> None:
    """Sign in, open a page and write what a screen shows of it."""
    width, height = (int(side) for side in size.split("x"))
    with sync_playwright() as playwright:
        browser = launched(playwright, "chromium")
        screen = browser.new_page(viewport={"width": width, "height": height})
        screen.goto(f"{address}/connexion?suite={quote(page, safe='/')}")
        screen.get_by_label("Adresse électronique").fill(email)
        screen.get_by_label("Mot de passe", exact=True).fill(password)
        screen.get_by_role("button", name="Se connecter").click()
        screen.get_by_role("heading", level=1).wait_for()
        shown = Image.open(BytesIO(screen.screenshot()))
        shown.convert("RGB").quantize(COLOURS).save(file, optimize=True)
        browser.close()


if __name__ == "__main__":
    take(*sys.argv[1:])
