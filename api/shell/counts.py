"""
Count what waits for an answer, for the menu of those who answer.

The pages of what waits say how they count it (`WAITING`); no list has to be kept.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cache

from fastapi import Depends, Request
from sqlalchemy.orm import Session

from api import PAGES, ROUTES, modules
from api.access.caller import Caller
from api.access.reach import OVERSEERS
from api.access.request import the_engine
from api.database.engine import reading
from api.shell.document import COUNTS
from api.web.clock import Now

REQUESTS = "/demandes"
"""The address, in the menu, of all that waits for an answer."""


@cache
def _counters() -> tuple[Callable[[Session, Caller, datetime], int], ...]:
    """Return how each kind of request is counted: every page asks, and the answer is one."""
    counters = (getattr(page, "WAITING", None) for page in modules(PAGES, ROUTES))
    return tuple(filter(None, counters))


def count_waiting(session: Session, caller: Caller, now: datetime) -> int:
    """Return how many requests, of all kinds, wait for the caller."""
    return sum(counter(session, caller, now) for counter in _counters())


def count(request: Request, now: Now) -> None:
    """Leave the count to the menu, before the page opens a transaction of its own."""
    caller: Caller | None = request.state.caller
    if request.method != "GET" or caller is None or not caller.roles() & OVERSEERS:
        return
    with reading(the_engine(request)) as session:
        setattr(request.state, COUNTS, {REQUESTS: count_waiting(session, caller, now)})


COUNTED = Depends(count)
"""For the routers of pages whose menu says how many requests wait."""
