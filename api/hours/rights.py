"""Rights over hours worked, and over published months judged and counted on them."""

from __future__ import annotations

from api.access.caller import Role
from api.access.reach import OVERSEERS
from api.access.rights.rule import Scope, access

MINE, ALL = "/api/v1/moi/heures", "/api/v1/responsable/heures"
ONE, THEIRS = f"{MINE}/{{hours_id}}", f"{ALL}/{{hours_id}}"

ROWS = (
    access("GET", MINE, Scope.OWN, Role.MEDIATEUR),
    access("POST", MINE, Scope.OWN, Role.MEDIATEUR),
    access("GET", ONE, Scope.OWN, Role.MEDIATEUR),
    access("POST", f"{ONE}/corrections", Scope.OWN, Role.MEDIATEUR),
    access("DELETE", ONE, Scope.OWN, Role.MEDIATEUR),
    access("GET", ALL, Scope.ROLE, *OVERSEERS),
    access("POST", ALL, Scope.AGENCY, *OVERSEERS),
    access("POST", f"{ALL}/confirmations", Scope.AGENCY, *OVERSEERS),
    access("GET", THEIRS, Scope.AGENCY, *OVERSEERS),
    access("POST", f"{THEIRS}/corrections", Scope.AGENCY, *OVERSEERS),
    access("POST", f"{THEIRS}/confirmation", Scope.AGENCY, *OVERSEERS),
    access("DELETE", THEIRS, Scope.AGENCY, *OVERSEERS),
    access("GET", "/api/v1/moi/services", Scope.OWN, Role.MEDIATEUR),
    access("GET", "/api/v1/moi/changements", Scope.OWN, Role.MEDIATEUR),
    access("POST", "/api/v1/moi/changements/vus", Scope.OWN, Role.MEDIATEUR),
    access("GET", "/api/v1/moi/compteurs", Scope.OWN, Role.MEDIATEUR),
    access("GET", "/api/v1/moi/equipe", Scope.OWN, Role.MEDIATEUR),
    access("GET", "/api/v1/rh/constats", Scope.ROLE, Role.RH),
    access("GET", "/api/v1/rh/compteurs", Scope.ROLE, Role.RH),
    access("GET", "/api/v1/rh/preuves/{person_id}", Scope.AGENCY, Role.RH),
)
