"""Rights over the page of coverage: commanditaires, for their own dispositifs."""

from __future__ import annotations

from api.access.caller import Role
from api.access.rights.rule import Scope, access

ROWS = (access("GET", "/couverture", Scope.AGENCY, Role.COMMANDITAIRE),)
