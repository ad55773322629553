from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.api.fairness_folder import with_evenings
from tests.api.service import Service, serving


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return with_evenings(tmp_path_factory.mktemp("equite") / "petit")


@pytest.fixture
def evenings(sqlite_engine: Engine, folder: Path) -> Iterator[Service]:
    """Serve an association whose evenings of February are published."""
    yield from serving(sqlite_engine, folder)
