"""Rights over what a grid's scripts ask for: deciders of the draft edit, readers look."""

from __future__ import annotations

from api.access.caller import Role
from api.access.rights.rule import Scope, access

DRAFT = "/page/plannings/{rota_id}"
READERS = (Role.RESPONSABLE, Role.RH)

ROWS = (
    access("POST", f"{DRAFT}/gestes", Scope.AGENCY, Role.RESPONSABLE),
    access("POST", f"{DRAFT}/retours", Scope.AGENCY, Role.RESPONSABLE),
    access("POST", f"{DRAFT}/verrous", Scope.AGENCY, Role.RESPONSABLE),
    access("GET", f"{DRAFT}/depuis", Scope.AGENCY, *READERS),
    access("GET", f"{DRAFT}/case", Scope.AGENCY, *READERS),
    access("GET", f"{DRAFT}/verrous", Scope.AGENCY, *READERS),
    access("GET", f"{DRAFT}/constats", Scope.AGENCY, *READERS),
    access("GET", f"{DRAFT}/candidats", Scope.AGENCY, *READERS),
)
