"""The letters of an option: old and new places to whoever moves, and to nobody else."""

from dataclasses import replace
from datetime import UTC, datetime

from api.data.association import Published
from api.regrouping.proposing import Notified, letters_of, propose
from api.regrouping.tonight import Incident
from scheduler.domain.problem import Worked
from tests.api.regrouping.small import BEFORE, FRIDAY, evening, on_duty, person, place


def letters(now: datetime) -> tuple[Notified, ...]:
    """Return the letters of sending Cleo and Dan, the only ones on duty, from south to west."""
    frame = evening([person("cleo"), person("dan")], [place("south"), place("west")])
    rows = tuple(
        Published(
            uid=f"{held_by.mediator}@test",
            worked=Worked(mediator=held_by.mediator, duty=frame.problem.slot_of[held_by.slot].duty),
        )
        for held_by in sorted(on_duty(south="cleo dan"))
    )
    association = replace(frame.association, history={"2026-06": rows})
    frame = replace(
        frame,
        association=association,
        problem=replace(frame.problem, previous=on_duty(south="cleo dan")),
    )
    (option,) = propose(
        frame, Incident(day=FRIDAY, to=("west",), since=BEFORE), now=now, urgent_hours=48
    ).regroup.options
    return letters_of(frame, option, now=now, urgent_hours=48, link="")


def test_whoever_moves_reads_the_old_and_the_new_place_and_nobodys_name() -> None:
    mails = letters(datetime(2026, 6, 5, 10, tzinfo=UTC))

    assert [each.mediator.id for each in mails] == ["cleo", "dan"]
    letter = mails[0].letter
    assert letter is not None
    assert letter.subject == "Votre planning a changé : 2\N{NO-BREAK SPACE}services"
    # At noon in Paris: 10 h in UTC.
    assert "il a été publié le vendredi 5 juin 2026 à 12:00." in letter.body
    lines = letter.body.splitlines()
    assert lines[lines.index("Service retiré – Nuit") + 1] == (
        "  vendredi 5 juin 2026, de 15:30 à 21:00, south"
    )
    assert lines[lines.index("Service ajouté – Nuit") + 1] == (
        "  vendredi 5 juin 2026, de 15:30 à 21:00, west"
    )
    assert "Dan" not in letter.body
    assert "Regroupement" not in letter.body


def test_what_is_over_needs_no_letter() -> None:
    mails = letters(datetime(2026, 6, 6, 10, tzinfo=UTC))

    assert all(each.letter is None for each in mails)
