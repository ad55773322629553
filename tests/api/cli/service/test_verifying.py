import json
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.api.commands import framed, rota
from tests.api.ledger.cases import BASE, LATER, MORE, publish


@pytest.fixture
def heads(
    sqlite_engine: Engine, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> tuple[str, str]:
    """Publish twice in the database that commands use; give both hashes."""
    monkeypatch.setenv("ROULEMENT_DATABASE_URL", sqlite_url)
    return publish(sqlite_engine, BASE).hash, publish(sqlite_engine, MORE, LATER).hash


def test_a_written_register_is_verified_without_its_database(
    heads: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "registre.jsonl"

    written = rota("ledger", "export", file)
    monkeypatch.delenv("ROULEMENT_DATABASE_URL")
    done = rota("verify", file, "--tete", heads[1])

    assert written.exit_code == 0
    assert written.stdout.splitlines() == [
        f"2\u00a0publications dans {file}",
        f"Registre n° 2, tête {heads[1]}",
    ]
    assert (done.exit_code, done.stdout) == (
        0,
        f"Registre intact : 2\u00a0publications, tête {heads[1]}\n",
    )


def test_a_cut_tail_is_found_by_the_head_of_a_sheet_in_groups(
    heads: tuple[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "registre.jsonl"
    rota("ledger", "export", file)
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text(lines[0], encoding="utf-8")
    groups = " ".join(heads[1][n : n + 8] for n in range(0, 64, 8))

    done = rota("verify", file, "--tete", groups, "--json")

    assert done.exit_code == 1
    assert json.loads(done.stdout) == {
        "state": "altere",
        "publications": 1,
        "head": heads[0],
        "given_head": None,
        "faults": [
            {
                "publication": 0,
                "message": f"aucune publication n’a la tête donnée {heads[1]} : la fin du registre "
                "a été coupée, ou il a été réécrit (publications lues : 1)",
            }
        ],
    }


def test_the_database_itself_is_verified_and_its_head_told(heads: tuple[str, str]) -> None:
    assert rota("ledger", "tete").stdout == f"Registre n° 2, tête {heads[1]}\n"

    done = rota("verify", "--tete", heads[0])

    assert done.stdout.splitlines() == [
        f"Registre intact : 2\u00a0publications, tête {heads[1]}",
        "La tête donnée est celle de la publication n° 1.",
    ]


def test_a_tampered_row_of_the_database_is_found(
    heads: tuple[str, str], sqlite_engine: Engine
) -> None:
    with sqlite_engine.connect() as raw, raw.begin():
        raw.exec_driver_sql("UPDATE standing SET start = '2026-03-02T10:00+01:00'")

    done = rota("verify", "--tete", heads[1])

    assert done.exit_code == 1
    assert "n’est pas comme le registre la donne" in framed(done)
    assert "Registre altéré : 3\u00a0constats sur 2\u00a0publications." in done.stderr


@pytest.mark.parametrize("text", ["", "0123abcd", "z" * 64, "0" * 63, "0" * 65])
def test_a_head_that_is_none_is_refused(text: str, tmp_path: Path) -> None:
    done = rota("verify", tmp_path / "rien.jsonl", "--tete", text)

    assert done.exit_code == 2
    assert "n’est pas une tête de registre" in framed(done)


def test_a_file_that_isn_t_there_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    done = rota("verify", "rien.jsonl")

    assert (done.exit_code, "ce fichier ou ce dossier n’existe pas" in framed(done)) == (2, True)


def test_an_export_without_a_file_is_refused(heads: tuple[str, str]) -> None:
    assert len(heads) == 2

    done = rota("ledger", "export")

    assert (done.exit_code, "donnez le fichier à écrire" in framed(done)) == (2, True)
