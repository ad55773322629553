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
def evenings(engine: Engine, folder: Path) -> Iterator[Service]:
    """Serve an association whose evenings of February are published, on each database."""
    yield from serving(engine, folder)
