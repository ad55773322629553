"""Share what one's own pages need: the person, the menu at the bottom, refusals in forms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from api.access.errors import UnknownError
from api.access.reach import own_person
from api.data.stored.association import read
from api.shell.document import render
from api.web.problems import Refusal

if TYPE_CHECKING:
    from fastapi import Request
    from fastapi.responses import Response
    from sqlalchemy.orm import Session

    from api.access.caller import Caller
    from scheduler.domain.people import Mediator

NOBODY = (
    "Votre compte n’est relié à personne de l’association, il ne montre donc aucun service : "
    "demandez à qui tient les comptes de le relier à votre fiche."
)


@dataclass(frozen=True)
class Tab:
    """A part of one's own pages: its name, and its pages by address, the first its own."""

    title: str
    pages: tuple[tuple[str, str], ...]

    @property
    def address(self) -> str:
        """Where it begins."""
        return self.pages[0][0]


TABS = (
    Tab("Services", (("/moi", "Mes services"),)),
    Tab("Agenda", (("/moi/agenda", "Mon agenda"),)),
    Tab(
        "Demandes",
        (
            ("/moi/conges", "Congés"),
            ("/moi/souhaits", "Souhaits"),
            ("/moi/echanges", "Échanges"),
        ),
    ),
    Tab("Moi", (("/moi/heures", "Heures faites"), ("/moi/compteurs", "Compteurs"))),
)


def person_of(caller: Caller, session: Session) -> Mediator:
    """
    Return whose pages these are.

    Raises
    ------
    Refusal
        The account belongs to no person of the association; the page says so.
    """
    try:
        return own_person(caller, read(session))
    except UnknownError:
        raise Refusal(404, "compte_sans_personne", NOBODY) from None


def own_page(request: Request, template: str, *, status: int = 200, **values: Any) -> Response:
    """Render one of one's own pages, its tab being the current one."""
    here = request.url.path
    current = next((tab for tab in TABS if _holds(tab, here)), TABS[0])
    return render(request, template, status=status, tabs=TABS, current=current, **values)


def _holds(tab: Tab, here: str) -> bool:
    pages = [address for address, _ in tab.pages]
    within = (here.startswith(f"{address}/") for address in pages if address != "/moi")
    return here in pages or any(within)
