"""What has begun is a fact: what is found on it alone is told, and stops nothing."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine

from api.data.association import Association
from api.data.folder.load import load
from api.data.rows.kinds import KINDS
from api.data.stored.rows import add as add_row
from api.database.engine import writing
from api.month.drafts.service import EMPTY, PUBLISHED, create
from api.month.findings import after_edit, findings_of
from api.month.frames import Frame, framed
from api.month.places.database import DatabasePlace
from api.month.places.place import DraftVersion
from api.month.publication.publishing import preview, publish
from scheduler.domain.people import Absence
from scheduler.domain.problem import Assignment
from scheduler.domain.time import day_span
from tests.api.commands import PETIT
from tests.api.month.cases import (
    ADA,
    BRICE,
    FARID,
    MARCH,
    MONDAY,
    NOW,
    SOMEONE,
    TUESDAY,
    begun,
    held_by,
    imported,
)
from tests.api.month.test_frames import published

BEGINS = datetime(2026, 3, 2, 8, tzinfo=UTC)
BEFORE = BEGINS - timedelta(minutes=1)
LATER = frozenset({Assignment("ada", TUESDAY), Assignment("brice", TUESDAY)})
PAIR = frozenset({ADA, BRICE})


def away(association: Association, *days: date) -> Association:
    """Return the association, ada being away on these days."""
    absences = tuple(Absence(mediator="ada", span=day_span(day)) for day in days)
    return replace(association, absences=(*association.absences, *absences))


def blocking(
    frame: Frame, person: Iterable[Assignment], now: datetime
) -> list[tuple[str, tuple[str, ...], bool]]:
    """Return what blocks: rule, what proves it, and whether it is inherited."""
    findings = findings_of(frame, frozenset(person), now=now)
    return [(f.rule, f.evidence, f.inherited) for f in findings if f.blocks]


@pytest.mark.parametrize(("now", "inherited"), [(BEFORE, False), (BEGINS, True)])
def test_who_was_away_during_a_shift_stops_its_month_until_the_shift_begins(
    now: datetime, *, inherited: bool
) -> None:
    data = away(published(load(PETIT), *PAIR, *LATER), MARCH.replace(day=2))
    frame = framed(data, MARCH, None, now)

    assert blocking(frame, PAIR | LATER, now) == [("absences", (MONDAY,), inherited)]


def test_a_version_read_again_after_a_shift_has_begun_is_marked_anew() -> None:
    data = away(published(load(PETIT), *PAIR, *LATER), MARCH.replace(day=2))
    frame = framed(data, MARCH, None, BEFORE)

    marks = [blocking(frame, PAIR | LATER, now)[0][2] for now in (BEFORE, BEGINS, BEFORE)]

    assert marks == [False, True, False]


def test_what_is_yet_to_begin_stops_it_still() -> None:
    data = away(published(load(PETIT), *PAIR, *LATER), MARCH.replace(day=2), MARCH.replace(day=3))
    frame = framed(data, MARCH, None, BEGINS)

    assert blocking(frame, PAIR | LATER, BEGINS) == [
        ("absences", (MONDAY,), True),
        ("absences", (TUESDAY,), False),
    ]


def test_a_shift_that_has_begun_and_is_changed_by_hand_stops_its_month() -> None:
    data = away(published(load(PETIT), BRICE), MARCH.replace(day=2))
    frame = framed(data, MARCH, None, BEGINS)

    assert blocking(frame, {BRICE}, BEGINS) == [("binome_size", (MONDAY,), True)]
    assert blocking(frame, PAIR, BEGINS) == [("absences", (MONDAY,), False)]
    edited = after_edit(frame, frozenset({BRICE}), frozenset(PAIR))
    assert [(f.rule, f.inherited) for f in edited if f.blocks] == [("absences", False)]


def test_in_a_month_never_published_what_is_past_stops_it() -> None:
    frame = framed(away(load(PETIT), MARCH.replace(day=2)), MARCH, None, BEGINS)

    assert blocking(frame, PAIR, BEGINS) == [("absences", (MONDAY,), False)]


def test_who_falls_ill_on_duty_doesn_t_keep_the_rest_of_the_month_from_being_published(
    sqlite_engine: Engine,
) -> None:
    rota = begun(imported(sqlite_engine), [*PAIR, FARID])
    publish(DatabasePlace(sqlite_engine, SOMEONE), DraftVersion(rota, 2), now=NOW)
    with writing(sqlite_engine) as session:
        ill = {"mediator": "ada", "start": "2026-03-02", "end": "2026-03-02", "kind": "maladie"}
        add_row(session, KINDS["absences"], ill)
    later = [Assignment(who, TUESDAY) for who in ("brice", "chloe")]
    other = begun(sqlite_engine, later, start="publie")

    early, late = (
        preview(DatabasePlace(sqlite_engine, SOMEONE), DraftVersion(other, 2), now=now)
        for now in (BEFORE, BEGINS)
    )

    assert [f.rule for f in early.stopping] == ["absences"]
    assert late.stopping == ()
    assert [f.rule for f in late.findings if f.blocks and f.inherited] == ["absences"]
    row = publish(DatabasePlace(sqlite_engine, SOMEONE), DraftVersion(other, 2), now=BEGINS)
    assert row.number == 2


@pytest.mark.parametrize(("now", "there"), [(BEFORE, set()), (BEGINS, PAIR)])
def test_an_empty_draft_has_what_is_published_and_has_begun(
    sqlite_engine: Engine, now: datetime, there: frozenset[Assignment]
) -> None:
    rota = begun(imported(sqlite_engine), [*PAIR, FARID])
    publish(DatabasePlace(sqlite_engine, SOMEONE), DraftVersion(rota, 2), now=NOW)

    with writing(sqlite_engine) as session:
        empty = create(session, SOMEONE, MARCH, agency="ville", start=EMPTY, now=now).id
        whole = create(session, SOMEONE, MARCH, agency="ville", start=PUBLISHED, now=now).id

    assert held_by(sqlite_engine, empty, 1) == there
    assert held_by(sqlite_engine, whole, 1) == {*PAIR, FARID}
