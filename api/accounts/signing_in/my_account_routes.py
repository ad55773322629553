"""One's own account: who one is, its password, its tokens for programs."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import Request
from pydantic import Field

from api.access.caller import Caller, ServiceScope
from api.access.door import Router
from api.access.request import (
    Reading,
    TheEngine,
    TheSettings,
    Who,
    Writing,
    check_session,
    cookie_name,
)
from api.access.rights.rule import ACCOUNT, Programs, own
from api.access.secrets.secret import Issued
from api.access.signing_in.login import change_password
from api.access.signing_in.sessions import OpenToken, make_token, revoke_token, tokens_of
from api.accounts.signing_in.routes import Password
from api.database.tables.access import TokenRow
from api.web.addresses import Id
from api.web.answering.answer import Body, Items
from api.web.refusing.problems import refusals
from api.web.texts import Line

router = Router(
    prefix="/api/v1/moi",
    tags=["mon compte"],
    caller="tout programme, pour son propre compte",
    service=Programs.NONE,
)


class PasswordChange(Body):
    """The present password, and the one that takes its place."""

    password: Password
    new_password: Password


class NewToken(Body):
    """What a token is for, and for how many days (0: as long as may be)."""

    label: Annotated[str, Line(TokenRow.label), Field(min_length=1, examples=["Tableau de bord"])]
    days: Annotated[int, Field(ge=0, le=3650, examples=[90])] = 0


@router.get("", may=ACCOUNT, service=ServiceScope.READ)
def me(who: Who) -> Caller:
    """Dit quel compte demande, et ses droits."""
    return who


@router.put("/mot-de-passe", may=ACCOUNT, status_code=204, responses=refusals(429))
def change(
    request: Request, body: PasswordChange, who: Who, engine: TheEngine, settings: TheSettings
) -> None:
    """Change le mot de passe ; les autres sessions sont fermées."""
    change_password(
        engine,
        settings,
        who,
        old=body.password,
        new=body.new_password,
        cookie=request.cookies.get(cookie_name(settings), ""),
    )


@router.get("/jetons", may=ACCOUNT)
def tokens(request: Request, who: Who, session: Reading) -> Items[OpenToken]:
    """Énumère les jetons du compte pour les programmes."""
    bearer = request.headers.get("authorization", "").partition(" ")[2].strip()
    return Items(items=tokens_of(session, who.user, datetime.now(UTC), current=bearer))


@router.post("/jetons", may=ACCOUNT, status_code=201)
def add_token(body: NewToken, who: Who, session: Writing, settings: TheSettings) -> Issued:
    """Fait un jeton pour un programme ; il n’est montré que cette fois."""
    check_session(who)
    now = datetime.now(UTC)
    return make_token(session, settings, who, label=body.label, now=now, days=body.days)


@router.delete("/jetons/{token_id}", may=own(), status_code=204, responses=refusals(404))
def end_token(token_id: Id, who: Who, session: Writing) -> None:
    """Révoque un jeton du compte."""
    revoke_token(session, who, token_id, now=datetime.now(UTC))
