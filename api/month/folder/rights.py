"""Say who may import or export the whole association: RH of all agencies."""

from __future__ import annotations

from api.access.caller import Role
from api.access.rights.rule import Scope, access

ROWS = (
    access("POST", "/api/v1/rh/imports", Scope.AGENCY, Role.RH, Role.ADMIN),
    access("GET", "/api/v1/rh/exports/association.zip", Scope.AGENCY, Role.RH),
    access("GET", "/api/v1/rh/calendriers", Scope.AGENCY, Role.RH),
    access("GET", "/api/v1/rh/calendriers/{name}", Scope.AGENCY, Role.RH),
    access("PUT", "/api/v1/rh/calendriers/{name}", Scope.AGENCY, Role.RH),
    access("DELETE", "/api/v1/rh/calendriers/{name}", Scope.AGENCY, Role.RH),
)
