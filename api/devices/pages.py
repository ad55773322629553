"""Mes appareils: where one's account is signed in, how each place is shut, and their keys."""

from typing import Annotated

from fastapi import Form, Query
from fastapi.responses import RedirectResponse, Response
from pydantic import Field

from api.access.accounts.service import account, set_on_call_phone
from api.access.caller import Role
from api.access.request import cookie_name
from api.access.rights.rule import own
from api.access.secrets.secret import Kind
from api.access.signing_in.passkeys import (
    KeyAnswer,
    add_key,
    ask_for_key,
    keys_of,
    needed_party,
    party,
    remove_key,
)
from api.access.signing_in.sessions import (
    device_words,
    end_other_sessions,
    end_session_of,
    session_id,
    tokens_of,
)
from api.asking.visit import Visit, Visiting
from api.database.engine import reading, writing
from api.mail.push.subscriptions import (
    push_key,
    subscribe,
    takes_notifications,
    unsubscribe,
)
from api.shell.guides import Guide
from api.shell.own import DEVICES, own_page
from api.shell.screens import Screens
from api.web.addresses import Id
from api.web.answering.answer import Body

GUIDES = (
    Guide(
        address="/aide/appareils",
        title="Mes appareils",
        file="own/devices",
        screens=(DEVICES,),
    ),
)

router = Screens(prefix=DEVICES)
OWN = own(*Role)
"""Any account that has a role."""

DONE = {
    "fin": "L’appareil est déconnecté.",
    "autres": "Les autres appareils sont déconnectés.",
    "cle": "Cet appareil peut se connecter sans mot de passe.",
    "sanscle": "La clé est retirée.",
    "numero": "Le numéro est enregistré.",
    "prevenu": "Ce téléphone vous préviendra.",
    "tu": "Ce téléphone ne vous préviendra plus.",
}


class SubscriptionForm(Body):
    """What the browser gives of where it takes notifications (W3C, Push API)."""

    endpoint: Annotated[str, Field(max_length=1000, pattern=r"^[\x21-\x7e]*$")] = ""
    public_key: Annotated[str, Field(max_length=100, pattern=r"^[\w-]*$")] = ""
    auth: Annotated[str, Field(max_length=30, pattern=r"^[\w-]*$")] = ""


@router.get("", may=OWN)
def devices(
    visit: Visiting, fait: Annotated[str, Query(max_length=20, pattern=r"^[a-z]*$")] = ""
) -> Response:
    """List the devices that are signed in, the last one first."""
    sends = bool(visit.settings.push_services)
    key = push_key(visit.engine).public if sends else ""
    with reading(visit.engine) as session:
        cookie, user = _cookie(visit), visit.caller.user
        opened = session_id(session, visit.caller, cookie)
        return own_page(
            visit.request,
            "own/devices.html",
            sessions=tokens_of(session, user, visit.now, current=cookie, kind=Kind.SESSION),
            device=device_words,
            key=key if opened else "",
            informed=takes_notifications(session, opened),
            keys=keys_of(session, user) if party(visit.settings) else None,
            number=account(session, user).on_call_phone,
            done=DONE.get(fait, ""),
            now=visit.now,
        )


@router.post("/astreinte", may=OWN)
def give_number(
    visit: Visiting,
    number: Annotated[str, Form(max_length=20, pattern=r"^[0-9+][0-9 .+()-]*$|^$")] = "",
) -> Response:
    """Give the number to call while one is on call, or take it back."""
    with writing(visit.engine) as session:
        set_on_call_phone(session, visit.caller, number.strip())
    return RedirectResponse(f"{DEVICES}?fait=numero", status_code=303)


@router.post("/notifications", may=OWN)
def take_notifications(visit: Visiting, form: Annotated[SubscriptionForm, Form()]) -> Response:
    """Let this browser be told of what changes soon, and of answers."""
    subscription = {"cookie": _cookie(visit), "now": visit.now, **form.model_dump()}
    with writing(visit.engine) as session:
        subscribe(session, visit.settings, visit.caller, **subscription)
    return RedirectResponse(f"{DEVICES}?fait=prevenu", status_code=303)


@router.post("/notifications/fin", may=OWN)
def refuse_notifications(visit: Visiting) -> Response:
    """Tell this browser nothing more."""
    with writing(visit.engine) as session:
        unsubscribe(session, visit.caller, _cookie(visit))
    return RedirectResponse(f"{DEVICES}?fait=tu", status_code=303)


@router.post("/autres/fin", may=OWN)
def end_others(visit: Visiting) -> Response:
    """Sign out everywhere but here."""
    with writing(visit.engine) as session:
        end_other_sessions(session, visit.caller, _cookie(visit), visit.now)
    return RedirectResponse(f"{DEVICES}?fait=autres", status_code=303)


@router.post("/{session_id}/fin", may=OWN)
def end(visit: Visiting, session_id: Id) -> Response:
    """Sign a device out; if it is this one, the next page is that of signing in."""
    with writing(visit.engine) as session:
        end_session_of(session, visit.caller, visit.caller.user, session_id, visit.now)
    return RedirectResponse(f"{DEVICES}?fait=fin", status_code=303)


def _cookie(visit: Visit) -> str:
    return visit.request.cookies.get(cookie_name(visit.settings), "")


@router.post("/cles/demande", may=OWN)
def key_options(visit: Visiting) -> Response:
    """Give the script what the browser needs to make a key."""
    here = needed_party(visit.settings)
    with writing(visit.engine) as session:
        wanted = ask_for_key(session, here, visit.caller, visit.now)
    return Response(wanted, media_type="application/json")


@router.post("/cles", may=OWN)
def add_a_key(visit: Visiting, form: Annotated[KeyAnswer, Form()]) -> Response:
    """Keep the key that the browser has made."""
    here = needed_party(visit.settings)
    reader = visit.request.headers.get("user-agent", "")
    with writing(visit.engine) as session:
        add_key(session, here, visit.caller, answer=form.answer, reader=reader, now=visit.now)
    return RedirectResponse(f"{DEVICES}?fait=cle", status_code=303)


@router.post("/cles/{key_id}/retrait", may=OWN)
def remove_a_key(visit: Visiting, key_id: Id) -> Response:
    """Remove a key: its device signs in by the password again."""
    with writing(visit.engine) as session:
        remove_key(session, visit.caller, key_id)
    return RedirectResponse(f"{DEVICES}?fait=sanscle", status_code=303)
