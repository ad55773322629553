"""Describe the two addresses at which rows are entered: the responsables' and RH's."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from api.access.caller import Role
from api.access.rights.rows import RIGHTS, May
from api.data.entering.rights import RESPONSABLE, RH
from api.data.entering.shapes import Shapes
from api.data.rows.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class Door:
    """A door: its address, its tag in the OpenAPI document, whether it hides private fields."""

    prefix: str
    tag: str
    partial: bool

    def roles(self, kind: str, may: May) -> frozenset[Role]:
        """Return the roles that may read, or write, a kind by this door."""
        rights = RIGHTS[kind]
        if not self.partial:
            return frozenset(rights.by_rh_door(may))
        opened = rights.responsable in (may, May.WRITE)
        return frozenset({Role.RESPONSABLE}) if opened else frozenset()

    def shapes(self, kind: str) -> Shapes:
        """Return a kind's bodies by this door; always the same."""
        return _shapes(kind, self.partial)

    def kinds(self, may: May) -> Iterator[str]:
        """Yield the kinds that somebody may read, or write, by this door."""
        return (kind for kind in RIGHTS if self.roles(kind, may))


@cache
def _shapes(kind: str, partial: bool) -> Shapes:
    return Shapes(KINDS[kind], partial)


DOORS = (
    Door(RESPONSABLE, "responsable", partial=True),
    Door(RH, "RH", partial=False),
)
