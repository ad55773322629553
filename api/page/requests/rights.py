"""Rights over the pages of requests: those who answer for people; swaps are a planner's."""

from __future__ import annotations

from api.access.caller import Role
from api.access.reach import OVERSEERS
from api.access.rights.rule import Scope, access

LEAVE, SWAP = "/demandes/conges/{leave_id}", "/demandes/echanges/{swap_id}"
HOURS = "/demandes/heures/{hours_id}"

ROWS = (
    access("GET", "/demandes", Scope.ROLE, *OVERSEERS),
    access("POST", "/demandes/heures", Scope.AGENCY, *OVERSEERS),
    access("GET", LEAVE, Scope.AGENCY, *OVERSEERS),
    access("POST", LEAVE, Scope.AGENCY, *OVERSEERS),
    access("GET", SWAP, Scope.AGENCY, Role.RESPONSABLE),
    access("POST", SWAP, Scope.AGENCY, Role.RESPONSABLE),
    access("GET", HOURS, Scope.AGENCY, *OVERSEERS),
    access("POST", HOURS, Scope.AGENCY, *OVERSEERS),
)
