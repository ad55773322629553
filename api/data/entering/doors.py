"""Describe the two addresses where rows are entered: for responsables and for RH."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from api.access.caller import Role
from api.access.rights.rows import RIGHTS, May
from api.access.rights.rule import agency
from api.data.entering.shapes import Shapes
from api.data.rows.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from api.access.rights.rule import Access


RESPONSABLE = "/api/v1/responsable/donnees"
RH = "/api/v1/rh/donnees"


@dataclass(frozen=True)
class Door:
    """An address where rows are entered: prefix, OpenAPI tag, whether it hides private fields."""

    prefix: str
    tag: str
    partial: bool

    def roles(self, kind: str, may: May) -> frozenset[Role]:
        """Return the roles that may read, or write, a kind at this address."""
        rights = RIGHTS[kind]
        if not self.partial:
            return frozenset(rights.by_rh_door(may))
        opened = rights.responsable in (may, May.WRITE)
        return frozenset({Role.RESPONSABLE}) if opened else frozenset()

    def opened(self, kind: str, may: May) -> Access:
        """Return who may read, or write, a kind at this address."""
        return agency(*self.roles(kind, may))

    def shapes(self, kind: str) -> Shapes:
        """Return the bodies of a kind at this address; the same objects at each call."""
        return _shapes(kind, self.partial)

    def kinds(self, may: May) -> Iterator[str]:
        """Yield the kinds that some role may read, or write, at this address."""
        return (kind for kind in RIGHTS if self.roles(kind, may))


@cache
def _shapes(kind: str, partial: bool) -> Shapes:
    return Shapes(KINDS[kind], partial)


DOORS = (
    Door(RESPONSABLE, "responsable", partial=True),
    Door(RH, "RH", partial=False),
)
