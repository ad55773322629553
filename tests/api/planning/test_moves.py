from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from api.planning.moves import changes_by_person, turn_words
from scheduler.domain.duty import DutyKind
from scheduler.domain.problem import Assignment, Worked
from scheduler.domain.rota import Rota
from scheduler.domain.time import Span
from tests.api.export.samples import NAMES, small

HOUR = timedelta(hours=1)


def worked(rota: Rota) -> list[Worked]:
    slots = rota.problem.slot_of
    return [Worked(mediator=a.mediator, duty=slots[a.slot].duty) for a in rota.assignments]


def test_changes_come_by_person_with_what_was_held_and_what_is() -> None:
    before = small()
    assignments = before.assignments
    after = Rota(
        problem=before.problem,
        assignments=(assignments - {Assignment("rose", "parc-nuit-2026-10-24")})
        | {Assignment("bilal", "q-jour-2026-10-07")},
    )

    changes = changes_by_person(worked(before), worked(after), before.problem.mediator_of)

    assert [(item.mediator.id, [turn_words(t, NAMES) for t in item.turns]) for item in changes] == [
        ("bilal", ["mercredi 07/10 : libre → 14:00–21:00 Dervallières"]),
        ("rose", ["samedi 24/10 : 21:30–05:00 Parc des Chantiers → libre"]),
    ]


def test_nothing_changes_from_a_rota_to_itself() -> None:
    rota = small()

    assert changes_by_person(worked(rota), worked(rota), rota.problem.mediator_of) == ()


def test_a_slot_at_other_hours_is_one_change_of_one_person() -> None:
    rota = small()
    before = worked(rota)
    night = next(item for item in before if item.duty.id == "parc-nuit-2026-10-24")
    later = replace(night.duty, span=Span(night.duty.span.start + HOUR, night.duty.span.end + HOUR))
    after = [replace(night, duty=later) if item is night else item for item in before]

    (person,) = changes_by_person(before, after, rota.problem.mediator_of)

    assert [turn_words(turn, NAMES) for turn in person.turns] == [
        "samedi 24/10 : 21:30–05:00 Parc des Chantiers → 22:30–06:00 Parc des Chantiers"
    ]


def test_what_is_on_call_is_told_apart_from_work_of_the_same_place() -> None:
    rota = small()
    before = worked(rota)
    night = next(item for item in before if item.duty.id == "parc-nuit-2026-10-24")
    call = replace(night, duty=replace(night.duty, kind=DutyKind.STANDBY, breaks=()))
    after = [item for item in before if item is not night]

    (person,) = changes_by_person([*after, call], after, rota.problem.mediator_of)

    assert [turn_words(turn, NAMES) for turn in person.turns] == [
        "samedi 24/10 : 21:30–05:00 astreinte, Parc des Chantiers → libre"
    ]
