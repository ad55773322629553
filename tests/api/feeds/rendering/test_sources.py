"""What feeds are made from: kinds of shifts, and who is on call for which dispositif."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime

from api.data.association import Association, Dispositif, Published
from api.feeds.kinds import FeedKind, Key
from api.feeds.rendering.sources import Sources
from api.planning.names import Names
from calendars.company import ALONE, Company
from calendars.standby import Gap
from calendars.templates.template import Template
from scheduler.domain.duty import Duty, DutyKind
from scheduler.domain.people import Mediator, StaffRole
from scheduler.domain.problem import Worked
from scheduler.domain.slots import Need, Slot, SlotKind
from scheduler.domain.time import Span


def span(start: str, end: str) -> Span:
    read = datetime.fromisoformat
    return Span(read(start).astimezone(UTC), read(end).astimezone(UTC))


EVENING = span("2026-12-01T14:00+01:00", "2026-12-01T23:00+01:00")
NEXT = span("2026-12-02T14:00+01:00", "2026-12-02T23:00+01:00")


def row(
    slot: str, when: Span, dispositif: str = "5", kind: DutyKind = DutyKind.STANDBY
) -> Published:
    duty = Duty(id=slot, span=when, kind=kind, dispositif=dispositif, decided=False)
    return Published(uid=f"uid-{slot}", worked=Worked(mediator="zoe", duty=duty))


def template(supervises: Iterable[str] = ("2", "3")) -> Template:
    return Template(
        id="5-AST",
        dispositif="5",
        agency="paris",
        kind=SlotKind.STANDBY,
        weekdays=frozenset({1}),
        start=EVENING.start.time().replace(hour=14),
        end=EVENING.end.time().replace(hour=23),
        needs=(Need(),),
        since=date(2026, 1, 1),
        supervises=frozenset(supervises),
    )


def known(*rows: Published, templates: tuple[Template, ...] = (), due: bool = False) -> Sources:
    association = Association(
        mediators=(Mediator(id="zoe", name="Zoé K", dispositifs=frozenset({"5"})),),
        dispositifs=(Dispositif(id="5", name="Cinq", agency="paris"),),
        templates=templates,
    )
    return Sources(
        association=association,
        names=Names(),
        people={"zoe": "Zoé K"},
        uids={},
        since=date(2026, 11, 1),
        published=rows,
        kinds={"N-2026-12-01": SlotKind.EVENING},
        on_call=(("5-AST-2026-12-02", "5", NEXT),) if due else (),
    )


def on_call(sources: Sources, dispositif: str) -> list[tuple[str, Span]]:
    return [
        ("trou" if isinstance(item.what, Gap) else item.owner, item.what.span)
        for item in sources.items(Key(FeedKind.STANDBY, dispositif))
    ]


def test_an_on_call_is_for_the_dispositifs_that_its_template_supervises() -> None:
    there = known(row("5-AST-2026-12-01", EVENING), templates=(template(),))

    assert on_call(there, "2") == [("zoe", EVENING)]
    assert on_call(there, "3") == [("zoe", EVENING)]
    assert on_call(there, "5") == []


def test_without_its_template_it_is_for_its_own() -> None:
    there = known(row("5-AST-2026-12-01", EVENING))

    assert on_call(there, "5") == [("zoe", EVENING)]
    assert on_call(there, "2") == []


def test_what_was_due_and_nobody_holds_is_a_gap_of_those_it_supervises() -> None:
    there = known(row("5-AST-2026-12-01", EVENING), templates=(template(),), due=True)
    between = Span(EVENING.end, NEXT.start)
    items = there.items(Key(FeedKind.STANDBY, "2"))

    assert on_call(there, "2") == [("zoe", EVENING), ("trou", between), ("trou", NEXT)]
    assert [item.what.due for item in items if isinstance(item.what, Gap)] == [False, True]


def test_a_shift_is_of_the_kind_that_was_published_else_its_template_s() -> None:
    work = DutyKind.WORK
    evening = replace(template(), id="5-S", kind=SlotKind.EVENING)
    there = known(
        row("N-2026-12-01", EVENING, kind=work),
        row("5-S-2026-12-02", NEXT, kind=work),
        row("X-2026-12-03", EVENING, kind=work),
        row("5-AST-2026-12-01", EVENING),
        templates=(evening,),
    )
    kinds = {
        shift.what.id: shift.what.kind for shift in there.shifts if isinstance(shift.what, Slot)
    }

    assert kinds == {
        "N-2026-12-01": SlotKind.EVENING,
        "5-S-2026-12-02": SlotKind.EVENING,
        "X-2026-12-03": SlotKind.EVENING,
        "5-AST-2026-12-01": SlotKind.STANDBY,
    }


def test_a_team_is_who_may_be_posted_on_the_dispositif() -> None:
    there = known(row("9-J-2026-12-01", EVENING, dispositif="9", kind=DutyKind.WORK))

    assert there.team("5") == ("zoe",)
    assert [item.owner for item in there.items(Key(FeedKind.TEAM, "5"))] == ["zoe"]
    assert there.items(Key(FeedKind.TEAM, "9")) == ()


def held_by(who: str, row: Published) -> Published:
    return replace(row, uid=f"{row.uid}-{who}", worked=replace(row.worked, mediator=who))


def test_a_shift_has_those_on_its_slot_and_who_is_on_call_for_its_dispositif_meanwhile() -> None:
    field = row("2-J-2026-12-01", EVENING, dispositif="2", kind=DutyKind.WORK)
    away = row("9-J-2026-12-01", EVENING, dispositif="9", kind=DutyKind.WORK)
    chief = Mediator(id="lou", name="Lou B", role=StaffRole.REFERENT)
    rows = (
        held_by("zoe", field),
        held_by("max", field),
        held_by("lou", field),
        held_by("abel", away),
        held_by("noe", row("5-AST-2026-12-01", EVENING)),
        held_by("ida", row("5-AST-2026-12-02", NEXT)),
    )
    there = known(*rows, templates=(template(),))
    there = replace(there, association=replace(there.association, mediators=(chief,)))
    near = {shift.owner: shift.company for shift in there.shifts}

    assert near["zoe"] == Company(partners=("max",), referents=("lou",), on_call=("noe",))
    assert near["lou"] == Company(partners=("zoe", "max"), on_call=("noe",))
    assert near["abel"] == near["noe"] == ALONE


def test_of_a_month_that_nobody_published_nothing_is_said() -> None:
    second = span("2027-02-01T14:00+01:00", "2027-02-01T23:00+01:00")
    there = known(row("5-AST-2026-12-01", EVENING), row("5-AST-2027-02-01", second))
    new_year = span("2026-12-01T23:00+01:00", "2027-01-01T00:00+01:00")
    candlemas = span("2027-02-01T00:00+01:00", "2027-02-01T14:00+01:00")

    assert on_call(there, "5") == [
        ("zoe", EVENING),
        ("zoe", second),
        ("trou", new_year),
        ("trou", candlemas),
    ]
    published = replace(there, slot_days=frozenset({("5", date(2027, 1, 15))}))
    between = Span(EVENING.end, second.start)
    assert on_call(published, "5") == [("zoe", EVENING), ("zoe", second), ("trou", between)]
