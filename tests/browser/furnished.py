"""A site with something on every page, opened as whoever may see it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.access.caller import Role
from api.database.engine import connect
from tests.api.page.furnished import address_of, furnish, paths
from tests.api.schema import make_schema
from tests.api.two_agencies import OWN
from tests.browser.site import Site, served

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page  # noqa: TC004 - may not be installed

    from api.access.rights.rule import Access

PARTS = ("/page/", "/rh/constat", "/rh/controle/constat")
"""What scripts ask for is no page of its own; nor is a file."""

SENDS_ON = {"/", "/premier-compte"}
"""Pages that only send on, where there are accounts."""

GUIDE = "/aide/grille"
"""One guide stands for all: they are one template, filled with paragraphs and a picture."""

WHOLE = "/commencer"
"""Where pages begin that are for whoever holds all roles over the whole association."""

ROLES = (Role.MEDIATEUR, Role.RESPONSABLE, Role.RH, Role.COMMANDITAIRE, Role.ADMIN)
DOWNLOADS = {
    "/mois/{month}/documents/{kind}",
    "/rh/obligations/document",
    "/rh/paie/documents/{kind}",
    "/rh/preuves/{person}",
}
"""Addresses of files that don't end as a file does."""

PAGES = [
    path
    for path in paths()
    if path not in SENDS_ON | DOWNLOADS and not path.startswith(PARTS) and "." not in path
    if path == GUIDE or not path.startswith("/aide/")
]


@dataclass(frozen=True)
class Furnished:
    """A site with something on every page, and a page signed in as each role."""

    site: Site
    values: Mapping[str, str]
    pages: Mapping[str, Page]

    def open(self, path: str) -> Page:
        """Open a page, as the first role that may."""
        row: Access = self.site.service.app.state.rights["GET", path]
        role = next((role for role in ROLES if role in row.roles), "")
        page = self.pages[WHOLE if path.startswith(WHOLE) else role]
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": 1440, "height": 900})
        answer = page.goto(address_of(path, self.values))
        assert answer is not None
        assert answer.status == 200, (path, role, answer.text()[-500:])
        return page


@contextmanager
def furnished_site(browser: Browser, file: Path) -> Iterator[Furnished]:
    """Serve the furnished association from a new database, with a page for each role."""
    engine = connect(f"sqlite:///{file}")
    for site in served(engine, browser, load=make_schema):
        values = furnish(site.service)
        pages: dict[str, Page] = {"": site.page()}
        for role in ROLES:
            agency = OWN if role is Role.RESPONSABLE else ""
            person = "ada" if role is Role.MEDIATEUR else ""
            pages[role] = site.page(role, agency=agency, person=person)
        pages[WHOLE] = site.page(Role.RESPONSABLE, Role.RH, Role.ADMIN)
        yield Furnished(site, values, pages)
    engine.dispose()
