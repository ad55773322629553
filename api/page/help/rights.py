"""Rights over the guides: whoever may open a screen reads its guide; anyone opens the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api import modules
from api.access.rights.rule import Scope, access
from api.page.guides import INDEX, guides

if TYPE_CHECKING:
    from collections.abc import Mapping

    from api.access.rights.rule import Access
    from api.page.guides import Guide


def _screens() -> Mapping[str, Access]:
    """Return the rows of the screens by path; this module has none yet while it is imported."""
    modules_of_rights = modules("api.page.*.rights")
    rows = (row for module in modules_of_rights for row in getattr(module, "ROWS", ()))
    return {row.path: row for row in rows if row.method == "GET"}


SCREENS = _screens()


def _row(guide: Guide) -> Access:
    """Write the row of a guide: it shows nothing of anybody's, so a role suffices."""
    rows = [SCREENS[screen] for screen in guide.screens]
    if any(row.scope is Scope.PUBLIC for row in rows):
        return access("GET", guide.address, Scope.PUBLIC)
    return access("GET", guide.address, Scope.ROLE, *{role for row in rows for role in row.roles})


ROWS = (access("GET", INDEX, Scope.PUBLIC), *map(_row, guides()))
