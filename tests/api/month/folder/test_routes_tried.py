"""A dry run of an import says what the import would, and writes nothing."""

from typing import Any

from sqlalchemy import Engine, func, select

from api.data.stored.association import data_number
from api.database.engine import reading
from api.database.tables.access import TrailRow
from api.ledger.history import head, whole
from tests.api.database.folders import SAISON
from tests.api.month.folder.test_importing import MONTH
from tests.api.month.folder.test_routes import bring, files, zipped
from tests.api.service import serve


def _kept(engine: Engine) -> tuple[object, ...]:
    with reading(engine) as session:
        deeds = session.scalar(select(func.count()).select_from(TrailRow))
        return whole(session), head(session), data_number(session), deeds


def test_a_dry_run_is_refused_what_the_import_would_be_and_writes_nothing(
    sqlite_engine: Engine,
) -> None:
    service = serve(sqlite_engine)
    client = service.client("rh")
    published = zipped({**files(), "historique/2026-02.csv": MONTH})
    bring(client, published)
    without = {name: data for name, data in files().items() if name.endswith("agences.csv")}

    wanted: list[dict[str, Any]] = [
        {"content": published},
        {"content": zipped(files(SAISON)), "replace": True},
        {"content": zipped(without), "replace": True},
        {"content": published, "replace": True},
    ]
    before = _kept(sqlite_engine)
    tried = [bring(client, **item, dry_run=True) for item in wanted]
    after = _kept(sqlite_engine)
    done = [bring(client, **item) for item in wanted]

    assert before == after
    assert [item.status_code for item in tried] == [409, 422, 422, 200]
    assert [item.status_code for item in done] == [409, 422, 422, 200]
    assert [item.json() for item in tried[:3]] == [item.json() for item in done[:3]]
    (fault,) = tried[1].json()["errors"]
    assert fault["field"] == "personnes.csv, colonne « id »"
    assert fault["expected"].startswith("ada, que le registre des publications connaît")
