"""What the last step of the beginning saved, said on the page of the step that comes next."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query, Request

NAME = "etape"


def _saved(
    request: Request,
    saved: Annotated[str, Query(alias=NAME, pattern=r"^[a-z]{1,20}-[0-9]{1,4}$")] = "",
) -> None:
    request.state.saved = saved


SAVED = Depends(_saved)
"""On a route that may come after a step: it reads `etape=lieux-2`, of which `base.html` tells."""
