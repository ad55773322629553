from constraints.house.people.locks import RULE
from scheduler.domain.problem import Lock
from tests.constraints.small import judged, messages, person, problem, rota, slot

TEAM = [person("ana"), person("bob")]
SLOT = slot("a", "02 14:00", "02 18:00")
LOCK = Lock(mediator="ana", slot="a", by="Rosa", why="suivi d'une famille")


def test_a_locked_assignment_is_in_the_rota() -> None:
    of = problem(TEAM, [SLOT], locks=(LOCK,))

    assert messages(RULE, rota(of, "ana a", "bob a")) == []


def test_a_lock_that_is_not_kept_says_who_and_why() -> None:
    of = problem(TEAM, [SLOT], locks=(LOCK,))
    (finding,) = judged(RULE, rota(of, "bob a"))

    assert finding.message == (
        "Ana, d, s, 14:00-18:00 le 02/06/2026 (verrou de Rosa : suivi d'une famille) : "
        "l’affectation verrouillée n’est pas respectée."
    )
    assert (finding.subject, finding.evidence) == ("ana", ("a",))


def test_a_lock_on_someone_without_the_post_cannot_be_kept() -> None:
    stranger = person("ana", dispositifs=frozenset({"e"}))
    of = problem([stranger], [SLOT], locks=(Lock(mediator="ana", slot="a", by="Rosa", why=""),))

    assert messages(RULE, rota(of)) == [
        (
            "Ana, d, s, 14:00-18:00 le 02/06/2026 (verrou de Rosa) : "
            "affectation verrouillée mais impossible pour cette personne."
        )
    ]


def test_a_lock_kept_against_the_post_is_still_said() -> None:
    stranger = person("ana", dispositifs=frozenset({"e"}))
    of = problem([stranger], [SLOT], locks=(LOCK,))

    assert [f.subject for f in RULE.audit(rota(of, "ana a"))] == ["ana"]
