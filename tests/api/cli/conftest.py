from pathlib import Path

import pytest

from tests.api.data.folder.folders import small


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Copy the small association, to change it."""
    return small(tmp_path)
