"""Go from the bare address to the first screen that the account may see."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from api.access.door import Router
from api.access.request import Who
from api.page.document import render
from api.page.menu import menu_of

router = Router(include_in_schema=False)


@router.get("/")
def home(request: Request, who: Who) -> Response:
    """Go to the first screen of the account's menu; without any, say what is missing."""
    menu = menu_of(who)
    if menu:
        return RedirectResponse(menu[0].address, status_code=303)
    return render(request, "home.html")
