"""What a person finds in the menu, by the roles of their account."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.access.caller import Role

if TYPE_CHECKING:
    from api.access.caller import Caller

LOGIN = "/connexion"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A screen, what it is called, and whose it is (a person: accounts of a médiateur)."""

    address: str
    title: str
    roles: frozenset[Role]


ENTRIES = (
    Entry(address="/plannings", title="Plannings", roles=frozenset({Role.RESPONSABLE, Role.RH})),
)
"""In the order in which they are shown; the first that an account may see is where it begins."""


def menu_of(caller: Caller | None) -> tuple[Entry, ...]:
    """Return the entries that an account may see (None: nobody is signed in)."""
    if caller is None:
        return ()
    return tuple(entry for entry in ENTRIES if entry.roles & caller.roles())
