import io
import zipfile

from sqlalchemy import Engine

from api.database.engine import reading
from api.export.formats import Format
from api.export.month.bundle import Edition, documents
from api.ledger.history import head
from api.month.documents.gathering import archive, documents_of
from api.month.findings import judge
from api.month.places.database import DatabasePlace
from api.month.places.place import DraftVersion
from api.month.publication.publishing import publish
from tests.api.month.cases import ADA, BRICE, NOW, SOMEONE, begun, frame, imported


def edition(engine: Engine, rota: str, assignments: set[object]) -> Edition:
    judged = judge(frame(engine, rota), assignments)  # type: ignore[arg-type]
    return documents_of(DatabasePlace(engine, SOMEONE), judged).edition


def test_only_what_is_published_bears_the_head_of_the_register(sqlite_engine: Engine) -> None:
    rota = begun(imported(sqlite_engine), [ADA, BRICE])
    before = edition(sqlite_engine, rota, {ADA, BRICE})

    publish(DatabasePlace(sqlite_engine, SOMEONE), DraftVersion(rota, 2), now=NOW)

    with reading(sqlite_engine) as session:
        last = head(session)
    after = edition(sqlite_engine, rota, {ADA, BRICE})
    other = edition(sqlite_engine, rota, {ADA})
    assert (before.published, before.register, before.seal) == (None, 0, "")
    assert (after.register, after.head, after.published) == (1, last.hash, NOW.date())
    assert (other.published, other.register) == (None, 0)


def test_an_empty_month_is_not_shown_as_published(sqlite_engine: Engine) -> None:
    rota = begun(imported(sqlite_engine))

    assert edition(sqlite_engine, rota, set()).published is None


def test_the_same_documents_are_the_same_archive(sqlite_engine: Engine) -> None:
    rota = begun(imported(sqlite_engine), [ADA, BRICE])
    judged = judge(frame(sqlite_engine, rota), {ADA, BRICE})
    made = documents_of(DatabasePlace(sqlite_engine, SOMEONE), judged)

    first, second = (archive(documents(made, [Format.CSV])) for _ in range(2))

    assert first == second
    assert zipfile.ZipFile(io.BytesIO(first)).namelist() == [
        "planning-2026-03.csv",
        "publication/2026-03.csv",
    ]
