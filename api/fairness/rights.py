"""Rights over accounts of fairness: one's own, and those of whom one answers for."""

from __future__ import annotations

from api.access.caller import Role
from api.access.reach import OVERSEERS
from api.access.rights.rule import Scope, access

ALL = "/api/v1/responsable/equite"

ROWS = (
    access("GET", ALL, Scope.ROLE, *OVERSEERS),
    access("GET", f"{ALL}.csv", Scope.ROLE, *OVERSEERS),
    access("GET", f"{ALL}/prochains", Scope.ROLE, *OVERSEERS),
    access("GET", "/api/v1/moi/equite", Scope.OWN, Role.MEDIATEUR),
)
