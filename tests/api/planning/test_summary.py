from dataclasses import replace

import pytest

from api.planning.grid import grid
from api.planning.holes import holes
from api.planning.names import Names
from api.planning.summary import (
    hole_words,
    part_of,
    plain_remarks,
    solution_json,
    tier_short,
    tier_words,
)
from scheduler.engine import PartReport, Solution, TierResult, TierStatus
from tests.api.export.samples import NAMES, small

TIER = TierResult(
    tier=1,
    name="Couverture",
    cost=8,
    bound=8,
    status=TierStatus.OPTIMAL,
    seconds=1.0,
    unit="personnes",
)


@pytest.mark.parametrize(
    ("cost", "bound", "words", "short"),
    [
        (8, 8, "prouvé optimal", "prouvé"),
        (0, 0, "prouvé optimal", "prouvé"),
        (8, 7, "évitable à 13 % au plus", "≤ 13 %"),
        (1000, 999, "évitable à 1 % au plus", "≤ 1 %"),
        (8, 0, "écart inconnu : le calcul ne peut pas encore le dire", "?"),
    ],
)
def test_a_gap_is_said_in_words_and_never_rounded_down(
    cost: int, bound: int, words: str, short: str
) -> None:
    tier = replace(TIER, cost=cost, bound=bound, status=TierStatus.FEASIBLE)

    assert (tier_words(tier), tier_short(tier)) == (words, short)


def test_a_tier_that_was_not_searched_claims_nothing() -> None:
    tier = replace(TIER, cost=5, bound=0, status=TierStatus.NOT_SEARCHED)

    assert (tier_words(tier), tier_short(tier)) == ("non cherché, faute de temps", "?")


@pytest.mark.parametrize(
    ("bound", "words", "short"),
    [
        (0, "écart inconnu : à confirmer", "?"),
        (7, "évitable à 13 % au plus (peut-être moins : à confirmer)", "≤ 13 %"),
    ],
)
def test_a_bound_that_nothing_confirms_is_no_proof(bound: int, words: str, short: str) -> None:
    tier = replace(TIER, cost=8, bound=bound, status=TierStatus.UNCONFIRMED)

    assert (tier_words(tier), tier_short(tier), tier.optimal) == (words, short, False)


def test_points_of_fairness_are_no_plain_remark() -> None:
    market = "Marché Parc : 10 h au planning, pour 20 h au marché, soit 50 % de moins."
    points = "Équité des nuits : 713 points d’écart, dont 388 qu’aucun partage n’éviterait."

    assert plain_remarks([points, market]) == [market]


def test_each_dispositif_has_its_figures() -> None:
    parc, quartier = grid(small(), names=NAMES).sections

    assert (parc.posts.slots, parc.posts.target, parc.posts.have, parc.posts.under) == (2, 3, 3, 0)
    assert (quartier.posts.slots, quartier.posts.target) == (2, 4)
    assert (quartier.posts.have, quartier.posts.under, len(parc.rows)) == (1, 1, 2)
    assert parc.planned == 960 + 900
    assert parc.due == sum(row.counters.due for row in parc.rows) > 0


def test_a_hole_is_named_with_its_time_place_and_role() -> None:
    first, second = holes(small())

    assert hole_words(first, NAMES) == (
        "06/10/2026 14:00–21:00, Bellevue : manque 1 médiateur (1 sur 2)"
    )
    assert hole_words(second, NAMES).endswith("Dervallières : manque 2 médiateurs (0 sur 2)")
    assert hole_words(first, Names()).startswith("06/10/2026 14:00–21:00, q-1 :")


def test_a_dispositif_is_found_in_the_part_that_planned_it() -> None:
    rota = small()
    part = PartReport(
        name="parc + quartier",
        mediators=3,
        slots=4,
        tiers=(TIER,),
        first_after=0.1,
        seconds=1.0,
    )
    solution = Solution(
        rota=rota,
        tiers=(TIER,),
        findings=(),
        parts=(part,),
        seconds=1.0,
        first_after=0.1,
        peak_mb=10,
        remarks=("1 h 00 supplémentaires pour 1 poste.",),
        contradictions=("parc, « Effectifs » : démenti.",),
    )

    assert part_of(solution, "quartier") is part
    assert part_of(solution, "par") is None
    assert solution_json(solution)["tiers"][0]["words"] == "prouvé optimal"
    assert solution_json(solution)["remarks"] == ["1 h 00 supplémentaires pour 1 poste."]
    assert solution_json(solution)["contradictions"] == ["parc, « Effectifs » : démenti."]
