"""What is kept of each change of a row, and what an import, an erasure, time do to it."""

from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import Engine

from api.data.rows.kinds import KINDS
from api.data.stored import rows
from api.data.stored.association import forget
from api.data.stored.entries import RefusedRowsError
from api.data.stored.history import changes_of, forget_person, forget_values
from api.data.stored.importing import check_folder, put
from api.data.tables.rows import RowChangeRow
from api.database.engine import reading, writing
from tests.api.commands import PETIT
from tests.api.month.cases import imported

ABSENCES, SITES = KINDS["absences"], KINDS["sites"]
ILL = {"mediator": "ada", "start": "2026-03-10", "end": "2026-03-12", "kind": "maladie"}
BY = "a" * 32


@pytest.fixture
def base(engine: Engine) -> Engine:
    """Give a database with the small association."""
    return imported(engine)


def kept(base: Engine, kind: str, key: int) -> Sequence[RowChangeRow]:
    with reading(base) as session:
        return changes_of(session, kind, key)


def added(base: Engine, values: dict[str, Any] = ILL) -> int:
    with writing(base) as session:
        return rows.add(session, ABSENCES, values, by=BY).key


def test_what_is_added_changed_and_removed_is_kept_old_and_new(base: Engine) -> None:
    key = added(base)
    with writing(base) as session:
        rows.change(session, ABSENCES, key, 1, ILL | {"end": "2026-03-13"})
    with writing(base) as session:
        rows.remove(session, ABSENCES, key, 2, by=BY)

    removed, changed, first = kept(base, "absences", key)

    assert (first.before, first.after["end"], first.by) == (None, "2026-03-12", BY)
    assert (changed.before["end"], changed.after["end"]) == ("2026-03-12", "2026-03-13")
    assert changed.by == ""
    assert (removed.before["end"], removed.after) == ("2026-03-13", None)
    assert {row.people for row in (removed, changed, first)} == {("ada",)}
    assert removed.at >= changed.at >= first.at


def test_a_change_that_changes_nothing_is_not_kept(base: Engine) -> None:
    key = added(base)
    with writing(base) as session:
        rows.change(session, ABSENCES, key, 1, ILL)

    assert len(kept(base, "absences", key)) == 1


def test_what_is_refused_is_not_kept(base: Engine) -> None:
    key = added(base)
    with pytest.raises(RefusedRowsError), writing(base) as session:
        rows.change(session, ABSENCES, key, 1, ILL | {"mediator": "personne"})

    assert len(kept(base, "absences", key)) == 1


def test_the_first_import_keeps_nothing(base: Engine) -> None:
    with reading(base) as session:
        (site,) = rows.page(session, SITES, limit=1)
    assert kept(base, "sites", site.key) == []


def test_an_import_goes_on_with_the_rows_that_it_writes_anew(base: Engine) -> None:
    with reading(base) as session:
        (site,) = rows.page(session, SITES, limit=1)
    with writing(base) as session:
        values = site.values | {"address": "ailleurs"}
        rows.change(session, SITES, site.key, site.number, values, by=BY)
    ill = added(base)

    # The folder has the site as it was, and no such absence.
    with writing(base) as session:
        put(session, check_folder(PETIT), replace=True, by="b" * 32)
    forget()
    with reading(base) as session:
        (again,) = rows.page(session, SITES, limit=1)

    assert again.key != site.key
    back, away = kept(base, "sites", again.key)
    assert (away.after["address"], back.after["address"]) == ("ailleurs", site.values["address"])
    assert (away.by, back.by) == (BY, "b" * 32)
    gone, _ = kept(base, "absences", ill)
    assert (gone.before["kind"], gone.after) == ("maladie", None)
    assert kept(base, "sites", site.key) == []


def test_a_person_who_is_forgotten_is_in_no_history(base: Engine) -> None:
    ada, brice = added(base), added(base, ILL | {"mediator": "brice"})

    with writing(base) as session:
        forget_person(session, "ada")

    assert kept(base, "absences", ada) == []
    assert len(kept(base, "absences", brice)) == 1


def test_part_of_an_id_is_nobodys(base: Engine) -> None:
    key = added(base)
    with writing(base) as session:
        forget_person(session, "ad")

    assert len(kept(base, "absences", key)) == 1


@pytest.mark.parametrize(("before", "reason"), [("2026-03-12", "maladie"), ("2026-03-13", "autre")])
def test_a_reason_of_health_goes_from_the_history_when_it_is_old(
    base: Engine, before: str, reason: str
) -> None:
    key = added(base)
    with writing(base) as session:
        forget_values(session, "absences", "kind", ["maladie"], before=before, instead="autre")

    (only,) = kept(base, "absences", key)
    assert only.after["kind"] == reason


def test_what_is_kept_of_somebody_is_not_what_is_kept_of_another_in_capitals(base: Engine) -> None:
    key = added(base)

    with writing(base) as session:
        forget_person(session, "ADA")

    assert len(kept(base, "absences", key)) == 1
