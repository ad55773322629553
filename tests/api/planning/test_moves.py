import re
from collections import Counter
from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from api.planning.moves import changes_between, changes_by_person, turn_words
from api.planning.names import Names
from scheduler.domain.duty import DutyKind
from scheduler.domain.problem import Assignment, Worked
from scheduler.domain.rota import Rota
from scheduler.domain.time import Span
from tests.api.export.samples import NAMES, small
from tests.constraints.small import person, problem, rota, slot

HOUR = timedelta(hours=1)
TURN = re.compile(r"\w+ (\d\d)/06 : (libre|(\d\d):00–\d\d:00 d) → (libre|(\d\d):00–\d\d:00 d)")
PAIRS = [f"{who} {day}-{hour}" for who in ("ana", "bob") for day in (2, 3) for hour in (8, 12, 16)]


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


@given(st.sets(st.sampled_from(PAIRS)), st.sets(st.sampled_from(PAIRS)))
def test_sentences_tell_all_that_changes_once_and_nothing_else(
    before: set[str], after: set[str]
) -> None:
    slots = [
        slot(f"{day}-{hour}", f"{day:02d} {hour:02d}:00", f"{day:02d} {hour + 3:02d}:00", site="")
        for day in (2, 3)
        for hour in (8, 12, 16)
    ]
    of = problem([person("ana"), person("bob")], slots)
    left, come, turns = set[str](), set[str](), Counter[tuple[str, int]]()

    for change in changes_between(rota(of, *before), rota(of, *after)):
        for turn in change.turns:
            said = TURN.fullmatch(turn_words(turn, Names()))
            assert said is not None
            who, day = change.mediator.id, int(said[1])
            turns[who, day] += 1
            for hour, shifts in ((said[3], left), (said[5], come)):
                if hour:
                    assert f"{who} {day}-{int(hour)}" not in shifts
                    shifts.add(f"{who} {day}-{int(hour)}")

    assert (left, come) == (before - after, after - before)
    # A shift for another of the same day is one change, so that no count could be smaller.
    for who, day in {(who, day) for who in ("ana", "bob") for day in (2, 3)}:
        mine = f"{who} {day}-"
        assert turns[who, day] == max(
            sum(pair.startswith(mine) for pair in pairs) for pairs in (left, come)
        )
