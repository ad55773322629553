import json
from pathlib import Path
from shutil import copytree

import pytest

from api.data.folder.load import load
from api.database.migrating import head
from tests.api.commands import PETIT, files, framed, rota
from tests.api.database.folders import SAISON

pytestmark = pytest.mark.long


@pytest.fixture
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the file of a database that isn't made yet, which the settings name."""
    path = tmp_path / "roulement.db"
    monkeypatch.setenv("ROULEMENT_DATABASE_URL", f"sqlite:///{path}")
    return path


@pytest.fixture
def filled(base: Path) -> Path:
    assert rota("import", PETIT).exit_code == 0
    return base


def test_a_folder_is_imported_into_a_new_database_and_exported(base: Path, tmp_path: Path) -> None:
    done = rota("import", PETIT)
    assert (done.exit_code, done.stdout) == (
        0,
        "Importé : 1\u00a0agence, 6\u00a0personnes, 2\u00a0gabarits, 0\u00a0mois publié.\n",
    )
    assert base.stat().st_size > 0
    written = rota("export", "--base", tmp_path / "dossier", "--json")
    assert written.exit_code == 0
    assert load(tmp_path / "dossier") == load(PETIT)
    names = json.loads(written.stdout)["files"]
    assert [*names, ".roulement.json"] == [*files(tmp_path / "dossier")[1:], ".roulement.json"]


def test_an_import_says_what_it_brought_as_json(base: Path) -> None:
    assert json.loads(rota("import", SAISON, "--json").stdout) == {
        "state": "importe",
        "agencies": 1,
        "dispositifs": 2,
        "people": 14,
        "templates": 7,
        "published_months": 0,
    }
    assert base.is_file()


@pytest.mark.usefixtures("filled")
def test_what_is_there_is_replaced_only_if_told(tmp_path: Path) -> None:
    refused = rota("import", SAISON)
    assert refused.exit_code == 2
    assert "cette base contient déjà une association" in framed(refused)
    assert rota("import", SAISON, "--remplacer").exit_code == 0
    rota("export", "--base", tmp_path / "dossier")
    assert load(tmp_path / "dossier") == load(SAISON)


@pytest.mark.usefixtures("filled")
def test_a_backup_is_restored(tmp_path: Path) -> None:
    made = rota("backup", tmp_path / "s.db")
    assert (made.exit_code, made.stdout.startswith("Sauvegardé : ")) == (0, True)
    assert rota("backup", tmp_path / "s.db").exit_code == 2
    archive = json.loads(rota("backup", tmp_path / "s.zip", "--portable", "--json").stdout)
    assert (archive["state"], archive["version"]) == ("sauvegarde", head())
    rota("import", SAISON, "--remplacer")
    assert rota("restore", tmp_path / "s.zip").exit_code == 2
    done = rota("restore", tmp_path / "s.zip", "--remplacer")
    assert done.exit_code == 0
    assert "vaut de nouveau" in done.stderr
    rota("export", "--base", tmp_path / "dossier")
    assert load(tmp_path / "dossier") == load(PETIT)


@pytest.mark.usefixtures("filled")
def test_another_database_is_named_on_the_line(tmp_path: Path) -> None:
    rota("backup", tmp_path / "s.db")
    other = f"sqlite:///{tmp_path / 'autre.db'}"
    assert rota("restore", tmp_path / "s.db", "--base-de-donnees", other).exit_code == 0
    rota("export", "--base", tmp_path / "dossier", "--base-de-donnees", other)
    assert load(tmp_path / "dossier") == load(PETIT)


def test_an_upgrade_says_from_what_to_what(base: Path) -> None:
    first, second = rota("upgrade"), rota("upgrade")
    assert first.stdout == f"Base mise à jour : de la version zéro à la version {head()}.\n"
    assert second.stdout == f"Base déjà à jour (version {head()}).\n"
    assert json.loads(rota("upgrade", "--json").stdout) == {
        "state": "a_jour",
        "before": head(),
        "version": head(),
        "backup": None,
    }
    assert base.is_file()


@pytest.mark.parametrize("words", [("backup", "s.db"), ("export", "--base", "dossier")])
def test_a_database_that_was_never_made_is_not_made_to_be_read(
    base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    refused = rota(*words)
    assert refused.exit_code == 2
    assert "Aucune base de données" in framed(refused)
    assert (base.exists(), list(tmp_path.iterdir())) == (False, [])


@pytest.mark.usefixtures("base")
@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("postgresql://a:secret@127.0.0.1:1/b", "ne répond pas (127.0.0.1)"),
        ("foo://x", "Adresse de base refusée"),
        ("pas une adresse", "Adresse de base refusée"),
    ],
)
def test_a_database_that_does_not_answer_is_told(url: str, words: str) -> None:
    refused = rota("import", PETIT, "--base-de-donnees", url)
    assert refused.exit_code == 2
    assert words in framed(refused)
    assert "secret" not in framed(refused)


@pytest.mark.usefixtures("base")
def test_a_file_that_is_no_backup_is_told(tmp_path: Path) -> None:
    (tmp_path / "s").write_text("bonjour")
    refused = rota("restore", tmp_path / "s")
    assert refused.exit_code == 2
    assert "n’est pas une sauvegarde" in framed(refused)
    gone = rota("restore", tmp_path / "absent")
    assert (gone.exit_code, "ce fichier ou ce dossier n’existe pas" in framed(gone)) == (2, True)


@pytest.mark.parametrize(
    ("words", "missing"), [((), "il manque 'DOSSIER'"), ((PETIT,), "il manque '--mois'")]
)
def test_documents_need_a_folder_and_a_month(words: tuple[Path, ...], missing: str) -> None:
    refused = rota("export", *words)
    assert (refused.exit_code, missing in framed(refused)) == (2, True)


@pytest.mark.usefixtures("base")
def test_an_import_says_which_template_nobody_could_hold(tmp_path: Path) -> None:
    folder = tmp_path / "petit"
    copytree(PETIT, folder)
    (folder / "pauses.csv").unlink()

    done = rota("import", folder)

    assert done.exit_code == 0
    assert "nul ne peut légalement tenir le gabarit « P-J »" in framed(done)
