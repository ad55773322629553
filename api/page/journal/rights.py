"""Rights over the page of the journal: administrators."""

from __future__ import annotations

from api.access.caller import Role
from api.access.rights.rule import Scope, access

ROWS = (access("GET", "/admin/journal", Scope.ROLE, Role.ADMIN),)
