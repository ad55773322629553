"""Rights over the pages of data: each kind's own rights decide what is seen and changed there."""

from __future__ import annotations

from api.access.caller import Role
from api.access.rights.rule import Scope, access

WHO = (Role.RESPONSABLE, Role.RH, Role.ADMIN)
NEW, ROW = "/donnees/{kind}/nouveau", "/donnees/{kind}/{key}"

ROWS = (
    access("GET", "/donnees", Scope.ROLE, *WHO),
    access("GET", "/donnees/{kind}", Scope.ROLE, *WHO),
    access("GET", "/donnees/{kind}/lignes.csv", Scope.ROLE, *WHO),
    access("GET", "/donnees/{kind}/retirees", Scope.ROLE, *WHO),
    *(access(method, NEW, Scope.ROLE, *WHO) for method in ("GET", "POST")),
    *(access(method, ROW, Scope.AGENCY, *WHO) for method in ("GET", "POST")),
    access("POST", f"{ROW}/fin", Scope.AGENCY, *WHO),
    *(access(method, f"{ROW}/suppression", Scope.AGENCY, *WHO) for method in ("GET", "POST")),
)
