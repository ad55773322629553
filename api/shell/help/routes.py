"""Show the guides: one short page a screen, and their list."""

from collections.abc import Callable

from fastapi import Depends, Request
from fastapi.responses import Response

from api.access.caller import Caller
from api.access.door import Router
from api.access.request import recognise
from api.access.rights.rule import PUBLIC, Access, Rights, Scope, role
from api.shell.document import render
from api.shell.guides import INDEX, SECTIONS, Guide, guides
from api.shell.screens import Screens


def guides_for(rights: Rights) -> Router:
    """Return the routes of the guides: whoever may open a screen may read its guide."""
    router = Screens(dependencies=[Depends(recognise)])
    readers = {guide: _readers(guide, rights) for guide in guides()}

    @router.get(INDEX, may=PUBLIC)
    def index(request: Request) -> Response:
        """List the guides of the screens that the reader may open, part by part."""
        caller: Caller | None = request.state.caller
        roles = frozenset() if caller is None else caller.roles()
        open_to = [g for g in guides() if readers[g].opens_to(roles)]
        parts = [(title, [g for g in open_to if g.section == p]) for p, title in SECTIONS.items()]
        return render(request, "help/index.html", parts=[pair for pair in parts if pair[1]])

    for guide, access in readers.items():
        router.add("GET", guide.address, _page(guide), access)
    return router


def _readers(guide: Guide, rights: Rights) -> Access:
    """Return who may read a guide: it shows nothing of anybody's, so a role suffices."""
    screens = [rights["GET", screen] for screen in guide.screens]
    if any(access.scope is Scope.PUBLIC for access in screens):
        return PUBLIC
    return role(*(reader for access in screens for reader in access.roles))


def _page(guide: Guide) -> Callable[[Request], Response]:
    def page(request: Request) -> Response:
        return render(request, guide.template, guide=guide)

    page.__doc__ = f"Show the guide `{guide.file}`."
    return page
