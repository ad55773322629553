from datetime import date

from constraints.house.teams.forbidden_pairs import RULE
from scheduler.domain.people import Pair, PairKind
from scheduler.domain.slots import SlotKind
from tests.constraints.agreement import accepts
from tests.constraints.small import judged, messages, person, problem, rota, slot

TEAM = [person("ana"), person("bob"), person("cleo")]
SLOTS = [slot("a", "02 14:00", "02 18:00"), slot("b", "03 14:00", "03 18:00")]
APART = Pair(first="ana", second="bob", kind=PairKind.APART)


def test_two_people_kept_apart_share_no_slot() -> None:
    of = problem(TEAM, SLOTS, pairs=(APART,))

    assert messages(RULE, rota(of, "bob a", "ana a", "cleo a")) == [
        (
            "d, s, 14:00-18:00 le 02/06/2026 (Ana et Bob) : "
            "ces deux personnes ne doivent pas être réunies."
        )
    ]


def test_each_may_be_with_others_or_on_another_slot() -> None:
    of = problem(TEAM, SLOTS, pairs=(APART,))

    assert messages(RULE, rota(of, "ana a", "cleo a", "bob b", "cleo b")) == []


def test_a_fixed_pair_is_not_kept_apart() -> None:
    pair = Pair(first="ana", second="bob", kind=PairKind.TOGETHER)

    assert messages(RULE, rota(problem(TEAM, SLOTS, pairs=(pair,)), "ana a", "bob a")) == []


def test_it_holds_from_its_first_to_its_last_day() -> None:
    pair = Pair(first="ana", second="bob", kind=PairKind.APART, until=date(2026, 6, 2))
    of = problem(TEAM, SLOTS, pairs=(pair,))

    assert [f.subject for f in judged(RULE, rota(of, "ana a", "bob a", "ana b", "bob b"))] == ["a"]


def test_both_may_sit_in_their_team_s_own_time() -> None:
    meeting = slot("a", "02 14:00", "02 18:00", kind=SlotKind.TEAM)
    of = problem(TEAM, [meeting], pairs=(APART,))
    together = "ana a", "bob a"

    assert messages(RULE, rota(of, *together)) == []
    assert accepts(RULE, rota(of, *together))
    assert not accepts(RULE, rota(problem(TEAM, SLOTS, pairs=(APART,)), *together))
