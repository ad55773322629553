"""The locks of a draft: which are held, which can't apply, which can't hold together."""

from dataclasses import replace
from datetime import UTC, date, datetime

from api.data.folder.load import load
from api.month.frames import framed
from api.month.locks import DraftLocks, locks_of
from scheduler.domain.problem import Assignment, Lock
from tests.api.commands import PETIT

MARCH, BEFORE = date(2026, 3, 1), datetime(2026, 2, 20, 9, tzinfo=UTC)
MONDAY, TUESDAY = "P-J-2026-03-09", "P-J-2026-03-10"
COURSE = "P-J-2026-03-03"
"""A day on which Dorian is at his training centre."""


def locked(*shifts: tuple[str, str], standing: frozenset[Assignment] = frozenset()) -> DraftLocks:
    """Return the locks of `petit` in March, made of people and slots."""
    locks = tuple(Lock(mediator=who, slot=slot, by="Elsa", why="Mairie") for who, slot in shifts)
    return locks_of(framed(replace(load(PETIT), locks=locks), MARCH, None, BEFORE), standing)


def test_locks_come_by_day_and_say_whether_they_are_held() -> None:
    there = locked(
        ("brice", TUESDAY), ("ada", MONDAY), standing=frozenset({Assignment("ada", MONDAY)})
    )

    assert [(each.lock.mediator, each.slot.id, each.stands) for each in there.locks] == [
        ("ada", MONDAY, True),
        ("brice", TUESDAY, False),
    ]
    assert (there.idle, there.conflicts) == ((), ())


def test_a_lock_that_cannot_apply_is_apart() -> None:
    there = locked(("ada", "P-J-2026-03-08"))  # a Sunday, on which the template makes no slot

    assert there.locks == ()
    assert [idle.lock.slot for idle in there.idle] == ["P-J-2026-03-08"]


def test_locks_that_break_a_rule_whatever_else_is_planned_contradict() -> None:
    others = locked(("ada", COURSE), ("dorian", TUESDAY))
    there = locked(("ada", MONDAY), ("dorian", COURSE), ("dorian", TUESDAY))

    assert others.conflicts == ()
    assert {finding.subject for finding in there.conflicts} == {"dorian"}
    assert all({COURSE, TUESDAY} & {*finding.evidence} for finding in there.conflicts)
    (course,) = (f for f in there.conflicts if f.article.startswith("L6222-24"))
    assert COURSE in course.evidence
