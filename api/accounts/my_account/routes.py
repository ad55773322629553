"""Routes of one's own account: its password, its sessions and its API tokens."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from fastapi import Request, Response
from pydantic import BaseModel, Field

from api.access.caller import Caller
from api.access.door import Router
from api.access.request import Reading, TheEngine, TheSettings, Who, Writing, cookie_name
from api.access.rights.rule import ACCOUNT, own
from api.access.secrets.secret import Kind
from api.access.signing_in.login import change_password, log_out_everywhere
from api.access.signing_in.sessions import make_token, opened, revoke_one
from api.accounts.signing_in.routes import MyAccountOut, Password, account_out
from api.database.tables.access import TokenRow
from api.web.answer import Body, Id, Items, Out
from api.web.problems import Refusal, refusals
from api.web.texts import Line

router = Router(prefix="/api/v1/moi", tags=["mon compte"])


class PasswordChange(Body):
    """The present password, and the one that takes its place."""

    password: Password
    new_password: Password


class NewToken(Body):
    """What a token is for, and for how many days (0: as long as may be)."""

    label: Annotated[str, Line(TokenRow.label), Field(min_length=1, examples=["Tableau de bord"])]
    days: Annotated[int, Field(ge=0, le=3650, examples=[90])] = 0


class LoginOut(Out):
    """A session or a token; `current`: the one of this request."""

    id: str
    label: str
    made: datetime
    expires: datetime | None
    used: datetime | None
    current: bool


class TokenOut(BaseModel):
    """A token just made: `token` is shown this once."""

    id: str
    token: str
    expires: datetime | None


@router.get("", may=ACCOUNT)
def me(who: Who) -> MyAccountOut:
    """Dit quel compte demande, et ses droits."""
    return account_out(who)


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


@router.get("/sessions", may=ACCOUNT)
def sessions(
    request: Request, who: Who, session: Reading, settings: TheSettings
) -> Items[LoginOut]:
    """Énumère les sessions ouvertes du compte."""
    mine = request.cookies.get(cookie_name(settings))
    secrets = opened(session, who.user, Kind.SESSION, datetime.now(UTC), current=mine)
    return Items(items=[LoginOut.model_validate(secret) for secret in secrets])


@router.delete("/sessions", may=ACCOUNT, status_code=204)
def close_sessions(request: Request, who: Who, session: Writing) -> None:
    """Ferme toutes les sessions du compte, celle-ci comprise."""
    log_out_everywhere(session, who, datetime.now(UTC))
    request.app.state.seen_audits.forget(who.user)


@router.delete("/sessions/{session_id}", may=own(), status_code=204, responses=refusals(404))
def close_one(session_id: Id, who: Who, session: Writing) -> None:
    """Ferme une session du compte."""
    revoke_one(session, who, Kind.SESSION, session_id, now=datetime.now(UTC))


@router.get("/jetons", may=ACCOUNT)
def tokens(request: Request, who: Who, session: Reading) -> Items[LoginOut]:
    """Énumère les jetons du compte pour les programmes."""
    bearer = request.headers.get("authorization", "").partition(" ")[2].strip()
    secrets = opened(session, who.user, Kind.API, datetime.now(UTC), current=bearer or None)
    return Items(items=[LoginOut.model_validate(secret) for secret in secrets])


@router.post("/jetons", may=ACCOUNT, status_code=201)
def add_token(
    body: NewToken, who: Who, session: Writing, settings: TheSettings, response: Response
) -> TokenOut:
    """Fait un jeton pour un programme ; il n’est montré que cette fois."""
    _by_session(who)
    issued = make_token(
        session, settings, who, label=body.label, now=datetime.now(UTC), days=body.days
    )
    response.headers["Location"] = f"/api/v1/moi/jetons/{issued.id}"
    return TokenOut(id=issued.id, token=issued.text, expires=issued.expires)


@router.delete("/jetons/{token_id}", may=own(), status_code=204, responses=refusals(404))
def revoke_token(token_id: Id, who: Who, session: Writing) -> None:
    """Révoque un jeton du compte."""
    revoke_one(session, who, Kind.API, token_id, now=datetime.now(UTC))


def _by_session(who: Caller) -> None:
    """Refuse a token that asks for more tokens: a stolen one then can't outlive itself."""
    if who.via != "session":
        raise Refusal(
            403, "session_requise", "Un jeton ne fait pas de jeton : connectez-vous d’abord."
        )
