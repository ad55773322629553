from datetime import date

from constraints.house.limits.consecutive_days import RULE
from scheduler.domain.limits import Limit, LimitKind
from scheduler.domain.slots import Slot, SlotKind
from scheduler.finding import Effect
from tests.constraints.house.days import slots_on, work_on
from tests.constraints.small import judged, messages, person, problem, rota, slot, span


def days(first: int, last: int) -> list[Slot]:
    return slots_on(range(first, last + 1))


def holding(slots: list[Slot]) -> list[str]:
    return [f"ana {s.id}" for s in slots]


def test_six_days_in_a_row_are_fine_and_the_seventh_is_said() -> None:
    slots = days(1, 7)
    of = problem([person("ana")], slots)

    assert messages(RULE, rota(of, *holding(slots[:6]))) == []
    assert messages(RULE, rota(of, *holding(slots))) == [
        (
            "Ana : 7 jours travaillés d’affilée au 07/06/2026, au lieu de 6 jours au plus "
            "(règle de confort, non légale)."
        )
    ]


def test_a_day_off_begins_the_count_again() -> None:
    slots = days(1, 13)
    of = problem([person("ana")], slots)

    assert messages(RULE, rota(of, *holding(slots[:6]), *holding(slots[7:]))) == []


def test_a_long_run_is_one_finding_with_all_its_days() -> None:
    slots = days(1, 9)
    (finding,) = judged(RULE, rota(problem([person("ana")], slots), *holding(slots)))

    assert (finding.on, finding.measured, finding.amount) == (date(2026, 6, 7), 9, 3)
    assert finding.evidence == tuple(s.id for s in slots)


def test_it_warns_and_blocks_nothing() -> None:
    slots = days(1, 7)
    (finding,) = judged(RULE, rota(problem([person("ana")], slots), *holding(slots)))

    assert (finding.effect, finding.blocks) == (Effect.WARN, False)


def test_the_days_before_the_horizon_count() -> None:
    past = work_on(range(1, 6))
    slots = days(6, 7)
    of = problem([person("ana")], slots, history=past, horizon=span("06 00:00", "14 00:00"))

    assert messages(RULE, rota(of, "ana s6")) == []
    assert [f.on for f in judged(RULE, rota(of, "ana s6", "ana s7"))] == [date(2026, 6, 7)]


def test_a_past_that_was_too_long_is_no_fault_of_this_rota() -> None:
    past = work_on(range(1, 8))
    slots = days(8, 9)
    of = problem([person("ana")], slots, history=past, horizon=span("08 00:00", "14 00:00"))

    assert messages(RULE, rota(of, "ana s9")) == []
    assert [f.on for f in judged(RULE, rota(of, "ana s8"))] == [date(2026, 6, 8)]


def test_a_night_is_the_day_on_which_it_begins() -> None:
    slots = [*days(1, 5), slot("n", "06 21:30", "07 06:00"), *days(8, 13)]
    of = problem([person("ana")], slots)

    assert messages(RULE, rota(of, *holding(slots))) == []


def test_on_call_is_no_day_worked() -> None:
    call = slot("c", "07 09:00", "07 12:00", kind=SlotKind.STANDBY)
    slots = [*days(1, 6), call]

    assert messages(RULE, rota(problem([person("ana")], slots), *holding(slots))) == []


def test_the_house_may_choose_another_number() -> None:
    assert RULE.most.derogate(5, date(2026, 7, 1), RULE.sources[0]).on(date(2026, 7, 1)) == 5


def test_a_person_may_have_a_number_of_their_own_smaller_or_greater() -> None:
    slots = days(1, 9)

    def said(most: int, *some: Slot, until: date | None = None) -> int:
        limit = Limit(mediator="ana", kind=LimitKind.RUN, most=most, until=until)
        of = problem([person("ana"), person("bob")], slots, limits=(limit,))
        return len(messages(RULE, rota(of, *holding(list(some)))))

    assert (said(4, *slots[:4]), said(4, *slots[:5])) == (0, 1)
    assert (said(8, *slots[:8]), said(8, *slots)) == (0, 1)
    assert said(4, *slots[:6], until=date(2026, 6, 4)) == 0
    assert said(4, *slots[:6], until=date(2026, 6, 5)) == 1
