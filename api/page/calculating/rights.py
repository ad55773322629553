"""Rights over the pages of calculations: deciders of a draft ask and stop, readers look."""

from __future__ import annotations

from api.access.caller import Role
from api.access.rights.rule import Scope, access

DRAFT = "/plannings/{rota_id}"
JOB = f"{DRAFT}/calculs/{{job_id}}"
READERS = (Role.RESPONSABLE, Role.RH)

ROWS = (
    access("GET", f"{DRAFT}/calculer", Scope.AGENCY, Role.RESPONSABLE),
    access("POST", f"{DRAFT}/calculer", Scope.AGENCY, Role.RESPONSABLE),
    access("GET", JOB, Scope.AGENCY, *READERS),
    access("GET", f"/page{JOB}", Scope.AGENCY, *READERS),
    access("POST", f"{JOB}/arret", Scope.AGENCY, Role.RESPONSABLE),
    access("POST", f"{JOB}/abandon", Scope.AGENCY, Role.RESPONSABLE),
    access("POST", f"{JOB}/variante", Scope.AGENCY, Role.RESPONSABLE),
)
