import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, func, select

from api.database.engine import reading, writing
from api.database.tables.month import AssignmentRow
from api.ledger.subjects import forget
from api.month.drafts.service import PUBLISHED
from api.month.errors import UnknownDraftError
from api.month.places import drafts
from api.month.places.database import DatabasePlace
from api.month.places.drafts import (
    add_version,
    assignments_of,
    draft,
    fingerprint,
    published_as,
    version_of,
)
from api.month.places.place import DraftVersion
from api.month.publication.publishing import publish
from api.month.versions.editing import edit
from api.privacy.erasure import erase
from api.settings import Settings
from scheduler.domain.problem import Assignment
from tests.api.month.cases import (
    ADA,
    BRICE,
    FARID,
    NOW,
    SOMEONE,
    add,
    begun,
    held_by,
    imported,
    remove,
)

ANY = st.frozensets(
    st.builds(Assignment, st.sampled_from("abc"), st.sampled_from(["s1", "s2", "s3"])), max_size=9
)


def write(engine: Engine, rota: str, parent: int, assignments: frozenset[Assignment]) -> int:
    with writing(engine) as session:
        row = draft(session, rota)
        made = add_version(
            session, row, assignments, parent=parent, origin="modification", by=SOMEONE.user
        )
        return made.number


def test_a_version_keeps_only_what_it_changes(engine: Engine) -> None:
    rota = begun(imported(engine))
    two = write(engine, rota, 1, frozenset({ADA, BRICE}))
    three = write(engine, rota, two, frozenset({ADA, FARID}))

    with reading(engine) as session:
        row = version_of(session, rota, three)
        changes = session.execute(
            select(AssignmentRow.mediator, AssignmentRow.change)
            .where(AssignmentRow.version == row.id)
            .order_by(AssignmentRow.mediator)
        ).all()
    assert [tuple(item) for item in changes] == [("brice", -1), ("farid", 1)]
    assert row.fingerprint == fingerprint([FARID, ADA])


@given(steps=st.lists(st.tuples(st.integers(0, 9), ANY), max_size=8))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_line_of_versions_folds_to_what_was_written(
    sqlite_engine: Engine, steps: list[tuple[int, frozenset[Assignment]]]
) -> None:
    if not BEGUN.get(str(sqlite_engine.url)):
        BEGUN[str(sqlite_engine.url)] = begun(imported(sqlite_engine))
    rota = BEGUN[str(sqlite_engine.url)]
    written: dict[int, frozenset[Assignment]] = {1: frozenset()}
    for place, assignments in steps:
        parent = sorted(written)[place % len(written)]
        written[write(sqlite_engine, rota, parent, assignments)] = assignments

    drafts._sets.clear()

    assert {number: held_by(sqlite_engine, rota, number) for number in written} == written


BEGUN: dict[str, str] = {}


def test_an_unknown_version_is_refused(sqlite_engine: Engine) -> None:
    rota = begun(imported(sqlite_engine))

    with reading(sqlite_engine) as session:
        for number in (2, 99):
            with pytest.raises(UnknownDraftError, match=f"pas de version {number}"):
                assignments_of(session, rota, number)
        with pytest.raises(UnknownDraftError, match="pas de version 2"):
            version_of(session, rota, 2)
        assert assignments_of(session, rota, 0) == frozenset()


def test_a_head_is_the_last_publication_of_its_own_draft_until_it_is_edited(
    engine: Engine,
) -> None:
    first = begun(imported(engine), (ADA, BRICE))
    place, shown = DatabasePlace(engine, SOMEONE), []

    def published(rota: str, number: int) -> None:
        publish(place, DraftVersion(rota, number), now=NOW)

    def see(*rotas: str) -> None:
        with reading(engine) as session:
            shown.append(tuple(published_as(session, draft(session, rota)) for rota in rotas))

    see(first)
    published(first, 2)
    second = begun(engine, (FARID,), start=PUBLISHED)
    see(first, second)
    published(second, 2)
    see(first, second)
    edit(place, DraftVersion(second, 2), [remove(FARID)])
    see(first, second)
    edit(place, DraftVersion(second, 3), [add(FARID)])
    see(first, second)
    edit(place, DraftVersion(second, 4), [remove(FARID)])
    published(second, 5)
    see(first, second)

    assert shown == [(0,), (1, 0), (1, 2), (1, 0), (1, 2), (1, 3)]


def test_what_was_undone_is_not_remembered(engine: Engine) -> None:
    rota = begun(imported(engine))

    def fail() -> None:
        with writing(engine) as session:
            row = draft(session, rota)
            made = add_version(
                session, row, frozenset({ADA}), parent=1, origin="modification", by="x"
            )
            assert assignments_of(session, rota, made.number) == {ADA}
            raise ValueError

    with pytest.raises(ValueError, match=r"^$"):
        fail()

    with reading(engine) as session:
        assert session.scalar(select(func.count()).select_from(AssignmentRow)) == 0
    assert write(engine, rota, 1, frozenset({BRICE})) == 2
    assert held_by(engine, rota, 2) == {BRICE}


def test_who_is_erased_is_in_no_version_any_more(engine: Engine) -> None:
    rota = begun(imported(engine), [ADA, BRICE])
    assert held_by(engine, rota, 2) == {ADA, BRICE}

    with writing(engine) as session:
        erase(session, SOMEONE, Settings(), "brice", now=NOW, forget=forget, forced="à sa demande")

    assert held_by(engine, rota, 2) == {ADA}
