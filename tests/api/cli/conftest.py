from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.api.data.folder.folders import small

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Copy the small association, to change it."""
    return small(tmp_path)
