"""
The door that every request goes through, and the router that puts a feature's routes behind it.

FastAPI builds a route where it is declared, and builds it again if its router is included in an
application that adds dependencies or responses. A route declared here has them already: the
application takes it as it is, and starts in half the time.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from fastapi import APIRouter, Depends
from fastapi.routing import APIRoute
from starlette.routing import Match

from api.access.request import admit
from api.web.json_keys import each_once
from api.web.problems import refusals
from api.web.queries import known_only
from api.web.texts import readable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from enum import Enum

    from fastapi.params import Depends as Dependency
    from starlette.types import Scope

ROOT = "/api/v1/"
ANYWHERE = (400, 401, 403, 413, 414, 422, 503)
"""Refusals that any route may give."""

DOOR = (Depends(admit), Depends(known_only), Depends(each_once), Depends(readable))
"""What every request goes through, before anything is done."""


class Behind(APIRoute):
    """
    A route behind the door, passed over in a moment where the address begins otherwise.

    The service has hundreds of routes, and a request tries them one after another: to compare how
    an address begins costs half of matching its pattern.
    """

    @cached_property
    def beginning(self) -> str:
        """The address up to its first parameter."""
        return self.path.partition("{")[0]

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Match the route with a request."""
        if not scope["path"].startswith(self.beginning):
            return Match.NONE, {}
        return super().matches(scope)


def operation_id(route: APIRoute) -> str:
    """Name an operation by its method and address; programs that call the API rely on the name."""
    method = min(route.methods or {"get"}).lower()
    path = route.path.removeprefix(ROOT)
    return f"{method}_{re.sub(r'[^0-9A-Za-z]+', '_', path).strip('_').lower()}"


class Router(APIRouter):
    """The routes of a feature: all go through the door, and may give the refusals of any route."""

    def __init__(
        self,
        *,
        prefix: str = "",
        tags: Sequence[str | Enum] = (),
        dependencies: Sequence[Dependency] = (),
        include_in_schema: bool = True,
    ) -> None:
        super().__init__(
            prefix=prefix,
            tags=list(tags),
            dependencies=[*DOOR, *dependencies],
            responses=refusals(*ANYWHERE),
            include_in_schema=include_in_schema,
            generate_unique_id_function=operation_id,
            route_class=Behind,
        )
