"""Rights over leave: people ask for themselves, and who answers for them grants or refuses."""

from __future__ import annotations

from api.access.caller import Role
from api.access.reach import OVERSEERS
from api.access.rights.rule import Scope, access

MINE, ALL = "/api/v1/moi/conges", "/api/v1/responsable/conges"

ROWS = (
    access("GET", MINE, Scope.OWN, Role.MEDIATEUR),
    access("POST", MINE, Scope.OWN, Role.MEDIATEUR),
    access("GET", f"{MINE}/{{leave_id}}", Scope.OWN, Role.MEDIATEUR),
    access("POST", f"{MINE}/{{leave_id}}/retrait", Scope.OWN, Role.MEDIATEUR),
    access("GET", ALL, Scope.ROLE, *OVERSEERS),
    access("GET", f"{ALL}/{{leave_id}}", Scope.AGENCY, *OVERSEERS),
    access("POST", f"{ALL}/{{leave_id}}/accord", Scope.AGENCY, *OVERSEERS),
    access("POST", f"{ALL}/{{leave_id}}/refus", Scope.AGENCY, *OVERSEERS),
)
