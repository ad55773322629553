"""What the handlers of pages and forms share: who asks, when, and what answers a form."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy import Engine

from api.access.caller import Caller
from api.access.request import TheEngine, TheSettings, Who
from api.asking.errors import AskingError
from api.ledger.errors import EmptyPublicationError, MovedError
from api.month.errors import DraftError
from api.settings import Settings
from api.web.clock import Now
from api.web.refusing.errors import refusal_of
from api.web.refusing.problems import Refusal

NOT_FOUND = 404

REFUSED = (AskingError, DraftError, EmptyPublicationError, MovedError)
"""Errors of requests, and of the publication of a swap."""


@dataclass(frozen=True)
class Visit:
    """A request for a page, or a form that is sent: by whom, when, and to which service."""

    request: Request
    caller: Caller
    engine: Engine
    settings: Settings
    now: datetime

    def submit(
        self, deed: Callable[[], str | Response], again: Callable[[Refusal], Response]
    ) -> Response:
        """
        Do what a form asks, and answer with the page, or lead to the address, that `deed` returns.

        If that is refused, show the form `again`. A thing that isn't there has a page of its own.
        """
        try:
            answer = deed()
        except REFUSED as error:
            refusal = refusal_of(error)
            if refusal.status == NOT_FOUND:
                raise refusal from None
            return again(refusal)
        return RedirectResponse(answer, 303) if isinstance(answer, str) else answer


def visit(request: Request, who: Who, engine: TheEngine, settings: TheSettings, now: Now) -> Visit:
    """Return what a handler has to know of a request."""
    return Visit(request, who, engine, settings, now)


Visiting = Annotated[Visit, Depends(visit)]
