"""
Take the pictures of the pages of help, from the demonstration that `make serve` serves.

`python -m tests.browser.help_pictures http://127.0.0.1:8000 PASSWORD [WORDS]`: of the guides that
have a picture and whose file has these words. Fields of dates and files are drawn in the browser's
own language: French, where Debian's chromium and chromium-l10n are installed. A screen that this
service doesn't show (the first account, where there are some) keeps the picture that it has.
"""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from PIL import Image
from playwright.sync_api import sync_playwright

from api.access.caller import Role
from api.access.rights.rule import rights_of
from api.app import declared
from api.shell.assets.files import FOLDER
from api.shell.guides import Guide, guides
from tests.browser.site import launched

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

WIDE, PHONE = (1100, 640), (390, 640)
WAIT = 180_000
"""Milliseconds that a page may take: a demonstration that calculates answers late."""

MOST_BYTES = 60_000
ROLES = (Role.RESPONSABLE, Role.RH, Role.COMMANDITAIRE, Role.ADMIN, Role.MEDIATEUR)
"""Whose screens are shown, where several roles have one."""

WITHIN = {"/services/{slot_id}": "?vue=liste", "/acquittements": "?vue=mois"}
"""How pages end that name something of a draft, and the view of it that leads there."""


def take(address: str, password: str, words: str = "") -> None:
    """Write the picture of each guide; a browser a role, signed in once."""
    with sync_playwright() as playwright:
        browser = launched(playwright, "chromium", language="fr")
        pages: dict[Role | None, Page] = {}
        for guide in guides():
            if guide.picture and words in guide.file:
                role = _role(guide)
                if role not in pages:
                    pages[role] = _signed_in(browser, address, role, password)
                screenshot = _shown(pages[role], address, guide)
                if screenshot is not None:
                    _write(guide, screenshot)
        browser.close()


def _role(guide: Guide) -> Role | None:
    """Return the role that a screen is shown to (None: it is open to all)."""
    roles = rights_of(declared())["GET", guide.screens[0]].roles
    return next((role for role in ROLES if role in roles), None)


def _signed_in(browser: Browser, address: str, role: Role | None, password: str) -> Page:
    width, height = PHONE if role is Role.MEDIATEUR else WIDE
    page = browser.new_page(viewport={"width": width, "height": height}, locale="fr-FR")
    page.set_default_timeout(WAIT)
    if role is not None:
        page.goto(f"{address}/connexion")
        page.get_by_label("Adresse électronique").fill(f"{role}@roulement.demo")
        page.get_by_label("Mot de passe", exact=True).fill(password)
        page.get_by_role("button", name="Se connecter").click()
        page.wait_for_url(lambda url: "/connexion" not in url)
    return page


def _shown(page: Page, address: str, guide: Guide) -> bytes | None:
    """
    Open a guide's first screen, on the first draft, shift, finding or month that it names.

    Return its picture (None: the service leads elsewhere).
    """
    screen = guide.screens[0]
    if "{" in screen:
        page.goto(f"{address}/plannings")
        link = _first_link(page, "/mois/" if screen.startswith("/mois/") else "/plannings/")
        screen = link if "/mois/" in screen else screen.replace("/plannings/{rota_id}", link)
        view = next((view for end, view in WITHIN.items() if screen.endswith(end)), None)
        if view is not None:
            page.goto(f"{address}{link}{view}")
            screen = _first_link(page, screen.partition("{")[0])
    page.goto(f"{address}{screen}")
    page.get_by_role("heading", level=1).wait_for(state="attached")
    if urlsplit(page.url).path != urlsplit(screen).path:
        return None
    made: bytes = page.screenshot()
    return made


def _first_link(page: Page, start: str) -> str:
    return page.locator(f'a[href^="{start}"]').first.get_attribute("href") or ""


def _write(guide: Guide, screenshot: bytes) -> None:
    """Write a picture as WebP, as fine as its bytes allow."""
    image = Image.open(io.BytesIO(screenshot)).convert("RGB")
    for quality in range(80, 0, -5):
        made = io.BytesIO()
        image.save(made, "WEBP", quality=quality, method=6)
        if len(made.getvalue()) <= MOST_BYTES:
            break
    path = FOLDER / guide.image
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(made.getvalue())


if __name__ == "__main__":
    take(*sys.argv[1:])
