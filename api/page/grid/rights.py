"""Rights over the grid of a draft, and of a published month."""

from __future__ import annotations

from api.access.caller import Role
from api.access.rights.rule import Scope, access

READERS = (Role.RESPONSABLE, Role.RH)

ROWS = (
    access("GET", "/plannings/{rota_id}", Scope.AGENCY, *READERS),
    access("GET", "/mois/{month}", Scope.AGENCY, *READERS),
)
