"""Rights over a shift's own page: deciders of the draft change it, readers look."""

from __future__ import annotations

from api.access.caller import Role
from api.access.rights.rule import Scope, access

SHIFT = "/plannings/{rota_id}/services/{slot_id}"

ROWS = (
    access("GET", SHIFT, Scope.AGENCY, Role.RESPONSABLE, Role.RH),
    access("POST", SHIFT, Scope.AGENCY, Role.RESPONSABLE),
    access("GET", f"{SHIFT}/deplacer", Scope.AGENCY, Role.RESPONSABLE),
    access("POST", f"{SHIFT}/deplacer", Scope.AGENCY, Role.RESPONSABLE),
    access("GET", f"{SHIFT}/echanger", Scope.AGENCY, Role.RESPONSABLE),
    access("POST", f"{SHIFT}/echanger", Scope.AGENCY, Role.RESPONSABLE),
)
