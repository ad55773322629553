from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from api.jobs.worker.workflow import own_url

if TYPE_CHECKING:
    from pathlib import Path


def test_sqlite_has_a_second_file_beside_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    assert own_url("sqlite:///roulement.db") == f"sqlite:///{tmp_path}/roulement-travaux.db"
    assert own_url("sqlite:////srv/a.b/base.sqlite") == "sqlite:////srv/a.b/base-travaux.sqlite"


@pytest.mark.parametrize(
    "url", ["postgresql://ana:mot@base:5432/r", "postgresql+psycopg://ana:mot@base:5432/r"]
)
def test_postgresql_has_one_database_for_both(url: str) -> None:
    assert own_url(url) == "postgresql+psycopg://ana:mot@base:5432/r"
