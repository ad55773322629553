from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from tests.api.service import Service, serve


@pytest.fixture
def bare(sqlite_engine: Engine) -> Iterator[Service]:
    """Serve a database that the test fills itself."""
    made = serve(sqlite_engine)
    yield made
    for client in made.clients:
        client.close()
