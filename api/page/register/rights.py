"""
Rights over the pages of the register: RH; a publication is also made again for an admin.

Who answers for a draft has it made again by a worker, its calculation included, as RH does.
"""

from __future__ import annotations

from api.access.caller import Role
from api.access.rights.rule import Scope, access

ROWS = (
    access("GET", "/rh/registre", Scope.ROLE, Role.RH),
    access("GET", "/rh/registre/{number}/rejeu", Scope.AGENCY, Role.RH, Role.ADMIN),
    access("POST", "/rh/registre/{number}/rejeu", Scope.AGENCY, Role.RESPONSABLE, Role.RH),
)
