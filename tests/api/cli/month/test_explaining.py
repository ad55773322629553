"""`rota explain --trou`: why a slot is open, who could hold it, and who instead of somebody."""

import json
from datetime import date
from pathlib import Path

import pytest

from api.cli.month.screen import show_ways_out
from api.month.candidates.shapes import CandidatesOut
from api.month.planning import Conflict
from scheduler.domain.problem import Assignment
from tests.api.commands import MONTH, PETIT, framed, rota
from tests.api.folders import publish_in

MONDAY, TUESDAY = "P-J-2026-03-02", "P-J-2026-03-03"


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.csv"
    lines = ("creneau;personne", f"{MONDAY};ada", f"{TUESDAY};ada", f"{TUESDAY};brice")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def lines_of(plan: Path, *words: str) -> list[str]:
    result = rota("explain", PETIT, *MONTH, "--planning", plan, *words)
    assert result.exit_code == 0, result.stderr
    return [line.strip().replace("\N{NO-BREAK SPACE}", " ") for line in result.stdout.splitlines()]


def test_an_open_slot_is_told_with_who_can_hold_it_best_first(plan: Path) -> None:
    lines = lines_of(plan, "--trou", MONDAY)

    assert lines[0].startswith("Médiation de place, 02/03/2026 09:00–16:30")
    place = lines.index("Qui peut le tenir, du mieux placé au dernier :")
    assert lines[place + 1 : place + 4] == [
        "Brice Kouassi : rien d’enfreint, 14 h 00 sur 154 h 00 dues",
        "Chloé Marzin : rien d’enfreint, 7 h 00 sur 126 h 00 dues",
        "1 autre personne de ces dispositifs sans le poste qu’il y faut : --json les nomme.",
    ]


def test_an_appointment_that_nobody_holds_is_explained_like_any_post(
    folder: Path, plan: Path
) -> None:
    (folder / "rendez_vous.csv").write_text(
        "id;dispositif;site;jour;debut;minutes\nRV-1;P;place;02/03/2026;17:00;60\n",
        encoding="utf-8",
    )
    result = rota("explain", folder, *MONTH, "--planning", plan, "--trou", "RV-1-2026-03-02")
    lines = result.stdout.replace("\N{NO-BREAK SPACE}", " ").splitlines()

    assert result.exit_code == 0, result.stderr
    assert lines[0].startswith("Médiation de place, 02/03/2026 17:00–18:00")
    assert any("Brice Kouassi : rien d’enfreint" in line for line in lines)


def test_what_would_fill_an_open_slot_is_told_in_words_and_as_assignments(plan: Path) -> None:
    lines = lines_of(plan, "--trou", MONDAY)
    result = rota("explain", PETIT, *MONTH, "--planning", plan, "--trou", MONDAY, "--json")
    (need,) = json.loads(result.stdout)["needs"]

    place = lines.index("Ce qui le pourvoirait, essayé et jugé, du moins coûteux au plus coûteux :")
    assert lines[place + 1].startswith("1. Brice Kouassi peut venir sans rien changer d’autre")
    assert need["proposals"][0]["added"] == [{"person": "brice", "slot": MONDAY}]
    assert [(person["person"], person["by"]) for person in need["persons"]] == [
        ("brice", ""),
        ("chloe", ""),
        ("elsa", "absence"),
        ("dorian", "formation"),
    ]


def test_all_open_posts_are_told_at_once_and_in_json(plan: Path) -> None:
    words = ("explain", PETIT, *MONTH, "--planning", plan, "--trous")
    shown = rota(*words)
    answer = json.loads(rota(*words, "--json").stdout)

    assert shown.exit_code == 0, shown.stderr
    assert f"{answer['missing']} postes à pourvoir" in shown.stdout.replace(
        "\N{NO-BREAK SPACE}", " "
    )
    assert sum(len(cause["slots"]) for cause in answer["causes"]) == len(answer["posts"])
    assert {post["slot"] for post in answer["posts"]} >= {MONDAY, TUESDAY}


