"""Rights over the records that the labour code asks for: RH of the whole association."""

from __future__ import annotations

from api.access.caller import Role
from api.access.rights.rule import Scope, access

PATH = "/api/v1/rh/obligations/{month}"
ROWS = (
    access("GET", PATH, Scope.AGENCY, Role.RH),
    access("GET", f"{PATH}/documents.zip", Scope.AGENCY, Role.RH),
    access("GET", f"{PATH}/documents/{{name:path}}", Scope.AGENCY, Role.RH),
)
