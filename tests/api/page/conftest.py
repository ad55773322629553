from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.api.service import serve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

    from tests.api.service import Service


@pytest.fixture
def bare(sqlite_engine: Engine) -> Iterator[Service]:
    """Serve a database that the test fills itself."""
    made = serve(sqlite_engine)
    yield made
    for client in made.clients:
        client.close()
