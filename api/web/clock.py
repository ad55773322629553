"""What time it is for a handler: asked for like a transaction, so that tests choose it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from fastapi import Depends


def now() -> datetime:
    """Return the present instant."""
    return datetime.now(UTC)


Now = Annotated[datetime, Depends(now)]
