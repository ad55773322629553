"""The client of tests answers where a loop runs already, as in tests that drive a browser."""

import asyncio

from tests.api.service import Service


def test_the_app_answers_beside_a_loop_that_runs_and_without_one(service: Service) -> None:
    client = service.client("rh")

    async def asks() -> int:
        return client.get("/api/v1/moi").status_code

    assert asyncio.run(asks()) == 200
    assert client.get("/api/v1/moi").status_code == 200
