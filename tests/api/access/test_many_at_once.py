import asyncio
from collections import Counter
from collections.abc import Iterator
from typing import get_args

import httpx2
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from api.access.request import Reading, Writing
from tests.api.service import Service, account

MANY = 150
"""More than there are threads, and many more than there are connections."""

SESSIONS = frozenset(get_args(kind)[1].dependency for kind in (Reading, Writing))


def test_requests_that_hold_a_connection_do_not_wait_for_one_another(service: Service) -> None:
    _, token = account(service.engine, "responsable")

    async def ask_all() -> Counter[int]:
        transport = httpx2.ASGITransport(app=service.app, raise_app_exceptions=False)
        headers = {"Authorization": f"Bearer {token}"}
        async with httpx2.AsyncClient(
            transport=transport, base_url="http://essai", headers=headers, timeout=None
        ) as client:
            address = "/api/v1/responsable/plannings"
            answers = await asyncio.gather(*(client.get(address) for _ in range(MANY)))
        return Counter(answer.status_code for answer in answers)

    assert asyncio.run(ask_all()) == {200: MANY}


def test_no_request_holds_a_connection_while_it_waits_for_another(service: Service) -> None:
    routes = [route for route in service.app.routes if isinstance(route, APIRoute)]
    assert [route.path for route in routes if len(set(held_by(route.dependant))) > 1] == []


def held_by(dependant: Dependant) -> Iterator[object]:
    """Yield what gives a request the connections that it holds."""
    for part in dependant.dependencies:
        if part.call in SESSIONS:
            yield part.call
        yield from held_by(part)
