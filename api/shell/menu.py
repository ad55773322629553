"""
What a person finds in the menu, by the roles of their account.

A screen's routes say where it stands (`ENTRY`); no list has to be kept.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from starlette.requests import Request

from api import PAGES, ROUTES, modules
from api.access.caller import Caller, Role

LOGIN = "/connexion"
LOGOUT = "/deconnexion"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """
    A screen, what it is called, and who has it in the menu.

    `rank`: its place in the menu. `landing`: the roles that begin here. `icon`: a name of
    `api/shell/icons/` (empty: none). `stands`: whether it is there for an account now (None:
    always). `meanwhile`: as long as it is, the menu has these addresses alone beside it (none: the
    whole menu). `within`: other addresses whose screens are part of it.
    """

    rank: int
    address: str
    title: str
    roles: frozenset[Role]
    landing: frozenset[Role] = frozenset()
    icon: str = ""
    stands: Callable[[Request, Caller], bool] | None = None
    meanwhile: frozenset[str] = frozenset()
    within: frozenset[str] = frozenset()


@cache
def entries() -> tuple[Entry, ...]:
    """Return all screens that the menu names, in their order."""
    listed = (getattr(module, "ENTRY", None) for module in modules(PAGES, ROUTES))
    return tuple(sorted(filter(None, listed), key=lambda entry: entry.rank))


def place_of(path: str) -> str:
    """Return the address, in the menu, of the screen that a path is part of (empty: of none)."""
    places = ((a, entry.address) for entry in entries() for a in {entry.address, *entry.within})
    above = [place for place in places if f"{path}/".startswith(f"{place[0]}/")]
    return max(above, key=lambda place: len(place[0]), default=("", ""))[1]


def menu_of(request: Request, caller: Caller | None) -> tuple[Entry, ...]:
    """Return the entries that an account may see (None: nobody is signed in)."""
    if caller is None:
        return ()
    roles = caller.roles()
    there = [
        entry
        for entry in entries()
        if entry.roles & roles and (entry.stands is None or entry.stands(request, caller))
    ]
    few = next((entry for entry in there if entry.meanwhile), None)
    return tuple(e for e in there if few in (None, e) or e.address in few.meanwhile)


def landing_of(request: Request, caller: Caller) -> str:
    """
    Return the address of the screen where an account begins (empty: it may see none).

    Of several roles, that counts whose screen comes first in the menu.
    """
    menu, roles = menu_of(request, caller), caller.roles()
    first = [entry for entry in menu if entry.landing & roles] or menu
    return first[0].address if first else ""
