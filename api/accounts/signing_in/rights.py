"""Rights over sessions, and over one's own account."""

from __future__ import annotations

from api.access.rights.rule import Scope, access

ROWS = (
    access("POST", "/api/v1/session", Scope.PUBLIC),
    access("DELETE", "/api/v1/session", Scope.ACCOUNT),
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
