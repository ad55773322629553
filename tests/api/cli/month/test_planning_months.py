"""`rota generate --mois 2026-03..2026-05`: planned at once, written and published by month."""

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from api.cli.month.screen import window_words
from api.cli.screen import BLOCKED, OK
from api.data.folder.load import load
from api.month.errors import BlockedError
from api.month.places.folder import FolderPlace
from api.month.places.place import Version
from api.month.planning import plan
from api.month.publication.publishing import publish
from scheduler.domain.problem import Assignment
from scheduler.domain.time import minute_at
from scheduler.engine.outcome import Options
from tests.api.cli.month.ends import shown, solution
from tests.api.commands import PETIT, framed, planned_and_published, rota
from tests.api.folders import publish_in

QUARTER = ("--mois", "2026-03..2026-05")
MARCH, APRIL, NOW = date(2026, 3, 1), date(2026, 4, 1), datetime(2026, 2, 10, 8, tzinfo=UTC)
MONTHS = ("2026-03", "2026-04", "2026-05")


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, dict[str, Any]]:
    """Plan and publish three months of the small association: folder, documents, answer."""
    return planned_and_published(tmp_path_factory.mktemp("trimestre"), *QUARTER)


@pytest.mark.long
def test_each_month_is_written_and_published_by_itself(
    published: tuple[Path, Path, dict[str, Any]],
) -> None:
    folder, output, answer = published

    assert [month["month"] for month in answer["months"]] == list(MONTHS)
    for month in answer["months"]:
        label = month["month"]
        assert month["lawful"]
        assert month["output"] == str(output / label)
        assert (output / label / f"planning-{label}.csv").is_file()
        kept = (folder / "historique" / f"{label}.csv").read_text("utf-8").splitlines()
        assert len(kept) - 1 == len(month["assignments"])
    assert answer["tiers"][0]["words"] == "prouvé optimal"
    assert answer["windows"] == []


@pytest.mark.long
def test_each_published_month_is_lawful_after_those_before_it(
    published: tuple[Path, Path, dict[str, Any]],
) -> None:
    for label in MONTHS:
        assert rota("audit", published[0], "--mois", label).exit_code == 0


@pytest.mark.long
def test_published_months_are_planned_again_from_a_day_on_with_the_fewest_changes(
    published: tuple[Path, Path, dict[str, Any]], tmp_path: Path
) -> None:
    again = (published[0], *QUARTER, "--depuis", "20/04/2026", "--sortie", tmp_path)
    result = rota("generate", *again, "--secondes", "20")

    assert result.exit_code == 0, result.stderr
    text = " ".join(result.stdout.split())
    assert text.count("Aucun changement par rapport au planning publié.") == 3
    assert "Ensemble, de mars 2026 à mai 2026" in text
    assert "d’un seul tenant" in text


@pytest.mark.long
def test_no_month_is_published_after_one_that_could_not_be(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = FolderPlace(folder)
    frame = place.frame(MARCH, None, NOW, until=date(2026, 4, 1))
    outcome = plan(frame, Options(seconds=20, effort=0.2), now=minute_at(NOW))
    # Somebody else publishes the first month meanwhile.
    publish_in(folder, MARCH, [Assignment("ada", "P-J-2026-03-02")])

    code = shown(place, frame, outcome, tmp_path / "sortie", as_json_only=True)

    assert code == BLOCKED
    months = json.loads(capsys.readouterr().out)["months"]
    assert [month["publication"] for month in months] == [None, None]
    assert not (folder / "historique" / "2026-04.csv").exists()
    assert all((tmp_path / "sortie" / label).is_dir() for label in MONTHS[:2])


def solved(place: FolderPlace, assignments: Iterable[tuple[str, str]], output: Path) -> int:
    """Publish two months of a folder as if a search had planned this; return the exit code."""
    frame = place.frame(MARCH, None, NOW, until=APRIL)
    pairs = frozenset(Assignment(who, slot) for who, slot in assignments)
    return shown(place, frame, solution(frame, pairs), output, as_json_only=True)


@pytest.mark.long
def test_months_published_again_are_judged_together_and_not_beside_those_that_they_replace(
    folder: Path, tmp_path: Path
) -> None:
    templates = folder / "gabarits.csv"
    evening, late = "soiree;mer;17:00;21:00", "soiree;lun,mar,mer,jeu,ven;17:00;22:30"
    templates.write_text(templates.read_text("utf-8").replace(evening, late), encoding="utf-8")
    needs = folder / "besoins.csv"
    needs.write_text(needs.read_text("utf-8").replace("P-S;referent", "P-S;mediateur"), "utf-8")
    tuesday, wednesday = "P-S-2026-03-31", "P-J-2026-04-01"
    # Who ends at 22:30 may not begin at 9:00: the two change places, in both months at once.
    publish_in(folder, MARCH, [Assignment("brice", tuesday)])
    publish_in(folder, APRIL, [Assignment(who, wednesday) for who in ("ada", "elsa")])
    alone = Version(month=MARCH, own=None, assignments=frozenset({Assignment("ada", tuesday)}))
    with pytest.raises(BlockedError):
        publish(FolderPlace(folder), alone, now=NOW)

    together = (("ada", tuesday), ("brice", wednesday), ("elsa", wednesday))
    code = solved(FolderPlace(folder), together, tmp_path / "sortie")

    assert code == OK
    history = load(folder).history
    assert [
        {(row.worked.mediator, row.worked.duty.id) for row in history[label]}
        for label in MONTHS[:2]
    ] == [{together[0]}, set(together[1:])]


@pytest.mark.long
def test_a_month_in_which_nobody_holds_anything_does_not_stop_those_after_it(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:

    code = solved(
        FolderPlace(folder), [(who, "P-J-2026-04-01") for who in ("ada", "brice")], tmp_path / "ici"
    )

    shown = capsys.readouterr()
    april = str(folder / "historique" / "2026-04.csv")
    assert code == OK
    assert [m["publication"] for m in json.loads(shown.out)["months"]] == [None, april]
    assert "Mars 2026 : rien à publier : ce planning n’affecte personne." in shown.err
    assert not (folder / "historique" / "2026-03.csv").exists()


@pytest.mark.long
def test_a_day_outside_the_months_is_refused(
    published: tuple[Path, Path, dict[str, Any]],
) -> None:
    result = rota("generate", published[0], *QUARTER, "--depuis", "01/06/2026")

    assert result.exit_code == 2
    assert "--depuis 01/06/2026 est hors de mars 2026 à mai 2026" in framed(result)


@pytest.mark.long
def test_months_of_which_some_are_published_are_refused(
    published: tuple[Path, Path, dict[str, Any]],
) -> None:
    result = rota("generate", published[0], "--mois", "2026-05..2026-06")

    assert result.exit_code == 2
    assert "déjà publié : mai 2026 ;" in framed(result)


@pytest.mark.parametrize(
    "text", ["2026-05..2026-04", "2026-01..2027-01", "2026-05..", "..2026-05", "2026-05..mai"]
)
def test_months_that_are_none_are_refused_with_what_was_read(text: str) -> None:
    result = rota("generate", PETIT, "--mois", text)

    assert result.exit_code == 2
    assert "attendu : AAAA-MM" in framed(result)


@pytest.mark.parametrize(("slots", "words"), [(1, "1 créneau"), (406, "406 créneaux")])
def test_a_window_is_told_with_its_slots(slots: int, words: str) -> None:
    said = window_words((MARCH, date(2026, 3, 31)), slots, 38.6).replace("\u00a0", " ")

    assert said == f"01/03/2026–31/03/2026 : {words}, 39 s"
