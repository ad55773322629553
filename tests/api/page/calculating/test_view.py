from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from api.database.tables.jobs import JobRow
from api.database.tables.month import RotaRow
from api.page.calculating.view import Clock, JobView, job_view, part_name
from api.planning.summary import tier_json
from api.shell.document import environment
from scheduler.domain.sharing.bands import QUARTERS
from scheduler.engine.outcome import TierResult, TierStatus

NOW = datetime(2026, 11, 30, 20, tzinfo=UTC)


def view_of(row: JobRow, later: float = 0) -> JobView:
    return job_view(row, {}, team_times={"P-R"}, now=NOW + timedelta(seconds=later), most=600)


def running(**progress: Any) -> JobRow:
    """Return a calculation of 60 s that a worker has had for 43.2 s."""
    row = ended("solve", "", {})
    row.state, row.outcome, row.options = "solving", None, {"seconds": 60.0, "effort": None}
    begun = {"since": (NOW - timedelta(seconds=43.2)).isoformat(), "preparing": False}
    begun |= {"seconds": 0.0, "starting": 0.0}
    row.progress = begun | {"parts": 1, "parts_done": 0, "running": []} | progress
    return row


@pytest.mark.parametrize(
    ("month", "months", "parts", "words"),
    [
        (0, 0, 1, ""),
        (0, 0, 4, "partie 3 sur 4"),
        (2, 3, 4, "mois 2 sur 3 · partie 3 sur 4"),
        (2, 3, 1, "mois 2 sur 3"),
        (0, 3, 4, "les 3 mois ensemble · partie 3 sur 4"),
    ],
)
def test_a_calculation_says_which_month_it_is_at_before_its_parts(
    month: int, months: int, parts: int, words: str
) -> None:
    row = running(parts=parts, parts_done=2, month=month, months=months)

    assert view_of(row).where == words


@pytest.mark.parametrize(
    ("seconds", "limit", "preparing", "words"),
    [
        (0.0, 60, False, "0 s / 60 s"),
        (0.0, 60, True, "0 s / 60 s · préparation depuis 0 s"),
        (4.9, 60, True, "0 s / 60 s · préparation depuis 4 s"),
        (59.99, 60.0, False, "59 s / 60 s"),
        (60.0, 60.0, False, "60 s / 60 s · 0 s de préparation et de contrôle"),
        (75.9, 60.0, False, "60 s / 60 s · 15 s de préparation et de contrôle"),
        (1.5, 1.5, False, "1,5 s / 1,5 s · 0 s de préparation et de contrôle"),
        (75.0, None, False, "75 s"),
        (75.0, None, True, "0 s · préparation depuis 75 s"),
    ],
)
def test_the_clock_tells_the_seconds_of_search_of_those_asked_for(
    seconds: float, limit: float | None, preparing: bool, words: str
) -> None:
    assert Clock(seconds=seconds, limit=limit, preparing=preparing).words == words


def test_the_clock_of_a_calculation_goes_on_without_any_news() -> None:
    row = running()

    assert [view_of(row, later).clock for later in (0, 10)] == [
        Clock(seconds=43.2, limit=60.0, preparing=False),
        Clock(seconds=53.2, limit=60.0, preparing=False),
    ]
    # Another machine's clock may be ahead.
    assert view_of(row, -60).clock == Clock(seconds=0.0, limit=60.0, preparing=False)


def test_seconds_in_which_processes_began_are_not_of_the_search() -> None:
    assert view_of(running(starting=3.2)).clock == Clock(seconds=40.0, limit=60.0, preparing=False)


def test_what_a_calculation_took_beside_its_search_is_told() -> None:
    row = ended("solve", "feasible", {"tiers": [], "seconds": 41.6, "starting": 1.7})
    row.started, row.ended = NOW, NOW + timedelta(seconds=52)
    row.options = {"seconds": 60.0, "effort": None}
    words = view_of(row).took
    # Whatever comes after the time that was asked for is no search.
    row.options = {"seconds": 30.0, "effort": None}

    assert view_of(row).took.startswith("30 s de recherche, et 22 s pour")
    assert words == (
        "40 s de recherche, et 12 s pour lire les données, préparer le calcul, contrôler et garder "
        "ce qui est trouvé."
    )


