"""Rights over the service's health: what machines that watch it ask."""

from __future__ import annotations

from api.access.rights.rule import Scope, access

ROWS = (
    access("GET", "/sante/vivant", Scope.PUBLIC),
    access("GET", "/sante/pret", Scope.PUBLIC),
    access("GET", "/metrics", Scope.SECRET),
)
