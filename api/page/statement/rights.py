"""Rights over the accessibility statement: anyone reads it."""

from __future__ import annotations

from api.access.rights.rule import Scope, access

ROWS = (access("GET", "/accessibilite", Scope.PUBLIC),)
