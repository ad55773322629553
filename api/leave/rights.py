"""Rights over leave and wishes: one asks for oneself, who answers for people answers them."""

from __future__ import annotations

from api.access.caller import Role
from api.access.rights.rule import Scope, access

OVER = (Role.RESPONSABLE, Role.RH)
MINE, ALL, WISHES = "/api/v1/moi/conges", "/api/v1/responsable/conges", "/api/v1/moi/souhaits"

ROWS = (
    access("GET", MINE, Scope.OWN, Role.MEDIATEUR),
    access("POST", MINE, Scope.OWN, Role.MEDIATEUR),
    access("GET", f"{MINE}/{{leave_id}}", Scope.OWN, Role.MEDIATEUR),
    access("POST", f"{MINE}/{{leave_id}}/retrait", Scope.OWN, Role.MEDIATEUR),
    access("GET", ALL, Scope.ROLE, *OVER),
    access("GET", f"{ALL}/{{leave_id}}", Scope.AGENCY, *OVER),
    access("POST", f"{ALL}/{{leave_id}}/accord", Scope.AGENCY, *OVER),
    access("POST", f"{ALL}/{{leave_id}}/refus", Scope.AGENCY, *OVER),
    access("GET", WISHES, Scope.OWN, Role.MEDIATEUR),
    access("POST", WISHES, Scope.OWN, Role.MEDIATEUR),
    access("DELETE", f"{WISHES}/{{key}}", Scope.OWN, Role.MEDIATEUR),
)
