"""Rights over hours worked: one says one's own, who answers for people confirms or corrects."""

from __future__ import annotations

from api.access.caller import Role
from api.access.rights.rule import Scope, access

OVER = (Role.RESPONSABLE, Role.RH)
MINE, ALL = "/api/v1/moi/heures", "/api/v1/responsable/heures"
ONE, THEIRS = f"{MINE}/{{hours_id}}", f"{ALL}/{{hours_id}}"

ROWS = (
    access("GET", MINE, Scope.OWN, Role.MEDIATEUR),
    access("POST", MINE, Scope.OWN, Role.MEDIATEUR),
    access("GET", ONE, Scope.OWN, Role.MEDIATEUR),
    access("POST", f"{ONE}/corrections", Scope.OWN, Role.MEDIATEUR),
    access("DELETE", ONE, Scope.OWN, Role.MEDIATEUR),
    access("GET", ALL, Scope.ROLE, *OVER),
    access("POST", ALL, Scope.AGENCY, *OVER),
    access("GET", THEIRS, Scope.AGENCY, *OVER),
    access("POST", f"{THEIRS}/corrections", Scope.AGENCY, *OVER),
    access("POST", f"{THEIRS}/confirmation", Scope.AGENCY, *OVER),
    access("DELETE", THEIRS, Scope.AGENCY, *OVER),
)
