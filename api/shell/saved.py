"""What the last step of the beginning saved, said on the page of the step that comes next."""

import re
from typing import Annotated

from fastapi import Depends, Query, Request

NAME = "etape"
STEP = re.compile(r"[a-z]{1,20}-[0-9]{1,4}")


def _saved(request: Request, saved: Annotated[str, Query(alias=NAME, max_length=120)] = "") -> None:
    # What no step wrote says nothing: it isn't worth a refusal of the page.
    request.state.saved = saved if STEP.fullmatch(saved) else ""


SAVED = Depends(_saved)
"""On a route that may come after a step: it reads `etape=lieux-2`, of which `base.html` tells."""
