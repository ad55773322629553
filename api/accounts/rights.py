"""Rights over sessions, one's own account, others' accounts and the journal."""

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
    access("POST", "/api/v1/session", Scope.PUBLIC),
    access("DELETE", "/api/v1/session", Scope.ACCOUNT),
    access("POST", "/api/v1/session/prolongation", Scope.ACCOUNT),
    access("POST", "/api/v1/session/oubli", Scope.PUBLIC),
    access("POST", "/api/v1/session/invitation", Scope.PUBLIC),
    access("POST", "/api/v1/session/mot-de-passe", Scope.PUBLIC),
    access("GET", "/api/v1/session/oidc", Scope.PUBLIC),
    access("GET", "/api/v1/session/oidc/retour", Scope.PUBLIC),
    access("GET", "/api/v1/moi", Scope.ACCOUNT),
    access("PUT", "/api/v1/moi/mot-de-passe", Scope.ACCOUNT),
    access("GET", "/api/v1/moi/sessions", Scope.ACCOUNT),
    access("DELETE", "/api/v1/moi/sessions", Scope.ACCOUNT),
    access("DELETE", "/api/v1/moi/sessions/{session_id}", Scope.OWN),
    access("GET", "/api/v1/moi/jetons", Scope.ACCOUNT),
    access("POST", "/api/v1/moi/jetons", Scope.ACCOUNT),
    access("DELETE", "/api/v1/moi/jetons/{token_id}", Scope.OWN),
)
