"""Rights over the audit of rotas made elsewhere: RH alone."""

from __future__ import annotations

from api.access.caller import Role
from api.access.rights.rule import Scope, access

HERE = "/rh/controle"

ROWS = (
    access("GET", HERE, Scope.ROLE, Role.RH),
    access("POST", HERE, Scope.ROLE, Role.RH),
    access("GET", f"{HERE}/constat", Scope.ROLE, Role.RH),
    access("POST", f"{HERE}/reponses", Scope.ROLE, Role.RH),
    access("POST", f"{HERE}/documents", Scope.ROLE, Role.RH),
    access("GET", f"{HERE}/codes.xlsx", Scope.ROLE, Role.RH),
    access("GET", f"{HERE}/noms.xlsx", Scope.ROLE, Role.RH),
    access("POST", f"{HERE}/fin", Scope.ROLE, Role.RH),
)
