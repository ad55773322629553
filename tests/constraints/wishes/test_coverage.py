import pytest

from constraints.wishes.coverage import MINIMUM, TARGET, Coverage
from scheduler.domain.people import StaffRole
from scheduler.domain.slots import Need, SlotKind
from scheduler.errors import InvalidProblemError
from tests.constraints.small import person, problem, rota, slot
from tests.constraints.wishes.priced import cost_of

TEAM = [person("ana"), person("bob"), person("cleo")]
OF = problem(TEAM, [slot("a", "02 09:00", "02 12:00", need=Need(minimum=2, target=3, maximum=3))])


@pytest.mark.parametrize(
    ("people", "below_minimum", "below_target"),
    [((), 2, 3), (("ana",), 1, 2), (("ana", "bob"), 0, 1), (("ana", "bob", "cleo"), 0, 0)],
)
def test_people_missing_to_the_minimum_and_to_the_target_are_counted(
    people: tuple[str, ...], below_minimum: int, below_target: int
) -> None:
    judged = rota(OF, *(f"{who} a" for who in people))

    assert (MINIMUM.measure(judged), cost_of(MINIMUM, judged)) == (below_minimum, below_minimum)
    # A post of the target is worth two hours, in quarters.
    assert TARGET.measure(judged) == cost_of(TARGET, judged) == 8 * below_target


@pytest.mark.parametrize(("goal", "price"), [(MINIMUM, 2), (TARGET, 16)], ids=["minimum", "target"])
def test_each_need_and_standby_count(goal: Coverage, price: int) -> None:
    needs = (Need(), Need(roles=frozenset({StaffRole.REFERENT})))
    slots = [
        slot("a", "02 09:00", "02 12:00", needs=needs),
        slot("c", "02 20:00", "03 06:00", need=Need(), kind=SlotKind.STANDBY),
    ]
    judged = rota(problem(TEAM, slots), "ana a")

    assert (goal.measure(judged), cost_of(goal, judged)) == (price, price)


def test_a_slot_that_can_do_without_anyone_misses_its_target_alone() -> None:
    need = Need(minimum=0, target=2, maximum=2)
    judged = rota(problem(TEAM, [slot("a", "02 09:00", "02 12:00", need=need)]))

    assert (MINIMUM.measure(judged), cost_of(MINIMUM, judged)) == (0, 0)
    assert (TARGET.measure(judged), cost_of(TARGET, judged)) == (16, 16)


@pytest.mark.parametrize(("worth", "price"), [(None, 8), (1, 1), (15, 1), (16, 2), (24 * 60, 96)])
def test_a_post_is_worth_what_its_dispositif_says_in_begun_quarters(
    worth: int | None, price: int
) -> None:
    said = () if worth is None else (("d", worth), ("elsewhere", 60))
    of = problem(TEAM, [slot("a", "02 09:00", "02 12:00", need=Need())], post_worth=said)
    judged = rota(of)

    assert TARGET.measure(judged) == cost_of(TARGET, judged) == price
    assert MINIMUM.measure(judged) == 1


@pytest.mark.parametrize(
    ("until", "price"), [("09:55", 1), ("09:56", 2), ("11:30", 3), ("16:00", 8), ("18:00", 8)]
)
def test_a_place_in_a_meeting_is_worth_a_post_s_part_of_its_length(until: str, price: int) -> None:
    meeting = slot("a", "02 09:00", f"02 {until}", need=Need(), kind=SlotKind.TEAM)
    judged = rota(problem(TEAM, [meeting]))

    assert TARGET.measure(judged) == cost_of(TARGET, judged) == price


def test_the_remark_tells_what_hours_an_open_post_is_worth() -> None:
    slots = [
        slot("a", "02 09:00", "02 12:00", need=Need(minimum=0)),
        slot("b", "03 09:00", "03 12:00", need=Need(minimum=0), dispositif="e"),
        slot("c", "04 09:00", "04 12:00", need=Need(minimum=0)),
    ]
    team = [person("ana", dispositifs=frozenset({"d", "e"}))]
    of = problem(team, slots, post_worth=(("e", 390),))

    assert TARGET.remark(rota(of, "ana a")) == (
        "Un poste de la cible reste ouvert s’il demande plus de 2 h 00 à 6 h 30 au-delà des "
        "contrats et de leurs 10 % de tolérance, au quart d’heure près, selon son dispositif et "
        "son besoin."
    )
    assert TARGET.remark(rota(of, "ana a", "ana b")) == (
        "Un poste de la cible reste ouvert s’il demande plus de 2 h 00 au-delà des contrats "
        "et de leurs 10 % de tolérance, au quart d’heure près, selon son dispositif et son besoin."
    )
    assert TARGET.remark(rota(of, "ana a", "ana b", "ana c")) == ""
    assert MINIMUM.remark(rota(of)) == ""


@pytest.mark.parametrize(("people", "cost"), [(0, 160), (1, 80), (2, 0), (3, 24)])
def test_a_need_may_weigh_who_is_missing_and_who_is_too_many(people: int, cost: int) -> None:
    need = Need(minimum=0, target=2, maximum=3, missing_weight=10, surplus_weight=3)
    of = problem(TEAM, [slot("a", "02 09:00", "02 12:00", need=need)])
    judged = rota(of, *(f"{m.id} a" for m in TEAM[:people]))

    # A weight of 1 costs what a post is worth: two hours, in quarters.
    assert (TARGET.measure(judged), cost_of(TARGET, judged)) == (cost, cost)
    assert (MINIMUM.measure(judged), cost_of(MINIMUM, judged)) == (0, 0)


def test_a_slot_that_needs_nobody_may_weigh_each_who_is_there() -> None:
    need = Need(minimum=0, target=0, maximum=3, surplus_weight=2)
    judged = rota(problem(TEAM, [slot("a", "02 09:00", "02 12:00", need=need)]), "ana a", "bob a")

    assert (TARGET.measure(judged), cost_of(TARGET, judged)) == (32, 32)


def test_a_weight_is_never_negative() -> None:
    with pytest.raises(InvalidProblemError, match="poids"):
        Need(missing_weight=-1)
    with pytest.raises(InvalidProblemError, match="poids"):
        Need(surplus_weight=-1)
