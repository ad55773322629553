"""Rights over the page that imports an association: those of the API's imports."""

from __future__ import annotations

from api.access.caller import Role
from api.access.rights.rule import Scope, access

HERE = "/donnees/importer"

ROWS = (
    access("GET", HERE, Scope.AGENCY, Role.RH, Role.ADMIN),
    access("POST", HERE, Scope.AGENCY, Role.RH, Role.ADMIN),
    access("GET", f"{HERE}/modele.xlsx", Scope.AGENCY, Role.RH, Role.ADMIN),
)
