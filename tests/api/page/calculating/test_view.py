from __future__ import annotations

from typing import Any

import pytest

from api.database.tables.jobs import JobEventRow, JobRow
from api.jobs.states import PROGRESS
from api.page.calculating.view import JobView, gap_words, job_view, part_name
from scheduler.domain.bands import QUARTERS


@pytest.mark.parametrize(
    ("best", "bound", "words"),
    [
        (None, 3, "rien de trouvé encore"),
        (4, 4, "prouvé optimal"),
        (0, 0, "prouvé optimal"),
        (4, 0, "écart inconnu"),
        (4, None, "écart inconnu"),
        (20, 19, "évitable à 5 % au plus"),
        (4, 2, "évitable à 50 % au plus"),
        (223, 62, "au moins 62 (on ne fera pas mieux)"),
    ],
)
def test_the_distance_to_the_best_is_told_in_percent_then_by_both_numbers(
    best: int | None, bound: int | None, words: str
) -> None:
    assert gap_words(best, bound) == words


@pytest.mark.parametrize(
    ("month", "months", "parts", "words"),
    [
        (0, 0, 1, "Calcul en cours · 43 s"),
        (0, 0, 4, "Calcul en cours · 43 s · partie 3 sur 4"),
        (2, 3, 4, "Calcul en cours · 43 s · mois 2 sur 3 · partie 3 sur 4"),
        (2, 3, 1, "Calcul en cours · 43 s · mois 2 sur 3"),
        (0, 3, 4, "Calcul en cours · 43 s · les 3 mois ensemble · partie 3 sur 4"),
    ],
)
def test_a_calculation_says_which_month_it_is_at_before_its_parts(
    month: int, months: int, parts: int, words: str
) -> None:
    row = ended("solve", "", {})
    row.state, row.outcome = "solving", None
    row.progress = {"seconds": 43.2, "parts": parts, "parts_done": 2, "running": []}
    if months:
        row.progress |= {"month": month, "months": months}

    assert job_view(row, (), {}).line == words


@pytest.mark.parametrize(
    ("unit", "cost", "words"),
    [
        (
            {"unit": QUARTERS},
            "886\u00a0h\u00a000",
            "au moins 5\u00a0h\u00a000 (on ne fera pas mieux)",
        ),
        (
            {"unit": "postes"},
            "3\u202f544\u00a0postes",
            "au moins 20\u00a0postes (on ne fera pas mieux)",
        ),
        ({}, "3\u202f544", "au moins 20 (on ne fera pas mieux)"),  # as it was told once
    ],
)
def test_costs_of_a_running_calculation_are_told_in_their_unit(
    unit: dict[str, str], cost: str, words: str
) -> None:
    running = [{"part": "P", "tier": "Heures", "best": 3544, "bound": 20, **unit}]
    row = ended("solve", "", {})
    row.state, row.outcome = "solving", None
    row.progress = {"seconds": 3, "parts": 1, "parts_done": 0, "running": running}
    event = JobEventRow(job=row.id, kind=PROGRESS, data={"running": running})

    (line,) = job_view(row, [event], {}).tiers
    assert (line.cost, line.words, line.running) == (cost, words, True)


SLOT = "P-J-2026-03-06"


def ended(kind: str, outcome: str, result: dict[str, Any]) -> JobRow:
    """Return a calculation that is over."""
    return JobRow(
        id="a" * 32,
        rota="brouillon",
        kind=kind,
        state="completed",
        outcome=outcome,
        message="",
        base=1,
        options={},
        result=result,
    )


def explained(**values: object) -> JobView:
    """Return the view of an explanation with these values."""
    named: dict[str, list[str]] = {"rules": [], "people": [], "slots": []}
    explanation = {"part": "P", "sentences": ["Non."], "verified": True, **named, **values}
    return job_view(ended("explain", "infeasible", {"explanation": explanation}), (), {})


