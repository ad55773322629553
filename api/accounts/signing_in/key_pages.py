"""Sign in by a key of one's device, instead of a password."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from fastapi import Form, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import Field

from api.access.door import Router
from api.access.request import TheEngine, TheSettings
from api.access.rights.rule import PUBLIC
from api.access.signing_in.passkeys import KeyAnswer, ask_to_sign_in, needed_party, sign_in
from api.accounts.signing_in.routes import address_of, give_cookie
from api.database.engine import writing
from api.web.inside import inside

router = Router(prefix="/connexion/cle", include_in_schema=False)


class KeyLoginForm(KeyAnswer):
    """What the browser answers, where to go then, and whether the session stays."""

    suite: Annotated[str, Field(max_length=2000)] = ""
    stays: bool = False


@router.post("/demande", may=PUBLIC)
def options(request: Request, engine: TheEngine, settings: TheSettings) -> Response:
    """Give the script what a key is to sign."""
    here = needed_party(settings)
    with writing(engine) as session:
        request_options = ask_to_sign_in(
            session, settings, here, address=address_of(request), now=datetime.now(UTC)
        )
    return Response(request_options, media_type="application/json")


@router.post("", may=PUBLIC)
def sign_in_by_key(
    request: Request,
    engine: TheEngine,
    settings: TheSettings,
    form: Annotated[KeyLoginForm, Form()],
) -> Response:
    """Open a session, and go to the page that was wanted."""
    here = needed_party(settings)
    with writing(engine) as session:
        issued = sign_in(
            session,
            settings,
            here,
            answer=form.answer,
            reader=request.headers.get("user-agent", ""),
            stays=form.stays,
            now=datetime.now(UTC),
        )
    answer = RedirectResponse(inside(form.suite), status_code=303)
    give_cookie(answer, settings, issued)
    return answer
