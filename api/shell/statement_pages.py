"""Show the accessibility statement, which each page's foot links to."""

from fastapi import Depends, Request
from fastapi.responses import Response

from api.access.request import recognise
from api.access.rights.rule import PUBLIC
from api.shell.document import render
from api.shell.screens import Screens

router = Screens(dependencies=[Depends(recognise)])


@router.get("/accessibilite", may=PUBLIC)
def statement(request: Request) -> Response:
    """Say what was tested of the pages' accessibility, and what wasn't."""
    return render(request, "statement/accessibility.html")