@pytest.mark.parametrize("option", ["--trou", "--remplacer"])
def test_all_posts_and_one_of_them_are_two_questions(option: str) -> None:
    result = rota("explain", PETIT, *MONTH, "--trous", option, MONDAY)

    assert result.exit_code == 2


def test_whoever_would_take_somebody_s_place_is_told_with_what_stops_the_others(
    plan: Path,
) -> None:
    lines = lines_of(plan, "--trou", TUESDAY, "--remplacer", "ada")

    assert lines[0] == f"{TUESDAY}, sans Ada Lemoine :"
    assert lines[2] == "Chloé Marzin : rien d’enfreint, 7 h 00 sur 126 h 00 dues"
    assert lines[3] == "Qui en est empêché :"
    assert lines[4] == "Elsa Benyoucef a 7 h 30 d’absence pendant son créneau du 03/03/2026."
    assert not any("Ada" in line for line in lines[1:])


def test_the_answer_in_json_is_that_of_the_service(plan: Path) -> None:
    result = rota("explain", PETIT, *MONTH, "--planning", plan, "--trou", MONDAY, "--json")

    answer = CandidatesOut.model_validate_json(result.stdout)
    assert json.loads(result.stdout).keys() == CandidatesOut.model_fields.keys() | {"needs"}
    assert (answer.slot, [hole.cause for hole in answer.open]) == (MONDAY, ["rien_ne_l_empeche"])
    assert [person.person for person in answer.holding] == ["ada"]
    assert [eligible.person for eligible in answer.eligible] == ["brice", "chloe"]
    assert [stopped.person for stopped in answer.ineligible] == ["elsa", "dorian"]
    assert [(unable.person, unable.why[0].code) for unable in answer.unable] == [("farid", "role")]


def test_who_does_not_hold_the_slot_can_not_be_replaced_there(plan: Path) -> None:
    words = ("explain", PETIT, *MONTH, "--planning", plan, "--trou", TUESDAY)

    result = rota(*words, "--remplacer", "elsa")

    assert result.exit_code == 2
    assert "reçu « elsa », attendu qui tient ce créneau (ada, brice)" in framed(result)


def test_a_person_to_replace_is_asked_about_with_a_slot_alone() -> None:
    result = rota("explain", PETIT, *MONTH, "--remplacer", "ada")

    assert result.exit_code == 2
    assert "--remplacer ne vaut qu’avec --trou" in framed(result)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--creneau", "P-J-2026-04-07"), "celui-ci est d’un autre mois, donnez --mois 2026-04"),
        (("--creneau", "P-J-2026-03-99"), "un créneau de ce mois (vouliez-vous dire"),
    ],
)
def test_a_question_that_is_not_one_is_refused(
    plan: Path, words: tuple[str, ...], message: str
) -> None:
    version = ("--planning", plan) if "--creneau" in words else ()
    result = rota("explain", PETIT, *MONTH, *version, *words)

    assert result.exit_code == 2
    assert message in framed(result)


def test_of_a_post_that_has_begun_nothing_is_said_to_have_been_tried(folder: Path) -> None:
    publish_in(folder, date(2026, 3, 1), [Assignment("ada", TUESDAY), Assignment("brice", TUESDAY)])

    result = rota("explain", folder, *MONTH, "--trou", TUESDAY)

    assert "Pourquoi : déjà commencé, il n’y a plus rien à décider" in result.stdout
    assert "essayé" not in result.stdout


@pytest.mark.parametrize(
    ("concluded", "words"),
    [
        (
            True,
            "Aucune issue : renoncer à ce qui est demandé (verrous, créneaux obligatoires, limites",
        ),
        (False, "Issues : non conclu, le temps a manqué pour les chercher."),
    ],
)
def test_without_a_way_out_it_is_said_whether_all_were_sought(
    capsys: pytest.CaptureFixture[str], concluded: bool, words: str
) -> None:
    conflict = Conflict(
        possible=False,
        part="",
        causes=(),
        verified=True,
        rules=(),
        people=(),
        slots=(),
        seconds=0.0,
        ways_concluded=concluded,
    )

    show_ways_out(conflict)

    assert capsys.readouterr().out.startswith(words)
