from dataclasses import replace
from datetime import UTC, date, datetime

from api.planning.published_shifts import published_rows
from scheduler.domain.problem import Assignment
from scheduler.domain.rota import Rota
from tests.api.export.samples import small, span

NOW = datetime(2026, 9, 20, 8, tzinfo=UTC)
LATER = datetime(2026, 9, 25, 8, tzinfo=UTC)


def test_a_first_publication_has_a_row_per_assignment_by_start() -> None:
    rows = published_rows(small(), (), NOW)

    assert [(r.worked.mediator, r.worked.duty.id, r.sequence) for r in rows] == [
        ("anna", "parc-nuit-2026-10-01", 0),
        ("rose", "parc-nuit-2026-10-01", 0),
        ("anna", "q-jour-2026-10-06", 0),
        ("rose", "parc-nuit-2026-10-24", 0),
    ]
    assert {(r.created, r.changed, r.worked.duty.decided) for r in rows} == {(NOW, NOW, False)}
    assert len({r.uid for r in rows}) == 4


def test_publishing_the_same_rota_again_changes_nothing() -> None:
    rows = published_rows(small(), (), NOW)

    assert published_rows(small(), rows, LATER) == rows


def test_a_moved_shift_keeps_its_identity_and_takes_the_next_revision() -> None:
    rota = small()
    before = published_rows(rota, (), NOW)
    later = span(date(2026, 10, 6), "15:00", "22:00")
    slots = tuple(
        replace(s, span=later) if s.id == "q-jour-2026-10-06" else s for s in rota.problem.slots
    )
    moved = Rota(problem=replace(rota.problem, slots=slots), assignments=rota.assignments)

    old, new = (
        next(r for r in rows if r.worked.duty.id == "q-jour-2026-10-06")
        for rows in (before, published_rows(moved, before, LATER))
    )

    assert (new.uid, new.created) == (old.uid, NOW)
    assert (new.sequence, new.changed, new.worked.duty.span) == (1, LATER, later)


def test_who_leaves_a_slot_loses_the_row_and_other_dispositifs_keep_theirs() -> None:
    rota = small()
    before = published_rows(rota, (), NOW)
    quartier = tuple(s for s in rota.problem.slots if s.dispositif == "quartier")
    part = Rota(
        problem=replace(rota.problem, slots=quartier, locks=()),
        assignments=frozenset({Assignment("bilal", "q-jour-2026-10-06")}),
    )

    rows = published_rows(part, before, LATER)

    assert [(r.worked.mediator, r.worked.duty.id) for r in rows] == [
        ("anna", "parc-nuit-2026-10-01"),
        ("rose", "parc-nuit-2026-10-01"),
        ("bilal", "q-jour-2026-10-06"),
        ("rose", "parc-nuit-2026-10-24"),
    ]
