"""The account with which people use the pages of data."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

    from tests.api.service import Service


@pytest.fixture
def boss(service: Service) -> TestClient:
    """Give a responsable of the agency `ville`."""
    return service.client("responsable", agency="ville")
