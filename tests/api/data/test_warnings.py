from dataclasses import replace
from datetime import date, time
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from api.data.association import Association, Title
from api.data.building.agreements import profile_for
from api.data.folder.load import load
from api.data.warnings import idle_lock, unlawful_remarks, unlawful_slots
from api.planning.problem import assemble, locks_left_out
from calendars.appointments import Appointment
from calendars.templates.clock import TemplateBreak
from calendars.templates.template import ExceptionAction, Template, TemplateException
from scheduler.domain.problem import Lock
from tests.api.commands import FIXTURES, PETIT
from tests.api.folders import problem_of

FIRST, LAST = date(2026, 3, 1), date(2026, 3, 31)
WEDNESDAY, SATURDAY, AFTER = "P-J-2026-03-04", "P-J-2026-03-07", "P-J-2026-03-16"


def lock(slot: str, who: str = "ada") -> Lock:
    return Lock(mediator=who, slot=slot, by="Nora Bel", why="Réunion")


def locked(*locks: Lock) -> Association:
    return replace(load(PETIT), locks=locks)


def leaving(association: Association, who: str, day: date) -> Association:
    """Return the association once someone's contract ends on a day."""
    return replace(
        association,
        mediators=tuple(
            replace(m, contracts=(replace(m.contracts[0], end=day),)) if m.id == who else m
            for m in association.mediators
        ),
    )


def idle(association: Association) -> list[tuple[str, str]]:
    problem = assemble(association, FIRST, LAST)
    kept = [lock.slot for lock in problem.locks]
    out = locks_left_out(association, problem, None)
    assert sorted([*kept, *(left.lock.slot for left in out)]) == sorted(
        lock.slot for lock in association.locks
    )
    return [(left.field, left.message) for left in out]


NO_SLOT = (
    "Ada Lemoine, créneau P-J-2026-03-07 (verrou de Nora Bel : Réunion) : affectation laissée de "
    "côté, le gabarit « P-J » n’a pas de créneau le 07/03/2026."
)
LEFT = (
    "Ada Lemoine, créneau P-J-2026-03-16 (verrou de Nora Bel : Réunion) : affectation laissée de "
    "côté, n’a pas de contrat en cours le 16/03/2026."
)
NO_NEED = (
    "Farid Nouri, créneau P-J-2026-03-04 (verrou de Nora Bel : Réunion) : affectation laissée de "
    "côté, aucun besoin de ce créneau n’accepte sa fonction."
)


def test_a_lock_on_a_day_without_the_slot_is_left_out_and_told() -> None:
    assert idle(locked(lock(WEDNESDAY), lock(SATURDAY))) == [("slot", NO_SLOT)]


def test_an_exception_added_later_leaves_the_lock_out() -> None:
    closed = TemplateException(
        template="P-J", day=date(2026, 3, 4), action=ExceptionAction.REMOVE, why="Marché annulé"
    )

    assert idle(locked(lock(WEDNESDAY))) == []
    assert [field for field, _ in idle(replace(locked(lock(WEDNESDAY)), exceptions=(closed,)))] == [
        "slot"
    ]


@pytest.mark.parametrize(("last", "received"), [(15, [("mediator", LEFT)]), (16, [])])
def test_a_lock_of_who_has_left_by_then_is_left_out(
    last: int, received: list[tuple[str, str]]
) -> None:
    assert idle(leaving(locked(lock(AFTER)), "ada", date(2026, 3, last))) == received


def test_a_lock_of_whom_the_slot_does_not_ask_for_is_left_out() -> None:
    assert idle(locked(lock(WEDNESDAY, "farid"))) == [("mediator", NO_NEED)]


def named(who: str, day: int) -> Association:
    """Return an association with an appointment of March that somebody must hold."""
    appointment = Appointment(
        id="RV-1",
        dispositif="P",
        agency="ville",
        site="place",
        day=date(2026, 3, day),
        start=time(10),
        minutes=60,
        mediator=who,
    )
    kept = appointment.lock()
    assert kept is not None
    known = locked(kept)
    return replace(
        known,
        appointments=(appointment,),
        templates=(*known.templates, appointment.template()),
    )


@pytest.mark.parametrize(
    ("who", "day", "why"), [("ada", 6, "a une absence"), ("dorian", 5, "est en formation")]
)
def test_an_appointment_of_who_is_away_keeps_nobody_and_does_not_say_why(
    who: str, day: int, why: str
) -> None:
    ((field, message),) = idle(named(who, day))

    assert field == "mediator"
    assert message.endswith(
        f"(verrou de rendez-vous : personne nommée) : affectation laissée de côté, {why}."
    )


@pytest.mark.parametrize(("who", "day"), [("ada", 5), ("dorian", 9)])
def test_an_appointment_of_who_is_there_keeps_them(who: str, day: int) -> None:
    assert idle(named(who, day)) == []


def test_a_lock_of_nobody_is_left_out() -> None:
    assert [(f, m[:5]) for f, m in idle(locked(lock(WEDNESDAY, "gaelle")))] == [
        ("mediator", "gaell")
    ]


def test_locks_of_other_months_and_dispositifs_are_not_told() -> None:
    data = locked(lock(SATURDAY))
    april = assemble(data, date(2026, 4, 1), date(2026, 4, 30))
    other = replace(data.dispositifs[0], id="Q")
    beside = replace(
        data,
        dispositifs=(*data.dispositifs, other),
        templates=(*data.templates, replace(data.templates[0], id="Q-J", dispositif="Q")),
        mediators=tuple(
            replace(m, dispositifs=m.dispositifs | {"Q"}) if m.id == "elsa" else m
            for m in data.mediators
        ),
    )
    alone = assemble(beside, FIRST, LAST, dispositifs=frozenset({"Q"}))

    assert locks_left_out(data, april, None) == ()
    assert locks_left_out(beside, alone, frozenset({"Q"})) == ()


