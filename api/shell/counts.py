"""
Count what waits for an answer, for the menu of those who answer.

The pages of what waits say how they count it (`WAITING`), and what of one's own pages waits for
oneself (`WAITING_FOR_ME`, by address); no list has to be kept.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache

from fastapi import Depends, Request
from sqlalchemy.orm import Session

from api import PAGES, ROUTES, modules
from api.access.caller import Caller, Role
from api.access.reach import OVERSEERS
from api.access.request import the_engine
from api.database.engine import reading
from api.shell.document import COUNTS
from api.web.clock import Now

REQUESTS = "/demandes"
"""The address, in the menu, of all that waits for an answer."""

PARTS = "/page/"
"""How the addresses of parts of pages begin."""

Counter = Callable[[Session, Caller, datetime], int]


@cache
def _own_counters() -> Mapping[str, Counter]:
    """Return how what waits for oneself is counted, by the address of one's own page."""
    counters = (getattr(page, "WAITING_FOR_ME", {}) for page in modules(PAGES, ROUTES))
    return {address: counter for page in counters for address, counter in page.items()}


@cache
def _counters() -> tuple[Counter, ...]:
    """Return how each kind of request is counted: every page asks, and the answer is one."""
    counters = (getattr(page, "WAITING", None) for page in modules(PAGES, ROUTES))
    return tuple(filter(None, counters))


def count_waiting(session: Session, caller: Caller, now: datetime) -> int:
    """Return how many requests, of all kinds, wait for the caller."""
    return sum(counter(session, caller, now) for counter in _counters())


def count(request: Request, now: Now) -> None:
    """Leave the count to the menu, before the page opens a transaction of its own."""
    caller: Caller | None = request.state.caller
    # A part of a page is asked anew every second, and its page has the menu.
    if request.method != "GET" or caller is None or request.url.path.startswith(PARTS):
        return
    answers, has_own = caller.roles() & OVERSEERS, Role.MEDIATEUR in caller.roles()
    if not answers and not has_own:
        return
    with reading(the_engine(request)) as session:
        counts = {REQUESTS: count_waiting(session, caller, now)} if answers else {}
        if has_own:
            counts |= {at: of(session, caller, now) for at, of in _own_counters().items()}
    setattr(request.state, COUNTS, counts)


COUNTED = Depends(count)
"""What every screen depends on (`api.shell.screens`): its menu says how many requests wait."""
