"""Rights over the pages of signing in: anyone who isn't signed in yet."""

from __future__ import annotations

from api.access.rights.rule import Scope, access

ROWS = (
    access("GET", "/connexion", Scope.PUBLIC),
    access("POST", "/connexion", Scope.PUBLIC),
    access("POST", "/deconnexion", Scope.ACCOUNT),
    access("GET", "/oubli", Scope.PUBLIC),
    access("POST", "/oubli", Scope.PUBLIC),
    access("GET", "/invitation", Scope.PUBLIC),
    access("POST", "/invitation", Scope.PUBLIC),
    access("GET", "/mot-de-passe", Scope.PUBLIC),
    access("POST", "/mot-de-passe", Scope.PUBLIC),
    access("GET", "/premier-compte", Scope.PUBLIC),
    access("POST", "/premier-compte", Scope.PUBLIC),
)
