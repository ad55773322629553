"""The account with which people use the pages of data."""

import pytest
from fastapi.testclient import TestClient

from tests.api.service import Service


@pytest.fixture
def boss(service: Service) -> TestClient:
    """Give a responsable of the agency `ville`."""
    return service.client("responsable", agency="ville")
