"""The clock of handlers, which a test may set (`app.state.now`)."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import Depends, Request


def present() -> datetime:
    """Return the present instant."""
    return datetime.now(UTC)


def _now(request: Request) -> datetime:
    now: datetime = request.app.state.now()
    return now


Now = Annotated[datetime, Depends(_now)]
