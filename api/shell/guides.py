"""
Find the page of help of each screen, and who may read it.

A screen's routes name its guides (`GUIDES`); no list has to be kept. The text of a guide
is the template of its `file`, and its picture the static file of the same name.
"""

from dataclasses import dataclass
from functools import cache

from starlette.types import Scope

from api import PAGES, ROUTES, modules

INDEX = "/aide"
"""The address of the list of guides."""

SECTIONS = {
    "entry": "Entrer dans le service",
    "planning": "Planifier un mois",
    "asking": "Répondre aux demandes",
    "data": "Tenir les données",
    "own": "Mes services",
    "rh": "Ressources humaines",
    "coverage": "Couverture",
    "accounts": "Comptes",
}
"""The parts of the list of guides, in their order, by the folder of their templates."""


@dataclass(frozen=True, kw_only=True)
class Guide:
    """
    The page of help of one screen, or of some that belong together.

    `screens`: the paths of their routes; whoever may open one of them may read the guide. `file`:
    its template in `templates/help/`, without the ending. `picture`: what its picture shows, for
    those who don't see it (empty: it has no picture).
    """

    address: str
    title: str
    file: str
    screens: tuple[str, ...]
    picture: str = ""

    @property
    def section(self) -> str:
        """Return the folder of the template, which is its part of the list."""
        return self.file.partition("/")[0]

    @property
    def template(self) -> str:
        """Return the name of the template."""
        return f"help/{self.file}.html"

    @property
    def image(self) -> str:
        """Return the name of the static file of the picture."""
        return f"help/{self.file}.webp"


@cache
def guides() -> tuple[Guide, ...]:
    """Return all guides, part by part, by the address of their screen."""
    pages = modules(PAGES, ROUTES)
    known = [guide for page in pages for guide in getattr(page, "GUIDES", ())]
    order = tuple(SECTIONS)
    return tuple(sorted(known, key=lambda guide: (order.index(guide.section), guide.screens[0])))


@cache
def guide_of(path: str) -> Guide | None:
    """
    Return the guide of a route's path (None: it has none).

    A form that is shown again has an address below that of its screen (`/moi/conges/{id}/retrait`):
    the guide of the nearest screen above is its own.
    """
    above = [
        (len(screen), guide)
        for guide in guides()
        for screen in guide.screens
        if path == screen or path.startswith(f"{screen.rstrip('/')}/")
    ]
    return max(above, key=lambda pair: pair[0])[1] if above else None


def guide_at(scope: Scope) -> Guide | None:
    """Return the guide of the screen that a request asked for (None: there is no such screen)."""
    route = scope.get("route")
    return None if route is None else guide_of(route.path)
