"""Rights over accounts and over the trail: administrators', each in what they look after."""

from __future__ import annotations

from api.access.caller import Role
from api.access.rights.rule import Scope, access

ACCOUNTS = "/api/v1/admin/comptes"
ACCOUNT = f"{ACCOUNTS}/{{user_id}}"

ROWS = (
    access("GET", ACCOUNTS, Scope.ROLE, Role.ADMIN),
    access("POST", ACCOUNTS, Scope.ROLE, Role.ADMIN),
    access("GET", ACCOUNT, Scope.AGENCY, Role.ADMIN),
    access("PUT", ACCOUNT, Scope.AGENCY, Role.ADMIN),
    access("POST", f"{ACCOUNT}/droits", Scope.AGENCY, Role.ADMIN),
    access("DELETE", f"{ACCOUNT}/droits/{{grant_id}}", Scope.AGENCY, Role.ADMIN),
    access("POST", f"{ACCOUNT}/invitation", Scope.AGENCY, Role.ADMIN),
    access("POST", f"{ACCOUNT}/mot-de-passe", Scope.AGENCY, Role.ADMIN),
    access("POST", f"{ACCOUNT}/deconnexion", Scope.AGENCY, Role.ADMIN),
    access("POST", f"{ACCOUNT}/fermeture", Scope.AGENCY, Role.ADMIN),
    access("POST", f"{ACCOUNT}/reouverture", Scope.AGENCY, Role.ADMIN),
    access("GET", "/api/v1/admin/journal", Scope.ROLE, Role.ADMIN),
)
