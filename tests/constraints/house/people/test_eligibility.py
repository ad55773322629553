from dataclasses import replace
from datetime import date

from constraints.house.people.eligibility import RULE
from scheduler.audit import audit
from scheduler.domain.slots import Need
from scheduler.rule import Profile
from tests.constraints.small import judged, messages, person, problem, rota, slot

NIGHT = slot("night", "05 21:30", "06 06:00")
AMIS = Need(minimum=0, target=1, maximum=2, titles=frozenset({"AMIS"}))


def test_whoever_has_the_post_may_hold_the_slot() -> None:
    assert messages(RULE, rota(problem([person("ana")], [NIGHT]), "ana night")) == []


def test_a_missing_title_is_named() -> None:
    of = problem([person("ana")], [slot("a", "01 09:00", "01 12:00", need=AMIS)])

    assert messages(RULE, rota(of, "ana a")) == [
        "Ana (d, s, 09:00-12:00 le 01/06/2026) : n’a pas le titre AMIS, exigé ici."
    ]
    assert messages(RULE, rota(of)) == []


def test_who_has_the_title_may_hold_the_slot() -> None:
    ana = person("ana", titles=frozenset({"AMIS", "MSADS"}))
    of = problem([ana], [slot("a", "01 09:00", "01 12:00", need=AMIS)])

    assert messages(RULE, rota(of, "ana a")) == []


def test_the_finding_names_the_slot_that_proves_it() -> None:
    of = problem([person("ana")], [slot("a", "01 09:00", "01 12:00", need=AMIS)])
    (finding,) = judged(RULE, rota(of, "ana a"))

    assert finding.evidence == ("a",)
    assert (finding.subject, finding.on, finding.blocks) == ("ana", date(2026, 6, 1), True)


def test_a_title_with_braces_is_shown_as_it_is() -> None:
    need = replace(AMIS, titles=frozenset({"{who}"}))
    of = problem([person("ana")], [slot("a", "01 09:00", "01 12:00", need=need)])

    assert messages(RULE, rota(of, "ana a")) == [
        "Ana (d, s, 09:00-12:00 le 01/06/2026) : n’a pas le titre {who}, exigé ici."
    ]


def test_a_rota_beside_the_posts_is_found_out() -> None:
    of = problem([person("ana", dispositifs=frozenset({"e"}))], [NIGHT])

    assert [f.message for f in RULE.audit(rota(of, "ana night"))] == [
        "Ana (d, s, 21:30-06:00 le 05/06/2026) : n’est pas affecté à ce dispositif."
    ]


def test_each_obstacle_is_answered_for_alone() -> None:
    need = replace(AMIS, titles=frozenset({"AMIS", "SST"}))
    of = problem([person("ana")], [slot("a", "01 09:00", "01 12:00", need=need)])
    profile = Profile(name="one", team_rules=(RULE,))

    first, second = audit(rota(of, "ana a"), profile)

    assert first.facts == second.facts
    assert first.code != second.code
