"""Rights over the requests that bear on a draft: those who read the draft read them."""

from __future__ import annotations

from api.access.caller import Role
from api.access.rights.rule import Scope, access

ROWS = (
    access(
        "GET",
        "/api/v1/responsable/plannings/{rota_id}/demandes",
        Scope.AGENCY,
        Role.RESPONSABLE,
        Role.RH,
    ),
)
