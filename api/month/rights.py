"""Rights over drafts and publications: responsables write them, RH reads them."""

from __future__ import annotations

from api.access.caller import Role
from api.access.rights.rule import Scope, access

ALL = "/api/v1/responsable/plannings"
ONE = f"{ALL}/{{rota_id}}"
VERSION = f"{ONE}/versions/{{number}}"
PUBLISHED = "/api/v1/responsable/publications"
MONTH = "/api/v1/responsable/mois/{month}"
READERS = (Role.RESPONSABLE, Role.RH)

ROWS = (
    access("GET", ALL, Scope.ROLE, *READERS),
    access("POST", ALL, Scope.AGENCY, Role.RESPONSABLE),
    access("GET", ONE, Scope.AGENCY, *READERS),
    access("DELETE", ONE, Scope.AGENCY, Role.RESPONSABLE),
    access("PATCH", ONE, Scope.AGENCY, Role.RESPONSABLE),
    access("POST", f"{ONE}/essais", Scope.AGENCY, Role.RESPONSABLE),
    access("POST", f"{ONE}/retours", Scope.AGENCY, Role.RESPONSABLE),
    access("POST", f"{ONE}/reprises", Scope.AGENCY, Role.RESPONSABLE),
    access("GET", f"{ONE}/apercu", Scope.AGENCY, *READERS),
    access("POST", f"{ONE}/publications", Scope.AGENCY, Role.RESPONSABLE),
    access("POST", f"{ONE}/acquittements", Scope.AGENCY, Role.RESPONSABLE),
    access("GET", f"{ONE}/versions", Scope.AGENCY, *READERS),
    access("GET", VERSION, Scope.AGENCY, *READERS),
    access("GET", f"{VERSION}/comparaison", Scope.AGENCY, *READERS),
    access("GET", f"{VERSION}/grille", Scope.AGENCY, *READERS),
    access("GET", f"{VERSION}/creneaux", Scope.AGENCY, *READERS),
    access("GET", f"{VERSION}/souhaits", Scope.AGENCY, *READERS),
    access("POST", f"{VERSION}/creneaux/{{slot_id}}/candidats", Scope.AGENCY, *READERS),
    access("GET", f"{VERSION}/creneaux/{{slot_id}}/echanges", Scope.AGENCY, *READERS),
    access("GET", f"{VERSION}/creneaux/{{slot_id}}/trou", Scope.AGENCY, *READERS),
    access("GET", f"{VERSION}/trous", Scope.AGENCY, *READERS),
    access("GET", f"{VERSION}/personnes/{{person_id}}/possibles", Scope.AGENCY, *READERS),
    access("GET", f"{VERSION}/constats", Scope.AGENCY, *READERS),
    access("GET", f"{VERSION}/compteurs", Scope.AGENCY, *READERS),
    access("GET", f"{VERSION}/documents/{{kind}}", Scope.AGENCY, *READERS),
    access("GET", f"{MONTH}/grille", Scope.AGENCY, *READERS),
    access("GET", f"{MONTH}/creneaux", Scope.AGENCY, *READERS),
    access("GET", f"{MONTH}/constats", Scope.AGENCY, *READERS),
    access("GET", f"{MONTH}/compteurs", Scope.AGENCY, *READERS),
    access("GET", f"{MONTH}/documents/{{kind}}", Scope.AGENCY, *READERS),
    access("GET", PUBLISHED, Scope.ROLE, *READERS),
    access("GET", f"{PUBLISHED}/{{number}}", Scope.AGENCY, *READERS),
    access("GET", "/api/v1/rh/registre/tete", Scope.ROLE, Role.RH),
    access("GET", "/api/v1/rh/registre", Scope.ROLE, Role.RH),
    access("GET", "/api/v1/rh/registre/{number}/rejeu", Scope.AGENCY, Role.RH, Role.ADMIN),
)
