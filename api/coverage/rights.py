"""Rights over published coverage: commanditaires, for their own dispositifs."""

from __future__ import annotations

from api.access.caller import Role
from api.access.rights.rule import Scope, access

ROWS = (
    access("GET", "/api/v1/commanditaire/dispositifs", Scope.ROLE, Role.COMMANDITAIRE),
    access("GET", "/api/v1/commanditaire/couverture", Scope.AGENCY, Role.COMMANDITAIRE),
    access("GET", "/api/v1/commanditaire/couverture.csv", Scope.AGENCY, Role.COMMANDITAIRE),
    access("GET", "/api/v1/commanditaire/couverture.pdf", Scope.AGENCY, Role.COMMANDITAIRE),
)
