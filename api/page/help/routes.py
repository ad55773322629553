"""Show the guides: one short page a screen, and their list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Depends, Request
from fastapi.responses import Response

from api.access.door import Router
from api.access.request import recognise
from api.page.document import render
from api.page.guides import INDEX, SECTIONS, Guide, guides
from api.page.help.rights import ROWS

if TYPE_CHECKING:
    from collections.abc import Callable

    from api.access.caller import Caller

router = Router(include_in_schema=False, dependencies=[Depends(recognise)])


@router.get(INDEX)
def index(request: Request) -> Response:
    """List the guides of the screens that the reader may open, part by part."""
    mine = readable(request.state.caller)
    parts = [(title, [g for g in mine if g.section == part]) for part, title in SECTIONS.items()]
    return render(request, "help/index.html", parts=[pair for pair in parts if pair[1]])


def readable(caller: Caller | None) -> list[Guide]:
    """Return the guides that an account may read (None: those of the screens open to all)."""
    roles = frozenset() if caller is None else caller.roles()
    rows = {row.path: row for row in ROWS}
    return [g for g in guides() if not rows[g.address].roles or rows[g.address].roles & roles]


def _page(guide: Guide) -> Callable[[Request], Response]:
    def page(request: Request) -> Response:
        return render(request, guide.template, guide=guide)

    page.__doc__ = f"Show the guide `{guide.file}`."
    return page


for _guide in guides():
    router.add_api_route(_guide.address, _page(_guide), methods=["GET"])
