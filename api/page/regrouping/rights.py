"""Rights over the page of regroups: readers of a published month see it, responsables choose."""

from __future__ import annotations

from api.access.caller import Role
from api.access.rights.rule import Scope, access

REGROUP = "/mois/{month}/regrouper"

ROWS = (
    access("GET", REGROUP, Scope.AGENCY, Role.RESPONSABLE, Role.RH),
    access("POST", REGROUP, Scope.AGENCY, Role.RESPONSABLE),
)
