"""`rota prevision`: the tense weeks of months that aren't planned yet."""

import json
import re

import pytest

from tests.api.commands import PETIT, framed, rota

MARCH = ("--de", "2026-03", "--a", "2026-03")


def test_a_tense_week_is_told_with_its_first_causes() -> None:
    result = rota("prevision", PETIT, *MARCH)

    assert result.exit_code == 0, result.stderr
    text = result.stdout.replace("\N{NO-BREAK SPACE}", " ")
    assert "P · Médiation de place : 1 semaine tendue sur 6" in text
    # Elsa is on leave all week, ada on Friday, dorian at the centre: 91 h of médiateurs for 105 h.
    assert re.search(
        r"S10, 02/03/2026 +16 +109 h 00 +126 h 00 +−14 h 00 +0,40 +! +2 personnes", text
    )
    assert re.search(r"2\s+personnes\s+en\s+congé,\s+1\s+apprenti\s+au\s+CFA", text)
    for name in ("Elsa", "Ada", "Dorian"):
        assert name not in text


def test_json_gives_minutes_and_causes() -> None:
    printed = json.loads(rota("prevision", PETIT, *MARCH, "--json").stdout)

    assert printed["sickness_rate"] == 0
    [total] = printed["totals"]
    assert (total["dispositif"], total["uncovered_minutes"]) == ("P", None)
    assert total["least_minutes"] <= sum(week["shortage_minutes"] for week in printed["weeks"])
    [week] = [week for week in printed["weeks"] if week["tense"]]
    assert (week["monday"], week["shortage_minutes"]) == ("2026-03-02", 840)
    assert week["shortage_fte"] == 0.4
    assert [(cause["kind"], cause["people"]) for cause in week["causes"]] == [
        ("conges", 2),
        ("apprentis", 1),
    ]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "--de"),
        (("--de", "mars"), "« mars » n’est pas un mois (attendu : AAAA-MM"),
        (("--de", "2026-03", "--a", "2026-02"), "attendu : du premier mois au dernier, 12 au plus"),
        ((*MARCH, "--dispositif", "Q"), "dispositif inconnu « Q »"),
    ],
)
def test_what_cannot_be_is_refused(words: tuple[str, ...], message: str) -> None:
    result = rota("prevision", PETIT, *words)

    assert result.exit_code == 2
    assert message in framed(result)
