import json
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.api.commands import framed, rota
from tests.api.ledger.cases import BASE
from tests.api.ledger.cases import publish as publish_rows
from tests.api.month.owed import folder
from tests.api.month.replay.test_service import published_twice


@pytest.fixture
def chosen(sqlite_engine: Engine, sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """Return the database that commands use."""
    monkeypatch.setenv("ROULEMENT_DATABASE_URL", sqlite_url)
    return sqlite_engine


def test_a_publication_that_comes_again_is_said_to_be_the_same(chosen: Engine) -> None:
    published_twice(chosen)

    done = rota("replay", "2")
    as_json = json.loads(rota("replay", "2", "--json").stdout)

    assert done.exit_code == 0
    assert done.stdout.splitlines() == [
        f"Publication n° 2, mars 2026, empreinte {as_json['hash']}",
        f"  {as_json['carried']['sentence']}",
        # Two people whose formation socle is due: the house's rule, which stops nothing.
        "  2\u00a0constats refaits, de 1\u00a0sorte (--json)",
        "Refaite à l’identique : la même empreinte revient.",
    ]
    assert (as_json["state"], as_json["again"]) == ("identique", as_json["hash"])
    assert (as_json["differences"], as_json["missing"]) == ([], [])


def test_a_version_made_by_hand_has_no_calculation_to_make_again(chosen: Engine) -> None:
    published_twice(chosen)

    done = rota("replay", "2", "--calcul")
    as_json = json.loads(rota("replay", "2", "--calcul", "--json").stdout)

    by_hand = "aucun calcul n’a fait cette version : elle a été écrite à la main"
    assert (done.exit_code, f"  {by_hand}" in done.stdout.splitlines()) == (1, True)
    assert as_json["recalculation"] == {"state": "incertain", "words": by_hand}


def test_what_is_missing_to_be_sure_is_said(chosen: Engine) -> None:
    publish_rows(chosen, BASE)

    done = rota("replay", "1")

    assert done.exit_code == 1
    assert "elle vient d’un import" in framed(done)
    assert "On ne peut pas l’assurer" in done.stdout


@pytest.mark.usefixtures("chosen")
@pytest.mark.parametrize("number", ["9", f"{2**31}", "99999999999999999999"])
def test_a_publication_that_is_not_there_is_refused(number: str) -> None:
    done = rota("replay", number)

    assert done.exit_code == 2
    assert f"le registre n’a pas de publication n° {number}" in framed(done)


def test_a_folder_says_what_it_gives_again_and_what_it_does_not_keep(tmp_path: Path) -> None:
    where = folder(tmp_path / "du")

    done = rota("replay", where, "--mois", "2026-03")
    as_json = json.loads(rota("replay", where, "--mois", "2026-03", "--json").stdout)

    assert done.exit_code == 1
    first, *_, last = done.stdout.splitlines()
    assert first.replace("\xa0", " ") == (
        "mars 2026 : des fichiers d’aujourd’hui, 2 services reviennent sur 2, aux mêmes heures."
    )
    assert last == "On ne peut pas l’assurer : il manque de quoi la refaire."
    assert (as_json["state"], as_json["again"], as_json["published"]) == ("incertain", 2, 2)
    assert "il manque un registre" in as_json["missing"][0]


def test_a_folder_asks_for_a_month_that_is_published(tmp_path: Path) -> None:
    where = folder(tmp_path / "du")

    assert "--mois 2026-12" in framed(rota("replay", where))
    assert "rien n’est publié en 2026-05" in framed(rota("replay", where, "--mois", "2026-05"))
    assert "attendu : le numéro d’une publication" in framed(rota("replay", "ailleurs"))
