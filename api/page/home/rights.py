"""Rights over the first address: anyone with an account."""

from __future__ import annotations

from api.access.rights.rule import Scope, access

ROWS = (access("GET", "/", Scope.ACCOUNT),)
