from __future__ import annotations

import asyncio
from collections import Counter
from typing import TYPE_CHECKING

import httpx2

from tests.api.service import account

if TYPE_CHECKING:
    from tests.api.service import Service

MANY = 150
"""More than there are threads, and many more than there are connections."""


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
