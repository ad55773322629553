"""Rights over the pages that import: the whole association, or the rows of one kind."""

from __future__ import annotations

from api.access.caller import Role
from api.access.rights.rule import Scope, access

HERE = "/donnees/importer"
ROWS_OF = "/donnees/{kind}/importer"

ROWS = (
    access("GET", HERE, Scope.AGENCY, Role.RH, Role.ADMIN),
    access("POST", HERE, Scope.AGENCY, Role.RH, Role.ADMIN),
    access("GET", f"{HERE}/modele.xlsx", Scope.AGENCY, Role.RH, Role.ADMIN),
    access("GET", ROWS_OF, Scope.ROLE, Role.RESPONSABLE, Role.RH, Role.ADMIN),
    access("POST", ROWS_OF, Scope.ROLE, Role.RESPONSABLE, Role.RH, Role.ADMIN),
)
