from pathlib import Path

import pytest

from api.jobs.worker.workflow import ENDED, Place, own_url


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


@pytest.mark.parametrize(
    ("place", "lost"),
    [
        (Place(), True),
        *((Place(status=end, worker="a:vivant"), True) for end in ENDED),
        (Place(status="PENDING", worker="a:mort"), True),
        (Place(status="PENDING", worker="a:vivant"), False),
        (Place(status="ENQUEUED"), False),
        (Place(status="ENQUEUED", worker="a:mort"), False),
    ],
)
def test_a_calculation_is_lost_where_nobody_who_lives_will_take_its_turn(
    place: Place, lost: bool
) -> None:
    assert place.lost({"a:vivant"}) == lost
