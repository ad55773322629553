"""Say who may read rules: anyone with an account; an association's own values: RH."""

from __future__ import annotations

from api.access.caller import Role
from api.access.rights.rule import Scope, access

ROWS = (
    access("GET", "/api/v1/regles", Scope.ACCOUNT),
    access("GET", "/api/v1/rh/profil", Scope.AGENCY, Role.RH),
)
