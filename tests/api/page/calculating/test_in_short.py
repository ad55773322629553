import pytest

from api.jobs.shapes import TierOut
from api.month.versions.keeping import PostsOut
from api.page.calculating.in_short import in_short
from scheduler.engine.outcome import TierStatus


def posts(have: int, under: int = 0) -> PostsOut:
    return PostsOut(slots=10, minimum=8, target=20, have=have, open=20 - have, under=under)


def tier(number: int, cost: int, *, optimal: bool = False, status: str = "feasible") -> TierOut:
    return TierOut(
        tier=number,
        name="Un objectif",
        cost=cost,
        bound=0,
        unit="points",
        optimal=optimal,
        gap=0,
        status=status,
        words="",
    )


def plain(sentences: tuple[str, ...]) -> list[str]:
    return [sentence.replace("\xa0", " ") for sentence in sentences]


def test_three_sentences_say_what_is_held_and_what_may_be_better() -> None:
    tiers = [tier(1, 2, optimal=True), tier(2, 9), tier(3, 40, optimal=True), tier(4, 7)]

    assert plain(in_short(posts(17, 2), tiers)) == [
        (
            "Effectif : 3 postes à pourvoir, dont 2 sous le minimum : un calcul "
            "plus long peut trouver mieux."
        ),
        (
            "Heures : toutes ne tombent pas juste au contrat : on ne peut pas faire mieux, c’est "
            "prouvé."
        ),
        (
            "Équité : nuits, samedis, dimanches et fins tardives ne tombent pas à parts égales : "
            "un calcul plus long peut trouver mieux."
        ),
    ]


def test_what_is_perfect_needs_no_proof() -> None:
    tiers = [tier(number, 0, optimal=True) for number in (1, 2, 3, 4)]

    assert plain(in_short(posts(20), tiers)) == [
        "Effectif : tous les postes sont pourvus.",
        "Heures : chacun est à deux heures près à celles de son contrat.",
        "Équité : nuits, samedis, dimanches et fins tardives sont à parts égales.",
    ]


def test_no_search_is_said_to_find_hours_where_every_post_is_held() -> None:
    sentences = plain(in_short(posts(20), [tier(3, 40)]))

    assert sentences[1] == (
        "Heures : toutes ne tombent pas juste au contrat. Tout étant pourvu, le total des heures "
        "dépend de la semaine type et des contrats."
    )


@pytest.mark.parametrize(
    ("blocking", "words"),
    [(0, "aucun constat bloquant"), (1, "1 constat bloquant"), (2, "2 constats bloquants")],
)
def test_what_would_stop_a_publication_is_counted(blocking: int, words: str) -> None:
    assert plain(in_short(posts(20), [], blocking))[1:] == [f"Règles : {words}."]
    assert in_short(None, [], blocking) == ()


def test_what_was_not_searched_claims_nothing() -> None:
    late = tier(3, 5, status=TierStatus.NOT_SEARCHED.value)

    (sentence,) = in_short(None, [late])

    assert sentence.endswith("le temps a manqué pour le chercher.")


@pytest.mark.parametrize("number", [5, 6, 7])
def test_other_goals_stay_in_the_detail(number: int) -> None:
    assert in_short(None, [tier(number, 3)]) == ()
