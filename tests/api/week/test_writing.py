from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import Engine

from api.data.rows.demand import ExceptionRow, LockRow, TemplateRow
from api.data.rows.limits import LimitRow
from api.week.matrix import NOBODY
from calendars.templates.template import ExceptionAction
from scheduler.domain.limits import Every, LimitKind
from tests.api.page.every_role import HTML
from tests.api.service import serve
from tests.api.week.weeks import DAY, applied, edits, row, rows_of, writer, written

LATER = date(2026, 4, 1)
FIVE = ((1, 2),) * 5 + (None, None)


def exception(template: str, day: date, action: str = "supprime") -> ExceptionRow:
    return ExceptionRow.model_construct(
        None, template=template, day=day, action=ExceptionAction(action), start=None, end=None,
        minimum=None, target=None, maximum=None, why="Marché annulé",
    )  # fmt: skip


def test_templates_that_began_before_end_the_day_before_and_others_begin() -> None:
    stored = written([row()])
    (shown,) = stored.week(LATER)[0]
    now = applied(
        stored,
        writer(stored, LATER).write(edits([shown], [replace(shown, cells=((3, 3),) * 7)]), []),
    )

    spans = [(t.id, t.since, t.until) for t in now.templates.values()]
    assert spans == [
        ("place-du-marche-9h", DAY, date(2026, 3, 31)),
        ("place-du-marche-9h-2", LATER, None),
    ]


def test_templates_that_begin_that_day_are_changed_and_keep_their_identifier() -> None:
    stored = written([row(days=((1, 1), (2, 2), *NOBODY[2:]))])
    (shown,) = stored.week(DAY)[0]
    now = applied(stored, writer(stored).write(edits([shown], [replace(shown, cells=FIVE)]), []))

    assert [(t.id, sorted(t.weekdays)) for t in now.templates.values()] == [
        ("place-du-marche-9h", [0, 1, 2, 3, 4])
    ]
    assert len(now.needs) == 1


def test_a_row_without_a_figure_ends_or_was_never_there() -> None:
    stored = written([row(pause=20)])
    for day, left in ((DAY, []), (LATER, [date(2026, 3, 31)])):
        (shown,) = stored.week(day)[0]
        gone = edits([shown], [replace(shown, cells=NOBODY)])
        now = applied(stored, writer(stored, day).write(gone, []))
        assert [t.until for t in now.templates.values()] == left
        assert now.week(day) == ([], [])
        assert len(now.needs) == len(now.breaks) == len(left)


def test_every_other_week_stays_the_same_weeks_when_the_row_begins_anew() -> None:
    stored = written([row(every=2, phase=1)])
    day = DAY + timedelta(days=21)  # an odd number of weeks later
    (shown,) = stored.week(day)[0]
    deeds = writer(stored, day).write(edits([shown], [replace(shown, cells=((1, 1),) * 7)]), [])
    (new,) = [t for t in rows_of(TemplateRow, deeds) if t.since == day]

    assert (new.every, new.phase) == (2, 0)


def test_exceptions_follow_the_day_and_go_with_it() -> None:
    stored = written([row()])
    (old,) = stored.templates.values()
    days = {
        "avant": exception(old.id, date(2026, 3, 4)),
        "suit": exception(old.id, date(2026, 4, 8)),
        "sans objet": exception(old.id, date(2026, 4, 6)),
        "ajout": exception(old.id, date(2026, 4, 11), "ajoute"),
    }
    stored = replace(stored, exceptions={old.id: list(enumerate(days.values(), 1))})
    (shown,) = stored.week(LATER)[0]
    after = replace(shown, cells=(None, None, (1, 1), None, None, (1, 1), None))
    now = applied(stored, writer(stored, LATER).write(edits([shown], [after]), []))

    assert {
        name: [(e.day, e.action) for _, e in rows] for name, rows in now.exceptions.items()
    } == {
        old.id: [(date(2026, 3, 4), "supprime")],
        "place-du-marche-9h-2": [(date(2026, 4, 8), "supprime")],
    }


