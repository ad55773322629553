"""Registre: its head, its number, and how somebody else verifies it."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import Response

from api.access.door import Router
from api.access.reach import HR, Reach
from api.access.request import Reading, Who
from api.ledger.history import head
from api.page.document import render

router = Router(include_in_schema=False)


@router.get("/rh/registre")
def register_page(request: Request, who: Who, session: Reading) -> Response:
    """Show the head of the register, and where it is exported from."""
    return render(request, "rh/register.html", head=head(session), whole=Reach(who, HR).everything)
