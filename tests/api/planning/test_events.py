from dataclasses import replace
from datetime import UTC, datetime, timedelta

from api.data.association import Revision
from api.planning.month_change import events, revisions_of
from api.planning.published_shifts import published_rows
from calendars.events import Event
from scheduler.domain.rota import Rota
from scheduler.domain.slots import Slot
from scheduler.domain.time import Span
from tests.api.export.samples import NAMES, small

FIRST = datetime(2026, 9, 20, 8, tzinfo=UTC)
LATER = FIRST + timedelta(days=3)


def others(rota: Rota, revisions: tuple[Revision, ...], when: datetime) -> list[Event]:
    rows = published_rows(rota, (), FIRST)
    shown = events(rota, rows, revisions, when, names=NAMES)
    return [event for event in shown if not isinstance(event.what, Slot)]


def longer(rota: Rota) -> Rota:
    """Let the first absence last a day longer."""
    first, *rest = sorted(rota.problem.absences, key=lambda a: a.span.first)
    span = Span(first.span.start, first.span.end + timedelta(days=1))
    problem = replace(rota.problem, absences=(replace(first, span=span), *rest))
    return replace(rota, problem=problem)


def test_what_is_published_keeps_its_stamp_at_each_export() -> None:
    published = others(small(), (), FIRST)
    kept = tuple(revisions_of(published))

    assert published
    assert others(small(), kept, LATER) == published


def test_a_training_or_an_absence_that_changed_is_the_same_event_revised() -> None:
    before = others(small(), (), FIRST)
    after = others(longer(small()), tuple(revisions_of(before)), LATER)

    assert [assignment.uid for assignment in after] == [item.uid for item in before]
    moved = [(a.sequence, a.modified) for a, b in zip(after, before, strict=True) if a != b]
    assert moved == [(1, LATER)]