def test_where_no_clock_bounds_a_calculation_there_is_no_limit() -> None:
    row = running()
    row.options = {"seconds": 60.0, "effort": 0.2}

    assert view_of(row).clock == Clock(seconds=43.2, limit=None, preparing=False)


@pytest.mark.parametrize("state", ["created", "queued", "completed", "failed"])
def test_what_no_worker_has_has_no_clock(state: str) -> None:
    row = running()
    row.state = state

    assert view_of(row).clock is None


def tier(number: int, cost: int, bound: int, **more: Any) -> dict[str, Any]:
    result = TierResult(
        tier=number,
        name=f"Rang {number}",
        cost=cost,
        bound=bound,
        status=more.pop("status", TierStatus.FEASIBLE),
        seconds=1.0,
        **more,
    )
    return tier_json(result)


def test_the_tiers_shown_of_a_part_are_those_of_its_best_rota_now() -> None:
    tiers = [tier(1, 4, 4), tier(2, 20, 19), tier(3, 9, 0, status=TierStatus.NOT_SEARCHED)]
    # The news of the tier that runs are older than the rota.
    now = {"part": "P", "tier": "Rang 2", "unit": "", "best": 25, "bound": 18}
    row = running(running=[now], tiers=tiers)

    assert [(t.name, t.cost, t.words, t.running) for t in view_of(row).tiers] == [
        ("Rang 1", "4", "prouvé optimal", False),
        ("Rang 2", "20", "évitable à 5 % au plus", True),
        ("Rang 3", "9", "pas encore cherché", False),
    ]


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        (["Q"], ""),
        (["Q", "P"], "En cours : Quartiers, Parc."),
        (["Q", "P", "R", "S"], "En cours : Quartiers, Parc, R et 1\u00a0autre partie."),
    ],
)
def test_the_parts_at_work_are_named_after_their_dispositifs(parts: list[str], words: str) -> None:
    row = running(parts=len(parts), running=[{"part": part, "tier": "Rang 1"} for part in parts])
    names = {"Q": "Quartiers", "P": "Parc"}

    assert job_view(row, {}, names, now=NOW, most=600).at_work == words


@pytest.mark.parametrize(
    ("bound", "words"),
    [
        (0, "écart inconnu : le calcul ne peut pas encore le dire"),
        (1772, "évitable à 50 % au plus"),
        (20, "au moins 20\u00a0postes"),
    ],
)
def test_the_distance_to_the_best_is_told_in_percent_then_by_both_numbers(
    bound: int, words: str
) -> None:
    row = running(tiers=[tier(1, 3544, bound, unit="postes")])

    (line,) = view_of(row).tiers
    assert (line.cost, line.words) == ("3\u202f544\u00a0postes", words)


def test_costs_of_a_running_calculation_are_told_in_their_unit() -> None:
    row = running(tiers=[tier(1, 3544, 20, unit=QUARTERS)])

    (line,) = view_of(row).tiers
    assert (line.cost, line.words) == ("886\u00a0h\u00a000", "au moins 5\u00a0h\u00a000")


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
    conflict = {
        "part": "P",
        "possible": False,
        "verified": True,
        "seconds": 1,
        **named,
        **values,
    }
    return view_of(ended("explain", "infeasible", {"explanation": conflict}))


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
        (
            "gabarit",
            "",
            "P-R-2026-03-06",
            "Voir le temps d’équipe",
            "/donnees/temps_equipe?q=P-R",
        ),
        ("personne", "", SLOT, "Voir le gabarit", "/donnees/gabarits?q=P-J"),
        ("binome", "", SLOT, "Voir ses binômes", "/donnees/binomes"),
        ("", "ada", SLOT, "Voir dans la grille", "/plannings/brouillon"),
    ],
)
def test_each_lever_has_its_place(
    lever: str, person: str, slot: str, action: str, address: str
) -> None:
    cause = {"rule": "r", "sentence": "Non.", "lever": lever or None, "person": person}
    cause |= {"slot": slot, "day": "2026-03-06"}

    view = explained(causes=[cause])
    assert view.result.explanation is not None
    assert [view.action(each) for each in view.result.explanation.causes] == [(action, address)]


