"""Days that differ from their template: by exception, or by a change of clocks."""

from datetime import date, time

import pytest

from calendars.templates.expansion import (
    AutumnChange,
    BadTemplatesError,
    ExceptionAction,
    TemplateException,
)
from scheduler.domain.slots import Need
from scheduler.domain.time import at
from scheduler.errors import InvalidProblemError
from tests.calendars.patterns import NIGHT, like, slots

REMOVE, ADD, CHANGE = ExceptionAction.REMOVE, ExceptionAction.ADD, ExceptionAction.CHANGE


def test_exceptions_remove_add_and_change_single_days() -> None:
    exceptions = (
        TemplateException(template="11-nuit", day=date(2026, 6, 11), action=REMOVE, why="concert"),
        TemplateException(template="11-nuit", day=date(2026, 6, 10), action=ADD, why="finale"),
        TemplateException(
            template="11-nuit",
            day=date(2026, 6, 12),
            action=CHANGE,
            why="renfort",
            end=time(4),
            needs=(Need(minimum=3, target=3, maximum=3),),
        ),
    )
    made = slots([NIGHT], date(2026, 6, 8), date(2026, 6, 14), exceptions=exceptions)

    assert [s.id for s in made] == [
        "11-nuit-2026-06-10",
        "11-nuit-2026-06-12",
        "11-nuit-2026-06-13",
    ]
    assert made[0].span.minutes == 510
    assert made[0].source.endswith("exception : ajouté (finale)")
    assert made[1].span.end == at(date(2026, 6, 13), time(4))
    assert made[1].needs[0].minimum == 3
    assert made[1].source == (
        "modèle « 11-nuit » ; jours fériés compris ; exception : modifié (renfort)"
    )
    assert made[2] == slots([NIGHT], date(2026, 6, 13), date(2026, 6, 13))[0]


def test_exceptions_without_bearing_are_refused_all_at_once() -> None:
    def exception(template: str, day: int, action: ExceptionAction) -> TemplateException:
        start = time(20) if action is CHANGE else None
        return TemplateException(
            template=template, day=date(2026, 6, day), action=action, why="essai", start=start
        )

    wrong = (
        exception("inconnu", 11, REMOVE),
        exception("11-nuit", 10, REMOVE),
        exception("11-nuit", 9, CHANGE),
        exception("11-nuit", 12, ADD),
        exception("11-nuit", 13, REMOVE),
        exception("11-nuit", 13, REMOVE),
    )
    with pytest.raises(BadTemplatesError) as caught:
        slots([NIGHT], date(2026, 6, 8), date(2026, 6, 14), exceptions=wrong)

    at_night = "au modèle « 11-nuit » :"
    assert str(caught.value).splitlines() == [
        "exception du 11/06/2026 au modèle « inconnu » : modèle inconnu",
        f"exception du 13/06/2026 {at_night} en double",
        f"exception du 09/06/2026 {at_night} le modèle n’a pas de créneau ce jour-là",
        f"exception du 10/06/2026 {at_night} le modèle n’a pas de créneau ce jour-là",
        f"exception du 12/06/2026 {at_night} le modèle a déjà un créneau ce jour-là",
    ]
    assert [(f.template, f.day) for f in caught.value.faults][:2] == [
        ("inconnu", date(2026, 6, 11)),
        ("11-nuit", date(2026, 6, 13)),
    ]


def test_exceptions_that_say_too_little_or_too_much_are_refused() -> None:
    day = date(2026, 6, 11)
    with pytest.raises(InvalidProblemError, match="motif attendu"):
        TemplateException(template="t", day=day, action=REMOVE, why="")
    with pytest.raises(InvalidProblemError, match="n’a ni horaire ni besoin"):
        TemplateException(template="t", day=day, action=REMOVE, why="x", end=time(4))
    with pytest.raises(InvalidProblemError, match="rien n’est modifié"):
        TemplateException(template="t", day=day, action=CHANGE, why="x")


def test_hours_that_the_spring_change_skips_are_refused_with_template_and_day() -> None:
    template = like(NIGHT, end=time(2, 30), breaks=())

    with pytest.raises(
        BadTemplatesError,
        match=r"^modèle « 11-nuit », créneau du 28/03/2026 : 02:30 n’existe pas le 29/03/2026 : "
        r"les horloges passent de 02:00 à 03:00$",
    ):
        slots([template], date(2026, 3, 23), date(2026, 3, 29))


def test_an_exception_mends_the_day_of_the_spring_change() -> None:
    template = like(NIGHT, end=time(2, 30), breaks=())
    mended = TemplateException(
        template="11-nuit", day=date(2026, 3, 28), action=CHANGE, why="heure d'été", end=time(3)
    )

    made = slots([template], date(2026, 3, 26), date(2026, 3, 29), exceptions=(mended,))
    assert [s.span.minutes for s in made] == [300, 300, 270]


def test_the_autumn_change_is_compensated_as_the_template_says() -> None:
    nights = (date(2026, 10, 22), date(2026, 10, 25))
    earlier = slots([like(NIGHT, autumn=AutumnChange.END_EARLIER)], *nights)
    longer = slots([like(NIGHT, autumn=AutumnChange.LONGER_BREAK)], *nights)

    assert [s.duty.work for s in slots([NIGHT], *nights)] == [480, 480, 540]
    assert [s.duty.work for s in earlier] == [480, 480, 480]
    assert [s.duty.work for s in longer] == [480, 480, 480]
    assert [s.span.minutes for s in longer] == [510, 510, 570]
    assert earlier[2].source.endswith("passage à l’heure d’hiver : fin avancée d’une heure")


def test_a_break_that_an_exception_pushes_out_of_the_hours_is_refused() -> None:
    day = date(2026, 6, 11)
    short = TemplateException(template="11-nuit", day=day, action=CHANGE, why="pluie", end=time(1))
    with pytest.raises(BadTemplatesError, match=r"créneau du 11/06/2026 : pause de 30 min à 02:00"):
        slots([NIGHT], day, day, exceptions=(short,))

    mended = TemplateException(
        template="11-nuit", day=day, action=CHANGE, why="pluie", end=time(1), breaks=()
    )
    assert slots([NIGHT], day, day, exceptions=(mended,))[0].breaks == ()
