"""Rights over swaps: two people ask and agree, and a responsable publishes."""

from __future__ import annotations

from api.access.caller import Role
from api.access.rights.rule import Scope, access

MINE, ALL = "/api/v1/moi/echanges", "/api/v1/responsable/echanges"
ONE, THEIRS = f"{MINE}/{{swap_id}}", f"{ALL}/{{swap_id}}"

ROWS = (
    access("GET", MINE, Scope.OWN, Role.MEDIATEUR),
    access("POST", MINE, Scope.OWN, Role.MEDIATEUR),
    access("POST", f"{MINE}/essai", Scope.OWN, Role.MEDIATEUR),
    access("GET", ONE, Scope.OWN, Role.MEDIATEUR),
    access("POST", f"{ONE}/accord", Scope.OWN, Role.MEDIATEUR),
    access("POST", f"{ONE}/refus", Scope.OWN, Role.MEDIATEUR),
    access("POST", f"{ONE}/retrait", Scope.OWN, Role.MEDIATEUR),
    access("GET", ALL, Scope.ROLE, Role.RESPONSABLE),
    access("GET", THEIRS, Scope.AGENCY, Role.RESPONSABLE),
    access("POST", f"{THEIRS}/approbation", Scope.AGENCY, Role.RESPONSABLE),
    access("POST", f"{THEIRS}/refus", Scope.AGENCY, Role.RESPONSABLE),
)
