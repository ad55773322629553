"""Rights over the page that publishes a draft: whoever decides it."""

from __future__ import annotations

from api.access.caller import Role
from api.access.rights.rule import Scope, access

DRAFT = "/plannings/{rota_id}"

ROWS = (
    access("GET", f"{DRAFT}/publier", Scope.AGENCY, Role.RESPONSABLE),
    access("POST", f"{DRAFT}/publier", Scope.AGENCY, Role.RESPONSABLE),
    access("POST", f"{DRAFT}/reprise", Scope.AGENCY, Role.RESPONSABLE),
    access("GET", f"{DRAFT}/publications/{{number}}", Scope.AGENCY, Role.RESPONSABLE),
)
