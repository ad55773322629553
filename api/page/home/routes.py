"""Go from the bare address to the screen where the account begins."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from api.access.door import Router
from api.access.request import Who
from api.access.rights.rule import ACCOUNT
from api.shell.document import render
from api.shell.menu import landing_of

router = Router(include_in_schema=False)


@router.get("/", may=ACCOUNT)
def home(request: Request, who: Who) -> Response:
    """Go to the screen where the account begins; without any, say what is missing."""
    address = landing_of(who)
    if address:
        return RedirectResponse(address, status_code=303)
    return render(request, "home.html")
