"""Draw one's own pages: whose they are, the tabs at the bottom, and the month that one shows."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any

from fastapi import Query, Request
from fastapi.responses import Response

from api.access.caller import Caller, Role
from api.access.errors import UnknownError
from api.access.reach import Association, own_person
from api.french.words import month_name
from api.shell.document import render
from api.web.months import PATTERN, first_of
from api.web.refusing.problems import Refusal
from scheduler.domain.people import Mediator
from scheduler.domain.time import PARIS, next_month

NOBODY = (
    "Votre compte n’est relié à personne de l’association, il ne montre donc aucun service : "
    "demandez à qui tient les comptes de le relier à votre fiche."
)
SENT = "envoye"
Sent = Annotated[str, Query(alias="fait", pattern=rf"^(|{SENT})$", max_length=len(SENT))]
"""What the address says of a page where something has just been sent from."""

MonthChoice = Annotated[str, Query(pattern=f"^$|{PATTERN}", max_length=7)]


@dataclass(frozen=True)
class Tab:
    """A part of one's own pages: its name, its icon, and its pages, the first its own."""

    title: str
    icon: str
    pages: tuple[tuple[str, str], ...]

    def address(self, counts: Mapping[str, int]) -> str:
        """Return where it leads: its first page where something waits, else its first."""
        pages = [address for address, _ in self.pages]
        return next((address for address in pages if counts.get(address)), pages[0])

    def waiting(self, counts: Mapping[str, int]) -> int:
        """Return how much waits for its reader, by what waits on each page."""
        return sum(counts.get(address, 0) for address, _ in self.pages)


DEVICES = "/moi/appareils"
"""The page of the devices where an account is signed in, which any account has."""

TABS = (
    Tab("Services", "calendar-check", (("/moi", "Mes services"),)),
    Tab("Agenda", "rss", (("/moi/agenda", "Mon agenda"),)),
    Tab(
        "Demandes",
        "inbox",
        (
            ("/moi/conges", "Congés"),
            ("/moi/souhaits", "Souhaits"),
            ("/moi/echanges", "Échanges"),
        ),
    ),
    Tab(
        "Moi",
        "circle-user-round",
        (
            ("/moi/heures", "Heures faites"),
            ("/moi/compteurs", "Compteurs"),
            (DEVICES, "Appareils"),
        ),
    ),
)
OF_ALL = (Tab("Moi", "circle-user-round", ((DEVICES, "Appareils"),)),)
"""What an account has that isn't a médiateur's."""


def person_of(caller: Caller, association: Association) -> Mediator:
    """Return whose pages these are; a `Refusal` says why an account of nobody has none."""
    try:
        return own_person(caller, association)
    except UnknownError:
        raise Refusal(404, "compte_sans_personne", NOBODY) from None


def own_page(
    request: Request,
    template: str,
    *,
    status: int = 200,
    problem: Refusal | None = None,
    **values: Any,
) -> Response:
    """
    Render one of one's own pages, its tab being the current one.

    `problem`: why what was sent is refused, which the answer's status says too.
    """
    here = request.url.path
    caller: Caller = request.state.caller
    tabs = TABS if Role.MEDIATEUR in caller.roles() else OF_ALL
    current, place = _place_of(tabs, here)
    values |= {"tabs": tabs, "current": current, "place": place, "problem": problem}
    return render(request, template, status=problem.status if problem else status, **values)


def _place_of(tabs: tuple[Tab, ...], here: str) -> tuple[Tab, str]:
    """Return the tab that an address is part of, and the page of it (empty: of none)."""
    for tab in tabs:
        for page, _ in tab.pages:
            # All of one's own pages begin with /moi.
            if here == page or (page != "/moi" and here.startswith(f"{page}/")):
                return tab, page
    return tabs[0], ""


@dataclass(frozen=True, kw_only=True)
class Months:
    """A month by its label and name; `previous` and `following`: labels (empty: none)."""

    label: str
    name: str
    previous: str
    previous_name: str
    following: str
    following_name: str


def months_near(published: Collection[str], label: str, now: datetime) -> Months:
    """
    Return a month (`label` empty: the present one), and its neighbours that may have shifts.

    `published`: labels of the months that are.
    """
    present = f"{now.astimezone(PARIS):%Y-%m}"
    month = first_of(label or present)
    before, after = (month - timedelta(days=1)).replace(day=1), next_month(month)
    here = f"{month:%Y-%m}"
    return Months(
        label=here,
        name=month_name(month),
        previous=f"{before:%Y-%m}" if published and min(published) < here else "",
        previous_name=month_name(before),
        following=f"{after:%Y-%m}" if here <= max([*published, present]) else "",
        following_name=month_name(after),
    )
