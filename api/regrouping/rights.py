"""Rights over regroups: readers of a published month see them, responsables choose one."""

from __future__ import annotations

from api.access.caller import Role
from api.access.rights.rule import Scope, access

ALL = "/api/v1/responsable/mois/{month}/regroupements"

ROWS = (
    access("GET", ALL, Scope.AGENCY, Role.RESPONSABLE, Role.RH),
    access("POST", ALL, Scope.AGENCY, Role.RESPONSABLE),
)