@pytest.mark.parametrize("proved", [True, False])
def test_a_way_out_says_whether_none_is_cheaper(proved: bool) -> None:
    cause = {"rule": "locks", "sentence": "Non.", "lever": "verrou", "person": "ada"}
    cause |= {"slot": SLOT, "day": "2026-03-06"}
    way_out = {"cost": 2, "cheapest": proved, "causes": [cause, cause]}
    view = explained(causes=[cause], ways_out=[way_out], ways_concluded=proved)

    text = (
        environment()
        .get_template("calculating/state.html")
        .render(view=view, draft=RotaRow(id="b" * 32, month=NOW), decides=False, key="")
    )

    assert text.count("/donnees/verrous?avec=personne%3Aada") == 3
    assert ("peut-être de moins coûteuses" in text) is not proved


def test_what_the_goals_cost_is_told_once_the_calculation_is_over() -> None:
    hours = "8 h 20 supplémentaires, au-delà des contrats et de 10 % de tolérance, pour 1 poste."
    row = ended(
        "solve",
        "feasible",
        {"tiers": [], "remarks": [hours], "contradictions": ["Parc : démenti."]},
    )

    assert view_of(row).result.remarks == [hours]
    assert view_of(row).result.contradictions == ["Parc : démenti."]
    # A calculation made before goals told anything.
    row.result = {"tiers": []}
    assert view_of(row).result.remarks == []


def unchanged(state: str, *, proved: bool, **options: Any) -> JobRow:
    """Return a calculation that left its draft as it was."""
    row = ended("solve", "unchanged", {"tiers": [tier(1, 4, 4 if proved else 3)]})
    row.state = state
    row.options = {"seconds": 20.0, "since": None, "until": None, "dispositifs": [], **options}
    return row


def test_what_had_not_the_time_for_anything_better_may_be_asked_with_more() -> None:
    view = view_of(unchanged("completed", proved=False, until="2026-05-01"))

    assert view.title == "Calcul terminé : rien n’est changé"
    assert view.longer == {
        "kind": ("solve",),
        "seconds": ("80",),
        "since": ("",),
        "until": ("2026-05",),
        "dispositifs": [],
    }


@pytest.mark.parametrize(
    ("seconds", "longer"), [(1.0, 60), (15.0, 60), (16.0, 64), (150.0, 600), (600.0, 600)]
)
def test_four_times_the_seconds_are_proposed_from_a_minute_to_what_the_service_gives(
    seconds: float, longer: int
) -> None:
    view = view_of(unchanged("completed", proved=False, seconds=seconds))

    assert view.longer["seconds"] == (str(longer),)


def test_a_request_with_bounds_is_asked_again_with_them() -> None:
    bounds = {"since": "2026-03-14", "dispositifs": ["P", "Q"]}
    view = view_of(unchanged("stopped", proved=False, **bounds))

    assert view.title == "Calcul arrêté : rien n’est changé"
    fields = [(name, value) for name, values in view.longer.items() for value in values]
    assert fields[2:] == [
        ("since", "2026-03-14"),
        ("until", ""),
        ("dispositifs", "P"),
        ("dispositifs", "Q"),
    ]


def test_where_it_is_proved_that_nothing_is_better_no_more_time_is_proposed() -> None:
    view = view_of(unchanged("completed", proved=True))

    assert (view.title, view.longer) == ("Calcul terminé : rien n’est changé", {})


@pytest.mark.parametrize(
    ("outcome", "filled", "title"),
    [
        ("optimal", 140, "Calcul terminé : 140\u00a0postes pourvus sur 148, prouvé optimal"),
        ("feasible", 1, "Calcul terminé : 1\u00a0poste pourvu sur 148"),
        ("feasible", 0, "Calcul terminé : aucun poste pourvu sur 148"),
    ],
)
def test_a_title_says_how_many_posts_are_held(outcome: str, filled: int, title: str) -> None:
    posts = {"slots": 148, "minimum": 148, "target": 148, "have": filled}
    posts |= {"open": 148 - filled, "under": 148 - filled}
    row = ended("solve", outcome, {"tiers": [], "posts": posts})

    assert view_of(row).title == title


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

    (line,) = view_of(ended("solve", "feasible", {"tiers": [tier]})).tiers

    assert (line.cost, line.words) == (shown, words)