@pytest.mark.parametrize(
    ("lever", "person", "slot", "action", "address"),
    [
        ("contrat", "ada", "", "Voir le contrat", "/donnees/contrats?avec=personne%3Aada"),
        (
            "besoin",
            "",
            SLOT,
            "Changer le besoin",
            "/donnees/besoins?avec=gabarit%3AP-J",
        ),
        ("gabarit", "", SLOT, "Voir le gabarit", "/donnees/gabarits?q=P-J"),
        ("personne", "", SLOT, "Voir le gabarit", "/donnees/gabarits?q=P-J"),
        ("binome", "", SLOT, "Voir ses binômes", "/donnees/binomes"),
        ("", "ada", SLOT, "Voir dans la grille", "/plannings/brouillon"),
    ],
)
def test_each_lever_has_its_place(
    lever: str, person: str, slot: str, action: str, address: str
) -> None:
    cause = {"sentence": "Non.", "lever": lever, "person": person, "slot": slot}
    cause["day"] = "2026-03-06"

    (line,) = explained(causes=[cause]).causes

    assert (line.sentence, line.action, line.address) == ("Non.", action, address)


@pytest.mark.parametrize("proved", [True, False])
def test_a_way_out_says_whether_none_is_cheaper(proved: bool) -> None:
    cause = {"sentence": "Non.", "lever": "verrou", "person": "ada", "slot": SLOT}
    cause["day"] = "2026-03-06"
    way_out = {"sentence": "Renoncer.", "cost": 2, "cheapest": proved, "causes": [cause, cause]}

    view = explained(causes=[], ways_out=[way_out], ways_concluded=proved)
    (way,) = view.ways

    assert (way.proved, view.ways_concluded) == (proved, proved)
    assert [line.address for line in way.causes] == ["/donnees/verrous?avec=personne%3Aada"] * 2


def test_what_the_goals_cost_is_told_once_the_calculation_is_over() -> None:
    hours = "8 h 20 supplémentaires, au-delà des contrats et de 10 % de tolérance, pour 1 poste."
    row = ended(
        "solve",
        "feasible",
        {"tiers": [], "remarks": [hours], "contradictions": ["Parc : démenti."]},
    )

    assert job_view(row, (), {}).remarks == (hours,)
    assert job_view(row, (), {}).contradictions == ("Parc : démenti.",)
    # A calculation made before goals told anything.
    row.result = {"tiers": []}
    assert job_view(row, (), {}).remarks == ()


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("Q + P", "Quartiers + Parc, la nuit"),
        ("Q (2)", "Quartiers (2)"),
        ("R", "R"),
        ("sans poste", "sans poste"),
    ],
)
def test_a_part_of_a_month_is_named_after_its_dispositifs(part: str, words: str) -> None:
    assert part_name(part, {"Q": "Quartiers", "P": "Parc, la nuit"}) == words


@pytest.mark.parametrize(
    ("cost", "bound", "unit", "shown", "words"),
    [
        (
            3403,
            20,
            "points d’écart",
            "3\u202f403\u00a0points d’écart",
            "au moins 20\u00a0points d’écart",
        ),
        (0, 0, "changements", "0\u00a0changement", "prouvé optimal"),
        (1, 1, "points de manque", "1\u00a0point de manque", "prouvé optimal"),
        (3544, 72, "quarts d’heure", "886\u00a0h\u00a000", "au moins 18\u00a0h\u00a000"),
        (3, 1, "", "3", "au moins 1"),
    ],
)
def test_what_a_goal_costs_is_told_in_french(
    cost: int, bound: int, unit: str, shown: str, words: str
) -> None:
    tier = {
        "name": "But", "cost": cost, "bound": bound, "optimal": cost == bound, "unit": unit,
        "gap": 0.9, "words": "prouvé optimal", "tier": 1, "status": "feasible",
    }  # fmt: skip

    (line,) = job_view(ended("solve", "feasible", {"tiers": [tier]}), (), {}).tiers

    assert (line.cost, line.words) == (shown, words)
