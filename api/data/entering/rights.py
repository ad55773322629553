"""Say who may read and change each kind of rows: one row of the table of rights per route."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.access.caller import Role
from api.access.rights.rows import RIGHTS, May
from api.access.rights.rule import Scope, access

if TYPE_CHECKING:
    from collections.abc import Iterator

    from api.access.rights.rule import Access

RESPONSABLE = "/api/v1/responsable/donnees"
RH = "/api/v1/rh/donnees"


def _rows() -> Iterator[Access]:
    for kind, rights in RIGHTS.items():
        yield from _kind(f"{RESPONSABLE}/{kind}", rights.responsable, (Role.RESPONSABLE,))
        readers, writers = rights.by_rh_door(May.READ), rights.by_rh_door(May.WRITE)
        yield from _kind(f"{RH}/{kind}", May.READ, readers)
        if writers:
            yield from _writes(f"{RH}/{kind}", writers)
    yield access("POST", RESPONSABLE, Scope.AGENCY, Role.RESPONSABLE)
    yield access("POST", RH, Scope.AGENCY, Role.RH, Role.ADMIN)


def _kind(path: str, may: May, roles: tuple[Role, ...]) -> Iterator[Access]:
    if may is not May.NOTHING:
        yield access("GET", path, Scope.AGENCY, *roles)
        yield access("GET", f"{path}/{{key}}", Scope.AGENCY, *roles)
        yield access("GET", f"{path}/{{key}}/historique", Scope.AGENCY, *roles)
    if may is May.WRITE:
        yield from _writes(path, roles)


def _writes(path: str, roles: tuple[Role, ...]) -> Iterator[Access]:
    yield access("POST", path, Scope.AGENCY, *roles)
    yield access("POST", f"{path}/imports", Scope.AGENCY, *roles)
    yield access("PUT", f"{path}/{{key}}", Scope.AGENCY, *roles)
    yield access("DELETE", f"{path}/{{key}}", Scope.AGENCY, *roles)


ROWS = tuple(_rows())
