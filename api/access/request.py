"""What handlers take from a request: the caller, a transaction, the version that an edit names."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Annotated
from weakref import WeakKeyDictionary

from fastapi import Depends, Header, Request, Response
from fastapi.concurrency import contextmanager_in_threadpool
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from api.access.caller import Caller
from api.access.rights.rule import Access, scope_roles
from api.access.signing_in.authentication import SERVICE, authenticate
from api.database.counters import DATA, LEDGER, number
from api.database.engine import CONNECTIONS, reading, writing
from api.settings import Settings
from api.web.refusing.problems import (
    Refusal,
    forbidden,
    gone_ahead,
    needs_match,
    out_of_scope,
    unauthenticated,
)

COOKIE = "roulement"
SECURE_COOKIE = "__Host-roulement"
"""The session's cookie by https: the prefix binds it to this host and to https alone."""

HELD = CONNECTIONS // 2
"""The most connections that requests hold from one thread to another."""

_TURNS: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()


def the_engine(request: Request) -> Engine:
    """Return the database of the app."""
    engine: Engine = request.app.state.engine
    return engine


def the_settings(request: Request) -> Settings:
    """Return the settings of the app."""
    settings: Settings = request.app.state.settings
    return settings


def cookie_name(settings: Settings) -> str:
    """Return the session's cookie."""
    return SECURE_COOKIE if settings.secure else COOKIE


def admit(request: Request) -> None:
    """
    Let a caller in, or refuse, by who may call the route.

    Raises Refusal: no account is signed in (401), or none of its roles opens the route (403),
    or, of a service account, it lacks the scope (403, `scope`), whatever the address names.
    """
    access: Access = request.scope["route"].access
    request.state.caller = None
    if access.without_account:
        return
    caller = caller_of(request)
    if caller is None:
        raise unauthenticated()
    if caller.via == SERVICE and access.service not in caller.scopes:
        raise out_of_scope(access.service)
    if not access.opens_to(caller.roles()):
        raise forbidden()
    request.state.caller = caller


def caller_of(request: Request) -> Caller | None:
    """
    Return who asks, by the session's cookie or a bearer token (None: nobody known).

    A service account has those of its rights that the scope of the route gives it.
    """
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    caller = authenticate(
        the_engine(request),
        cookie=request.cookies.get(cookie_name(the_settings(request))),
        bearer=token.strip() if scheme.lower() == "bearer" else None,
    )
    if caller is None or caller.via != SERVICE:
        return caller
    access: Access | None = getattr(request.scope.get("route"), "access", None)
    roles = scope_roles(access.service if access else None, caller.scopes)
    return replace(caller, grants=tuple(each for each in caller.grants if each.role in roles))


def recognise(request: Request) -> None:
    """Note who reads a page that is open to all, if they are signed in: it shows their menu."""
    if request.state.caller is None:  # or the page isn't open to all, and `admit` knows
        request.state.caller = caller_of(request)


def who(request: Request) -> Caller:
    """Return the caller that `admit` let in."""
    caller: Caller | None = request.state.caller
    if caller is None:
        raise unauthenticated()
    return caller


async def _reading(request: Request) -> AsyncIterator[Session]:
    async with _turns(), contextmanager_in_threadpool(reading(the_engine(request))) as session:
        yield session


async def _writing(request: Request) -> AsyncIterator[Session]:
    async with _turns(), contextmanager_in_threadpool(writing(the_engine(request))) as session:
        yield session


def _turns() -> asyncio.Semaphore:
    """
    Return the semaphore of requests that hold a connection until their handler is done.

    A request that has its connection needs a thread to go on. If those held all connections, while
    all threads waited for one, nobody would ever go on: so some connections are left to threads.
    """
    return _TURNS.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(HELD))


def if_match(
    tag: Annotated[
        str | None,
        Header(alias="If-Match", max_length=400, description="L’ETag de la version modifiée."),
    ] = None,
) -> str:
    """Return the tag that an edit starts from, without its quotes (Refusal: 428, there is none)."""
    if tag is None or tag.strip() in ("", "*"):
        raise needs_match()
    return tag.strip().removeprefix("W/").strip('"')


def tag_of(name: str, number: int) -> str:
    """Write the ETag of a thing's revision, quotes included."""
    return f'"{name}-{number}"'


def number_in(match: str, tagged: str) -> int:
    """Return the revision of a thing that a tag names (Refusal: 412, it is another thing's)."""
    name, _, number = match.rpartition("-")
    if name != tagged or not number.isascii() or not number.isdigit() or len(number) > 10:  # noqa: PLR2004 - digits of MOST
        raise gone_ahead(
            None, match, "L’en-tête If-Match n’est pas l’ETag de ce que vous modifiez."
        )
    return int(number)


def check_session(caller: Caller) -> None:
    """Refuse a token that would make another, by which a stolen one outlives itself (403)."""
    if caller.via != "session":
        raise Refusal(
            403, "session_requise", "Un jeton ne fait pas de jeton : connectez-vous d’abord."
        )


def bad_state(code: str, detail: str) -> Refusal:
    """Return the refusal (409) of what can't be done in the present state."""
    return Refusal(409, code, detail)


TheEngine = Annotated[Engine, Depends(the_engine)]
TheSettings = Annotated[Settings, Depends(the_settings)]
Who = Annotated[Caller, Depends(who)]
Reading = Annotated[Session, Depends(_reading, scope="function")]
Writing = Annotated[Session, Depends(_writing, scope="function")]
"""A transaction that is committed before the answer leaves."""
IfMatch = Annotated[str, Depends(if_match)]


def numbered(response: Response, session: Reading) -> None:
    """Add headers that say from which number of the data and of the register an answer is made."""
    response.headers["Roulement-Data"] = str(number(session, DATA))
    response.headers["Roulement-Register"] = str(number(session, LEDGER))


NUMBERED = Depends(numbered)
