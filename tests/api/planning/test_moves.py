from __future__ import annotations

from api.planning.moves import changes_by_person, turn_words
from scheduler.domain.problem import Assignment
from scheduler.domain.rota import Rota
from tests.api.export.samples import NAMES, small


def test_changes_come_by_person_with_what_was_held_and_what_is() -> None:
    before = small()
    held = before.assignments
    after = Rota(
        problem=before.problem,
        assignments=(held - {Assignment("rose", "parc-nuit-2026-10-24")})
        | {Assignment("bilal", "q-jour-2026-10-07")},
    )

    found = changes_by_person(before, after)

    assert [(one.mediator.id, [turn_words(t, NAMES) for t in one.turns]) for one in found] == [
        ("bilal", ["mercredi 07/10 : libre → 14:00–21:00 Dervallières"]),
        ("rose", ["samedi 24/10 : 21:30–05:00 Parc des Chantiers → libre"]),
    ]


def test_nothing_changes_from_a_rota_to_itself() -> None:
    assert changes_by_person(small(), small()) == ()
