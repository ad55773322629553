"""
The door that every request goes through, and the router that puts a feature's routes behind it.

FastAPI builds a route where it is declared, and builds it again if its router is included in an
application that adds dependencies or responses. A route declared here has them already: the
application takes it as it is, and starts in half the time.
"""

import re
from collections.abc import Callable, Sequence
from enum import Enum
from functools import cached_property
from typing import Any, Protocol, TypedDict, TypeVar, Unpack

from fastapi import APIRouter, Depends, Response
from fastapi.params import Depends as Dependency
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute, Match, Route
from starlette.types import Scope

from api.access.caller import ServiceScope
from api.access.request import NUMBERED, admit
from api.access.rights.rule import Access, Programs, served
from api.web.answering.headers import described
from api.web.json_keys import each_once
from api.web.queries import known_only
from api.web.refusing.problems import refusals
from api.web.texts import readable

ROOT = "/api/v1/"
NUMBERS = ("Roulement-Data", "Roulement-Register")
"""What `NUMBERED` sends."""

ANYWHERE = (400, 401, 403, 413, 414, 422, 503)
"""Refusals that any route may give."""

DOOR = (Depends(admit), Depends(known_only), Depends(each_once), Depends(readable))
"""What every request goes through, before anything is done."""


class GuardedRoute(APIRoute):
    """
    A route behind the door, with who may call it; an address that begins otherwise is passed over.

    The service has hundreds of routes, and a request tries them one after another: to compare how
    an address begins costs half of matching its pattern.
    """

    access: Access

    @cached_property
    def beginning(self) -> str:
        """The address up to its first parameter."""
        return self.path.partition("{")[0]

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Match the route with a request."""
        if not scope["path"].startswith(self.beginning):
            return Match.NONE, {}
        return super().matches(scope)


class DirectRoute(Route):
    """A route that bypasses FastAPI and the door, for who is let in without an account."""

    def __init__(self, path: str, answer: Any, methods: Sequence[str], *, may: Access) -> None:
        super().__init__(path, answer, methods=list(methods), include_in_schema=False)
        self.access = may


class Options(TypedDict, total=False):
    """What FastAPI learns of a route besides."""

    status_code: int
    responses: dict[int | str, dict[str, Any]]
    response_model: Any
    response_class: type[Response]
    include_in_schema: bool
    dependencies: Sequence[Dependency]
    service: ServiceScope | Programs
    sends: Sequence[str]


Answer = TypeVar("Answer", bound="Callable[..., Any]")


class Decorator(Protocol):
    """What declares the function below it, and returns it as it was."""

    def __call__(self, answer: Answer, /) -> Answer:
        """Declare it."""


class Router:
    """
    The routes of a feature, each with who may call it (`may`).

    All go through the door and may give the refusals of any route. `caller`: which program the
    operations are there for, in French, as the document says it; screens have none.

    `service`: the scope that operations ask of a service account, unless they say their own. GET
    asks for `read` whatever the router says, but `Programs.NONE`: it leaves all to people, as pages
    are.
    """

    def __init__(
        self,
        *,
        prefix: str = "",
        tags: Sequence[str | Enum] = (),
        dependencies: Sequence[Dependency] = (),
        include_in_schema: bool = True,
        caller: str = "",
        service: ServiceScope | Programs = Programs.DERIVED,
    ) -> None:
        self._service = service if include_in_schema else Programs.NONE
        self._numbers = NUMBERS if NUMBERED in dependencies else ()
        self._described = {"x-appelant": caller} if caller else None
        self._router = APIRouter(
            prefix=prefix,
            tags=list(tags),
            dependencies=[*DOOR, *dependencies],
            responses=refusals(*ANYWHERE),
            include_in_schema=include_in_schema,
            generate_unique_id_function=operation_id,
            route_class=GuardedRoute,
        )

    @property
    def routes(self) -> list[BaseRoute]:
        """The routes declared so far."""
        return self._router.routes

    def add(
        self,
        method: str,
        path: str,
        answer: Callable[..., Any],
        may: Access,
        **options: Unpack[Options],
    ) -> None:
        """Declare a route; `sends`: the headers of its answer that a program reads."""
        service = options.pop("service", Programs.DERIVED)
        if service is Programs.DERIVED and (method != "GET" or self._service is Programs.NONE):
            service = self._service
        if not options.get("include_in_schema", True):
            service = Programs.NONE
        names = [*options.pop("sends", ()), *self._numbers]
        if names:
            responses = options.get("responses", {})
            status = options.get("status_code", 200)
            success = {**responses.get(status, {}), "headers": described(names)}
            options["responses"] = {**responses, status: success}
        may = served(may, method, service, f"{self._router.prefix}{path}")
        more: dict[str, Any] = {**options}  # what is left is FastAPI's
        self._router.add_api_route(
            path, answer, methods=[method], openapi_extra=self._described, **more
        )
        route = self._router.routes[-1]
        assert isinstance(route, GuardedRoute)  # noqa: S101 - for the type checker
        route.access = may

    def get(self, path: str, *, may: Access, **options: Unpack[Options]) -> Decorator:
        """Declare what answers GET."""
        return self._declared("GET", path, may, options)

    def post(self, path: str, *, may: Access, **options: Unpack[Options]) -> Decorator:
        """Declare what answers POST."""
        return self._declared("POST", path, may, options)

    def put(self, path: str, *, may: Access, **options: Unpack[Options]) -> Decorator:
        """Declare what answers PUT."""
        return self._declared("PUT", path, may, options)

    def patch(self, path: str, *, may: Access, **options: Unpack[Options]) -> Decorator:
        """Declare what answers PATCH."""
        return self._declared("PATCH", path, may, options)

    def delete(self, path: str, *, may: Access, **options: Unpack[Options]) -> Decorator:
        """Declare what answers DELETE."""
        return self._declared("DELETE", path, may, options)

    def _declared(self, method: str, path: str, may: Access, options: Options) -> Decorator:
        def declare(answer: Answer) -> Answer:
            self.add(method, path, answer, may, **options)
            return answer

        return declare


def operation_id(route: APIRoute) -> str:
    """Name an operation by its method and address; programs that call the API rely on the name."""
    method = min(route.methods or {"get"}).lower()
    path = route.path.removeprefix(ROOT)
    return f"{method}_{re.sub(r'[^0-9A-Za-z]+', '_', path).strip('_').lower()}"
