"""Who fills a week, on a day of the example's year."""

import pytest
from fastapi.testclient import TestClient

from tests.api.service import NOW, Service


@pytest.fixture
def today(service: Service) -> None:
    """Set the day on which the example's year isn't over."""
    service.app.state.now = lambda: NOW


@pytest.fixture
def boss(service: Service) -> TestClient:
    return service.client("responsable", agency="ville")
