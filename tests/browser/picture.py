"""
Take a picture of a page of a running service, such as README's of `make serve`.

`python -m tests.browser.picture http://127.0.0.1:8000 E-MAIL PASSWORD /mois/2026-11 docs/page.png`
"""

from __future__ import annotations

import sys

from playwright.sync_api import sync_playwright

from tests.browser.site import launched

WIDTH, HEIGHT = 1440, 760


def take(address: str, email: str, password: str, page: str, file: str) -> None:
    """Sign in, open a page and write what a screen shows of it."""
    with sync_playwright() as playwright:
        browser = launched(playwright, "chromium")
        screen = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        screen.goto(f"{address}/connexion?suite={page}")
        screen.get_by_label("Adresse électronique").fill(email)
        screen.get_by_label("Mot de passe", exact=True).fill(password)
        screen.get_by_role("button", name="Se connecter").click()
        screen.get_by_role("heading", level=1).wait_for()
        screen.screenshot(path=file)
        browser.close()


if __name__ == "__main__":
    take(*sys.argv[1:])