def test_an_added_day_stays_beside_a_row_that_does_not_hold_it_yet() -> None:
    stored = written([row()])
    (old,) = stored.templates.values()
    saturday = exception(old.id, date(2026, 4, 11), "ajoute")
    stored = replace(stored, exceptions={old.id: [(1, saturday)]})
    (shown,) = stored.week(LATER)[0]
    after = replace(shown, cells=((1, 1), *NOBODY[1:]))
    now = applied(stored, writer(stored, LATER).write(edits([shown], [after]), []))

    assert [e.action for _, e in now.exceptions["place-du-marche-9h-2"]] == ["ajoute"]


def test_limits_and_locks_name_the_new_templates_too() -> None:
    stored = written([row()])
    (old,) = stored.templates.values()
    limit = LimitRow.model_construct(
        None, mediator="ada", kind=LimitKind.SLOTS, templates=(old.id,), slot_kind=None, least=0,
        most=4, least_minutes=None, most_minutes=None, every=Every.MONTH, since=None, until=None,
    )  # fmt: skip
    locks = [
        LockRow.model_construct(None, mediator="ada", slot=f"{old.id}-{day}", by="x", why="y")
        for day in ("2026-03-04", "2026-04-08")
    ]
    named = {
        ("limites", 4): limit,
        ("verrous", 5): locks[0],
        ("verrous", 6): locks[1],
    }
    (shown,) = stored.week(LATER)[0]
    after = replace(shown, cells=((1, 1), (1, 2), (2, 2), *NOBODY[3:]))
    deeds = writer(stored, LATER, named=named).write(edits([shown], [after]), [])
    changes = {(d.kind, d.key): d.row for d in deeds if (d.kind, d.key) in named}

    assert set(changes) == {("limites", 4), ("verrous", 6)}
    new = [f"place-du-marche-9h-{n}" for n in (2, 3, 4)]
    assert rows_of(LimitRow, deeds)[0].templates == (old.id, *new)
    assert rows_of(LockRow, deeds)[0].slot == f"{new[2]}-2026-04-08"


def test_rows_that_overlap_get_a_team_each_and_others_none() -> None:
    stored = written([row("09:00", "15:00"), row("14:00", "20:00"), row("20:00", "22:00")])

    assert [t.team for t in stored.templates.values()] == ["Équipe 1", "Équipe 2", ""]


def test_a_row_that_stays_gets_its_team_without_beginning_anew() -> None:
    stored = written([row("09:00", "15:00")])
    (shown,) = stored.week(LATER)[0]
    fresh = row("14:00", "20:00", since=LATER)
    now = applied(stored, writer(stored, LATER).write(edits([shown], [shown, fresh]), []))

    assert [(t.since, t.until, t.team) for t in now.templates.values()] == [
        (DAY, None, "Équipe 1"),
        (LATER, None, "Équipe 2"),
    ]


def test_a_template_that_no_row_says_gets_a_team_too() -> None:
    stored = written([row("09:00", "15:00")])
    (template,) = stored.templates.values()
    ((key, need),) = stored.needs[template.id]
    two = replace(stored, needs={template.id: [(key, need), (9, need)]})
    deeds = writer(two).write(edits([], [row("14:00", "20:00")]), [1])

    assert [(t.id, t.team) for t in rows_of(TemplateRow, deeds)] == [
        ("place-du-marche-14h", "Équipe 1"),
        ("place-du-marche-9h", "Équipe 2"),
    ]


def test_an_empty_service_says_what_comes_first(sqlite_engine: Engine) -> None:
    chief = serve(sqlite_engine).client("rh", "responsable")

    assert "il faut une agence" in chief.get("/semaine-type", headers=HTML).text
    assert "Aucune agence encore" in chief.get("/calendrier", headers=HTML).text
