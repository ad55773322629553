"""Rights over static files: they hold nothing personal, anyone may have them."""

from __future__ import annotations

from api.access.rights.rule import Scope, access
from api.page.assets.files import ROOT

ROWS = (
    access("GET", "/favicon.ico", Scope.PUBLIC),
    access("GET", f"{ROOT}/{{version}}/{{name:path}}", Scope.PUBLIC),
    access("HEAD", f"{ROOT}/{{version}}/{{name:path}}", Scope.PUBLIC),
)
