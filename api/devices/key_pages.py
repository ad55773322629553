"""Make a key of one's device, by which it signs in, and remove one."""

from typing import Annotated

from fastapi import Form
from fastapi.responses import RedirectResponse, Response

from api.access.signing_in.passkeys import (
    KeyAnswer,
    add_key,
    ask_for_key,
    needed_party,
    remove_key,
)
from api.asking.visit import Visiting
from api.database.engine import writing
from api.devices.pages import OWN
from api.shell.own import DEVICES
from api.shell.screens import Screens
from api.web.addresses import Id

router = Screens(prefix=f"{DEVICES}/cles")


@router.post("/demande", may=OWN)
def options(visit: Visiting) -> Response:
    """Give the script what the browser needs to make a key."""
    here = needed_party(visit.settings)
    with writing(visit.engine) as session:
        wanted = ask_for_key(session, here, visit.caller, visit.now)
    return Response(wanted, media_type="application/json")


@router.post("", may=OWN)
def add(visit: Visiting, form: Annotated[KeyAnswer, Form()]) -> Response:
    """Keep the key that the browser has made."""
    here = needed_party(visit.settings)
    reader = visit.request.headers.get("user-agent", "")
    with writing(visit.engine) as session:
        add_key(session, here, visit.caller, answer=form.answer, reader=reader, now=visit.now)
    return RedirectResponse(f"{DEVICES}?fait=cle", status_code=303)


@router.post("/{key_id}/retrait", may=OWN)
def remove(visit: Visiting, key_id: Id) -> Response:
    """Remove a key: its device signs in by the password again."""
    with writing(visit.engine) as session:
        remove_key(session, visit.caller, key_id)
    return RedirectResponse(f"{DEVICES}?fait=sanscle", status_code=303)