def test_whether_a_lock_can_hold_is_known_without_planning() -> None:
    data = leaving(load(PETIT), "ada", date(2026, 3, 15))

    assert idle_lock(data, lock(WEDNESDAY)) is None
    assert [idle_lock(data, lock(day)).field for day in (SATURDAY, AFTER)] == [  # type: ignore[union-attr]
        "slot",
        "mediator",
    ]


@pytest.mark.parametrize(("since", "field"), [("2026-03-01", None), ("2026-03-02", "mediator")])
def test_the_title_that_a_lock_needs_is_one_of_the_first_of_its_month(
    since: str, field: str | None
) -> None:
    data = load(PETIT)
    asking = tuple(replace(need, titles=frozenset({"SST"})) for need in data.templates[0].needs)
    entitled = replace(
        data,
        templates=(replace(data.templates[0], needs=asking), *data.templates[1:]),
        titles=(Title(mediator="ada", title="SST", since=date.fromisoformat(since)),),
    )

    left = idle_lock(entitled, lock(WEDNESDAY))

    assert (left and left.field) == field


def test_a_lock_of_who_is_not_there_cannot_hold() -> None:
    left = idle_lock(load(PETIT), lock(WEDNESDAY, "gaelle"))

    assert left is not None
    assert (left.field, left.why, left.who) == (
        "mediator",
        "n’est pas de l’association",
        "gaelle",
    )


MONTHS = {"petit": date(2026, 3, 1), "saison": date(2026, 7, 1), "association": date(2026, 12, 1)}


@pytest.mark.parametrize(
    "name", ["petit", "saison", pytest.param("association", marks=pytest.mark.long)]
)
def test_lawful_templates_are_told_nothing(name: str) -> None:
    association = load(FIXTURES / name)
    problem = problem_of(association, MONTHS[name])

    assert list(unlawful_slots(problem.slots, association, profile_for(association))) == []
    assert unlawful_remarks(association) == ()


def test_a_long_slot_without_its_break_is_told_once_by_the_rule_itself() -> None:
    association = load(PETIT)
    problem = problem_of(association, MONTHS["petit"])
    bare = [replace(s, breaks=()) for s in problem.slots]
    refusals = list(unlawful_slots(bare, association, profile_for(association)))

    assert [(slot.id, finding.rule) for slot, finding in refusals] == [
        ("P-J-2026-03-02", "break_20min")
    ]


def test_sundays_of_a_month_are_told_once_breaks_and_all() -> None:
    association = load(PETIT)
    sundays = _templates(association, weekdays=frozenset({0, 6}))
    problem = problem_of(sundays, date(2026, 5, 1))
    refusals = list(unlawful_slots(problem.slots, sundays, profile_for(sundays)))

    assert [(slot.id, finding.rule) for slot, finding in refusals] == [
        ("P-J-2026-05-03", "sunday_rest")
    ]


def test_totals_of_weeks_before_the_tool_change_nothing_for_a_slot(tmp_path: Path) -> None:
    folder = tmp_path / "petit"
    copytree(PETIT, folder)
    (folder / "semaines_anterieures.csv").write_text("personne;semaine;heures\nada;23/02/2026;35\n")
    association = load(folder)
    problem = problem_of(association, MONTHS["petit"])

    assert problem.past_weeks
    assert list(unlawful_slots(problem.slots, association, profile_for(association))) == []


def _templates(association: Association, **changes: Any) -> Association:
    """Return the association with its first template alone, changed."""
    return replace(association, templates=(replace(association.templates[0], **changes),))


@pytest.mark.parametrize(
    ("end", "breaks", "many"),
    [
        (time(15), (), 1),
        (time(14, 59), (), 0),
        (time(15), (TemplateBreak(minutes=20, at=time(12)),), 0),
        (time(15, 19), (TemplateBreak(minutes=19, at=time(12)),), 1),
    ],
)
def test_a_template_of_six_hours_needs_its_break(
    end: time, breaks: tuple[TemplateBreak, ...], many: int
) -> None:
    remarks = unlawful_remarks(_templates(load(PETIT), end=end, breaks=breaks))

    assert len(remarks) == many
    for remark in remarks:
        assert remark.startswith(
            "nul ne peut légalement tenir le gabarit « P-J » tel que ses horaires et ses pauses "
            "le décrivent : 09:00–15:"
        )
        assert remark.endswith("(L3121-16)")


def test_a_template_is_judged_whatever_its_season_and_its_first_day() -> None:
    association = load(PETIT)
    july = {"season": "ete", "since": date(2026, 5, 1), "until": date(2026, 5, 1), "breaks": ()}

    (remark,) = unlawful_remarks(_templates(association, **july))

    assert "04/05/2026" not in remark  # that week holds the 8th of May
    assert "01/06/2026" in remark  # so does that of Whit Monday, with the 18th before it


def test_an_exception_with_hours_of_its_own_is_judged_on_its_day() -> None:
    association = load(PETIT)
    template: Template = association.templates[0]
    longer = TemplateException(
        template=template.id,
        day=date(2026, 3, 5),
        action=ExceptionAction.CHANGE,
        why="Marché",
        end=time(17),
        breaks=(),
    )
    fewer = replace(longer, day=date(2026, 3, 6), end=None, breaks=None, needs=template.needs)
    changed = replace(association, exceptions=(longer, fewer))

    (remark,) = unlawful_remarks(changed)

    assert remark.startswith(
        "nul ne peut légalement tenir le créneau du 05/03/2026 du gabarit « P-J » (exception) : "
    )
    assert unlawful_remarks(changed, {"P-S"}) == ()
