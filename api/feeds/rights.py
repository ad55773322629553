"""Rights over feeds and subscriptions: a secret opens an address, an account has its own."""

from __future__ import annotations

from api.access.reach import OVERSEERS
from api.access.rights.rule import Scope, access

MINE, ALL = "/api/v1/moi/abonnements", "/api/v1/responsable/abonnements"

ROWS = (
    access("GET", "/feeds/{token}.ics", Scope.SECRET),
    access("HEAD", "/feeds/{token}.ics", Scope.SECRET),
    access("GET", "/feeds/{rest:path}", Scope.SECRET),
    access("HEAD", "/feeds/{rest:path}", Scope.SECRET),
    access("GET", "/robots.txt", Scope.PUBLIC),
    access("GET", MINE, Scope.ACCOUNT),
    access("POST", MINE, Scope.ACCOUNT),
    access("PATCH", f"{MINE}/{{feed_id}}", Scope.OWN),
    access("POST", f"{MINE}/{{feed_id}}/renouvellement", Scope.OWN),
    access("DELETE", f"{MINE}/{{feed_id}}", Scope.OWN),
    access("GET", ALL, Scope.ROLE, *OVERSEERS),
    access("POST", ALL, Scope.AGENCY, *OVERSEERS),
    access("DELETE", f"{ALL}/{{feed_id}}", Scope.AGENCY, *OVERSEERS),
    access("GET", "/api/v1/responsable/publications/{number}/lectures", Scope.ROLE, *OVERSEERS),
)
