"""Rights over personal data: people's own, and RH's over those for whom they answer."""

from __future__ import annotations

from api.access.caller import Role
from api.access.rights.rule import Scope, access

PERSON = "/api/v1/rh/personnes/{person}"

ROWS = (
    access("GET", "/api/v1/moi/donnees", Scope.ACCOUNT),
    access("GET", f"{PERSON}/donnees", Scope.AGENCY, Role.RH),
    access("POST", f"{PERSON}/effacement", Scope.AGENCY, Role.RH, Role.ADMIN),
    access("DELETE", "/api/v1/admin/comptes/{user_id}", Scope.AGENCY, Role.ADMIN),
)
