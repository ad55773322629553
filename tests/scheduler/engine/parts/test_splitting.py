from dataclasses import replace
from datetime import date

from scheduler.domain.employment.employer import Carried, CarriedKind, Notice, NoticeKind, Outside
from scheduler.domain.problem import Assignment, Worked
from scheduler.engine.parts.names import dispositifs_in
from scheduler.engine.parts.splitting import parts_of
from tests.scheduler.engine.small import person, shift, week


def test_parts_of_one_dispositif_have_names_of_their_own() -> None:
    ada, brice = (
        replace(person("ada"), sites=frozenset({"east"})),
        replace(person("brice"), sites=frozenset({"west"})),
    )
    slots = (shift(0, 9, 12, site="east"), shift(1, 9, 12, site="west"))
    parts = parts_of(week((ada, brice), slots))
    assert [(part.name, dispositifs_in(part.name)) for part in parts] == [
        ("d", ("d",)),
        ("d (2)", ("d",)),
    ]


def test_the_name_of_a_part_tells_its_dispositifs() -> None:
    assert dispositifs_in("10 + 11 + 12 (3)") == ("10", "11", "12")


def test_nothing_is_lost_between_parts_of_one_dispositif() -> None:
    ada, brice = (
        replace(person("ada"), sites=frozenset({"east"})),
        replace(person("brice"), sites=frozenset({"west"})),
    )
    problem = week((ada, brice), (shift(0, 9, 12, site="east"), shift(1, 9, 12, site="west")))
    parts = parts_of(problem)
    assert {m.id for part in parts for m in part.problem.mediators} == {"ada", "brice"}
    assert sum(len(part.problem.slots) for part in parts) == len(problem.slots)


def test_each_part_keeps_what_concerns_its_own_people() -> None:
    ada, brice = (
        replace(person("ada"), sites=frozenset({"east"})),
        replace(person("brice"), sites=frozenset({"west"})),
    )
    slots = (shift(0, 9, 12, site="east"), shift(1, 9, 12, site="west"))
    day = date(2026, 6, 1)
    problem = replace(
        week((ada, brice), slots),
        notices=(
            Notice(mediator="ada", kind=NoticeKind.SCHEDULE, notified=day, effective=day),
            Notice(mediator="brice", kind=NoticeKind.LEAVE, notified=day, effective=day),
        ),
        outside=(Outside(mediator="brice", monday=day, minutes=600),),
        carried=(Carried(mediator="ada", kind=CarriedKind.REST, day=day, minutes=420),),
    )
    parts = [part.problem for part in parts_of(problem)]
    names = [
        [n.mediator for n in p.notices]
        + [o.mediator for o in p.outside]
        + [c.mediator for c in p.carried]
        for p in parts
    ]
    assert names == [["ada", "ada"], ["brice", "brice"]]


def test_who_is_settled_on_a_slot_is_in_its_part() -> None:
    ada, gone, slot = person("ada"), person("gone", "elsewhere"), shift(0, 9, 12)
    past = Worked(mediator="gone", duty=replace(slot.duty, decided=False))

    (part,) = parts_of(replace(week((ada, gone), (slot,)), history=(past,)))

    assert [m.id for m in part.problem.mediators] == ["ada", "gone"]
    assert part.problem.settled == {Assignment("gone", slot.id)}
