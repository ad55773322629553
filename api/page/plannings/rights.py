"""Rights over the list of plannings: planners begin drafts, RH read."""

from __future__ import annotations

from api.access.caller import Role
from api.access.rights.rule import Scope, access

READERS = (Role.RESPONSABLE, Role.RH)

ROWS = (
    access("GET", "/plannings", Scope.ROLE, *READERS),
    access("POST", "/plannings", Scope.AGENCY, Role.RESPONSABLE),
    access("POST", "/plannings/{rota_id}/abandon", Scope.AGENCY, Role.RESPONSABLE),
)
