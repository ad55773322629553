from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Engine

from api.database.engine import writing
from api.database.tables.jobs import JobRow
from api.month.errors import NothingFoundError
from api.month.places.database import DatabasePlace
from api.month.places.drafts import seen_by
from api.month.places.place import DraftVersion
from api.month.versions.editing import take_over
from api.month.versions.keeping import open_variant
from tests.api.month.cases import ADA, MARCH, SOMEONE, begun, imported
from tests.api.publishing import publish


def question(rota: str, result: dict[str, Any]) -> JobRow:
    return JobRow(
        kind="alternative",
        state="completed",
        rota=rota,
        base=1,
        options={"seen": 0},
        asked_by=SOMEONE.user,
        requested=datetime.now(UTC),
        result=result,
    )


def test_a_month_is_opened_by_the_way_it_was_found_and_once(engine: Engine) -> None:
    rota, month = begun(imported(engine), [ADA]), {"assignments": [[ADA.mediator, ADA.slot]]}
    with writing(engine) as session:
        alone = question(rota, {"alternative": month})
        several = question(
            rota, {"repairs": [{"way": "couverture", "title": "La couverture", **month}]}
        )
        session.add_all([alone, several])

    with writing(engine) as session:
        for job, strange in ((alone.id, "couverture"), (several.id, ""), (several.id, "autre")):
            with pytest.raises(NothingFoundError):
                open_variant(session, SOMEONE, session.get_one(JobRow, job), strange)
        for job, way in ((alone.id, ""), (several.id, "couverture")):
            row = session.get_one(JobRow, job)
            made = open_variant(session, SOMEONE, row, way)
            assert open_variant(session, SOMEONE, row, way) is made


def test_a_variant_knows_no_more_than_the_version_asked_about(engine: Engine) -> None:
    rota = begun(imported(engine), [ADA])
    publish(engine, MARCH)
    with writing(engine) as session:
        job = question(rota, {"alternative": {"assignments": [[ADA.mediator, ADA.slot]]}})
        session.add(job)
    # The draft then takes over what was published; the variant was calculated without it.
    take_over(DatabasePlace(engine, SOMEONE), DraftVersion(rota, 2))

    with writing(engine) as session:
        assert seen_by(session, rota, 3) == 1
        opened = open_variant(session, SOMEONE, session.get_one(JobRow, job.id))
        assert seen_by(session, opened.id, opened.head) == 0
