"""Routes behind the door answer the requests that FastAPI's own would."""

import re

from fastapi.routing import APIRoute

from api.access.door import GuardedRoute
from tests.api.service import Service

PARAMETER = re.compile(r"\{(\w+)(?::path)?\}")


def test_a_route_matches_what_one_of_fastapi_matches(service: Service) -> None:
    routes = [route for route in service.app.routes if isinstance(route, GuardedRoute)]
    scopes = [
        {
            "type": "http",
            "method": method,
            "path": PARAMETER.sub(r"un-\1", route.path),
            "root_path": "",
        }
        for route in routes[::3]
        for method in ("GET", "POST")
    ]

    answers = {
        (scope["path"], scope["method"], route.path): (route.matches(scope), plain(route, scope))
        for scope in scopes
        for route in routes
    }

    assert [which for which, (ours, theirs) in answers.items() if ours != theirs] == []
    assert len({path for path, _, _ in answers}) > 50


def plain(route: GuardedRoute, scope: dict[str, str]) -> object:
    return APIRoute.matches(route, scope)
