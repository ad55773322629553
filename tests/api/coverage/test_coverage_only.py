import shutil
from pathlib import Path

import pytest
from sqlalchemy import Engine

import fixtures
from tests.api.coverage.coverage_only import people_of, walked
from tests.api.service import loaded, serve

WHOLE = Path(fixtures.__file__).parent / "association"


def one_month(folder: Path) -> Path:
    """Copy the association with the last month of its history."""
    shutil.copytree(WHOLE, folder)
    months = sorted((folder / "historique").glob("20*.csv"))
    for path in months[:-1]:
        path.unlink()
    return folder


@pytest.mark.long
def test_a_commanditaire_is_told_of_nobody(sqlite_engine: Engine, tmp_path: Path) -> None:
    loaded(sqlite_engine, one_month(tmp_path / "association"))

    walk = walked(serve(sqlite_engine).app, sqlite_engine)
    people = people_of(sqlite_engine)

    assert len(people) > 300
    assert sum(len(text) for text in walk.answers.values()) > 10_000
    assert walk.names(people) == []
    walk.answers["essai"] = "le service de Corentin Ménard"
    assert walk.names(people) == ["essai : Corentin Ménard"]
