"""
Take the pictures of the guides anew, on a demonstration that runs (`rota serve --demo`).

`python -m tests.browser.help_pictures http://127.0.0.1:8000 [FILE…]`, once the draft that the
demonstration calculates is ready. A file is that of a guide (`planning/grid`); all by default, but
that of the first account, which an empty service alone asks for.
"""

import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

import api
from api.shell.guides import guides
from tests.browser.site import launched

FIRST = "entry/first"
FOLDER = Path(api.__file__).parent / "shell" / "static"
DESK, PHONE = (1100, 640), (390, 640)
"""Sizes of a picture in the guide, in pixels."""

Way = Callable[[Page], None]


def at(path: str) -> Way:
    """Return the way to a page that has one address."""

    def go(page: Page) -> None:
        page.goto(path)

    return go


def on_draft(path: str) -> Way:
    """Return the way to a page of the first draft that is listed."""

    def go(page: Page) -> None:
        page.goto("/plannings")
        link = page.locator("a[href^='/plannings/']").first.get_attribute("href") or ""
        page.goto("/".join(link.split("?")[0].split("/")[:3]) + path)

    return go


def by(way: Way, selector: str) -> Way:
    """Return the way by a link on another page."""

    def go(page: Page) -> None:
        way(page)
        page.goto(page.locator(selector).first.get_attribute("href") or "")

    return go


WAYS: dict[str, tuple[str, Way]] = {
    "entry/login": ("", at("/connexion")),
    FIRST: ("", at("/premier-compte")),
    "planning/list": ("responsable", at("/plannings")),
    "planning/grid": ("responsable", on_draft("?vue=mois")),
    "planning/calculate": ("responsable", on_draft("/calculer")),
    "planning/publish": ("responsable", on_draft("/publier")),
    "planning/compare": ("responsable", by(on_draft("/historique"), "main a[href*='/comparer']")),
    "planning/shift": (
        "responsable",
        by(on_draft("?vue=liste"), "main a[href*='/services/'] >> nth=12"),
    ),
    "planning/acknowledge": ("responsable", by(on_draft(""), "a[href*='/acquittements?']")),
    "planning/published": ("responsable", by(at("/plannings"), "a[href^='/mois/']")),
    "asking/requests": ("responsable", at("/demandes")),
    "data/rows": ("rh", at("/donnees")),
    "data/importing": ("rh", at("/donnees/importer")),
    "own/shifts": ("mediateur", at("/moi")),
    "own/agenda": ("mediateur", at("/moi/agenda")),
    "own/counters": ("mediateur", at("/moi/compteurs")),
    "own/hours": ("mediateur", at("/moi/heures")),
    "own/leave": ("mediateur", at("/moi/conges")),
    "own/swaps": ("mediateur", at("/moi/echanges")),
    "own/wishes": ("mediateur", at("/moi/souhaits")),
    "rh/conformity": ("rh", at("/rh")),
    "rh/control": ("rh", at("/rh/controle")),
    "rh/counters": ("rh", at("/rh/compteurs")),
    "rh/obligations": ("rh", at("/rh/obligations")),
    "rh/register": ("rh", at("/rh/registre")),
    "coverage/month": ("commanditaire", at("/couverture")),
    "accounts/accounts": ("admin", at("/admin/comptes")),
    "accounts/journal": ("admin", at("/admin/journal")),
}
"""By the file of a guide: whose account of the demonstration opens its page, and how."""


def take(browser: Browser, address: str, file: str) -> None:
    """Write the picture of a guide."""
    who, way = WAYS[file]
    width, height = PHONE if file.startswith("own/") else DESK
    context = browser.new_context(
        base_url=address,
        viewport={"width": width, "height": height},
        locale="fr-FR",
        timezone_id="Europe/Paris",
    )
    page = context.new_page()
    if who:
        page.goto("/connexion")
        page.locator(f"button[value='{who}@roulement.demo']").first.click()
        page.wait_for_load_state("networkidle")
    way(page)
    page.wait_for_load_state("networkidle")
    page.evaluate("document.querySelectorAll('.demo').forEach(banner => banner.remove())")
    shown = Image.open(BytesIO(page.screenshot())).convert("RGB")
    shown.save(FOLDER / f"help/{file}.webp", quality=80, method=6)
    context.close()


def main(address: str, *files: str) -> None:
    """Take the pictures of these guides (none: of all that have one)."""
    with sync_playwright() as playwright:
        browser = launched(playwright, "chromium", language="fr")
        for file in files or [g.file for g in guides() if g.picture and g.file != FIRST]:
            take(browser, address, file)
            print(file, flush=True)  # noqa: T201 - a command
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
