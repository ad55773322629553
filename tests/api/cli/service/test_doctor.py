import json

import pytest

from tests.api.commands import framed, rota

PUBLIC = "https://rota.exemple.org"


def test_a_service_without_faults_is_well(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROULEMENT_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("ROULEMENT_PUBLIC_URL", PUBLIC)
    result = rota("doctor")

    assert result.exit_code == 0
    assert f"OK        adresse : {PUBLIC}\n" in result.stdout
    assert "attention courriel : " in result.stdout
    assert "faute" not in result.stdout


def test_a_fault_ends_with_1_and_is_counted(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROULEMENT_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("ROULEMENT_PUBLIC_URL", "http://rota.exemple.org")
    result = rota("doctor")

    assert result.exit_code == 1
    assert "\nfaute     adresse : http://rota.exemple.org" in result.stdout
    assert "1\u00a0faute à corriger." in result.stderr


def test_as_json_every_examination_is_there(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROULEMENT_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("ROULEMENT_PUBLIC_URL", PUBLIC)
    said = json.loads(rota("doctor", "--json").stdout)

    assert said["state"] == "pret"
    assert [check["name"] for check in said["checks"]] == [
        "réglages",
        "base",
        "schéma",
        "durabilité",
        "droits",
        "file",
        "travailleurs",
        "horloge",
        "disque",
        "fuseau",
        "adresse",
        "relais",
        "courriel",
        "oidc",
        "sauvegardes",
        "impression",
        "mémoire",
    ]


def test_settings_that_cannot_be_are_refused_with_2(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROULEMENT_PORT", "huit")
    monkeypatch.setenv("ROULEMENT_PUBLIC_ULR", PUBLIC)
    result = rota("doctor")

    assert result.exit_code == 2
    text = framed(result)
    assert "ROULEMENT_PORT : trouvé « huit », attendu : un nombre entier" in text
    assert "ROULEMENT_PUBLIC_ULR : ce réglage n’existe pas" in text
    assert "vouliez-vous dire « ROULEMENT_PUBLIC_URL » ?" in text
