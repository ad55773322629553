from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from api.database.engine import writing
from api.database.tables.jobs import JobRow
from api.month.alternatives.opening import open_variant
from api.month.places.database import DatabasePlace
from api.month.places.drafts import draft
from api.month.places.place import DraftVersion
from api.month.versions.editing import take_over
from tests.api.month.cases import ADA, MARCH, SOMEONE, begun, imported
from tests.api.publishing import publish

if TYPE_CHECKING:
    from sqlalchemy import Engine


def test_a_variant_knows_no_more_than_the_version_asked_about(engine: Engine) -> None:
    rota = begun(imported(engine), [ADA])
    publish(engine, MARCH)
    with writing(engine) as session:
        job = JobRow(
            kind="alternative",
            state="completed",
            rota=rota,
            base=2,
            options={"seen": 0},
            asked_by=SOMEONE.user,
            requested=datetime.now(UTC),
            result={"alternative": {"assignments": [[ADA.mediator, ADA.slot]]}},
        )
        session.add(job)
    # The draft then takes over what was published; the variant was calculated without it.
    take_over(DatabasePlace(engine, SOMEONE), DraftVersion(rota, 2))

    with writing(engine) as session:
        assert draft(session, rota).seen == 1
        assert open_variant(session, SOMEONE, session.get_one(JobRow, job.id)).seen == 0
