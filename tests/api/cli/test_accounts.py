import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select
from typer.testing import CliRunner

from api.access.secrets.secret import Kind, issue, opened_by
from api.access.signing_in.login import log_in
from api.cli.app import app
from api.data.stored.importing import check_folder, put
from api.database.engine import connect, reading, writing
from api.database.migrating import current, upgrade
from api.database.tables.access import TrailRow, UserRow
from tests.api.access.people import NOW, QUICK
from tests.api.commands import PETIT, framed, rota
from tests.api.database.next_version import FOLLOWING, LATEST, next_version

EMAIL = "ada@exemple.org"
ADD = ("user", "add", EMAIL, "--nom", "Ada Lemoine", "--role")
DRAWN = re.compile(r"[a-z2-9]{5}(-[a-z2-9]{5}){3}")


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("comptes") / "roulement.db"
    engine = connect(f"sqlite:///{path}")
    upgrade(engine)
    engine.dispose()
    return path


@pytest.fixture
def base(blank: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    path = shutil.copy(blank, tmp_path / "roulement.db")
    monkeypatch.setenv("ROULEMENT_DATABASE_URL", f"sqlite:///{path}")
    monkeypatch.setenv("ROULEMENT_PASSWORD_PASSES", str(QUICK.password_passes))
    monkeypatch.setenv("ROULEMENT_PASSWORD_MEMORY_KIB", str(QUICK.password_memory_kib))
    engine = connect(f"sqlite:///{path}")
    yield engine
    engine.dispose()


def typed(line: str, *args: str) -> Any:
    return CliRunner().invoke(app, list(args), prog_name="rota", input=line)


def test_the_first_administrator_is_made_on_an_empty_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROULEMENT_DATABASE_URL", f"sqlite:///{tmp_path / 'neuve.db'}")
    monkeypatch.setenv("ROULEMENT_PASSWORD_PASSES", "1")
    monkeypatch.setenv("ROULEMENT_PASSWORD_MEMORY_KIB", "64")

    done = rota(*ADD, "admin")

    assert done.exit_code == 0
    password = done.stdout.strip()
    assert DRAWN.fullmatch(password)
    assert framed(done) == f"Compte ouvert : {EMAIL} Mot de passe, montré cette seule fois :"
    engine = connect(f"sqlite:///{tmp_path / 'neuve.db'}")
    _, caller = log_in(engine, QUICK, email=EMAIL, password=password)
    assert [str(right.role) for right in caller.grants] == ["admin"]
    engine.dispose()


def test_a_password_may_be_typed_and_is_then_shown_nowhere(base: Engine) -> None:
    done = typed("cinq chats gris dorment\n", *ADD, "rh", "--demander")

    assert (done.exit_code, done.stdout) == (0, "")
    assert log_in(base, QUICK, email=EMAIL, password="cinq chats gris dorment")  # noqa: S106


def test_a_weak_password_opens_no_account(base: Engine) -> None:
    done = typed("motdepasse123\n", *ADD, "rh", "--demander")

    assert done.exit_code == 2
    assert "mot de passe refusé : attendu autre chose qu’un mot de passe courant" in framed(done)
    with reading(base) as session:
        assert session.scalars(select(UserRow)).all() == []


def test_a_right_bears_on_what_the_association_knows(base: Engine) -> None:
    with writing(base) as session:
        put(session, check_folder(PETIT))

    assert "agence inconnue « mer »" in framed(rota(*ADD, "rh", "--agence", "mer"))
    assert "dispositif inconnu « Q »" in framed(
        rota(*ADD, "rh", "--agence", "ville", "--dispositif", "Q")
    )
    assert "personne inconnue « zoe »" in framed(rota(*ADD, "mediateur", "--personne", "zoe"))
    assert rota(*ADD, "mediateur", "--agence", "ville", "--personne", "ada").exit_code == 0


def test_accounts_are_listed_with_what_they_may(base: Engine) -> None:
    rota(*ADD, "admin")
    with writing(base) as session:
        put(session, check_folder(PETIT))
    other = "b@exemple.org"
    rota("user", "add", other, "--nom", "Brice", "--role", "rh", "--agence", "ville")
    rota("user", "disable", other)

    lines = [line.split() for line in rota("user", "list").stdout.splitlines()]

    row = ["│", EMAIL, "│", "Ada", "Lemoine", "│", "admin", "(partout)", "│", "jamais", "│"]
    assert [*row, "ouvert", "│"] in lines
    row = ["│", other, "│", "Brice", "│", "rh", "(ville)", "│", "jamais", "│", "fermé", "│"]
    assert row in lines


def test_a_new_password_ends_the_sessions_of_the_old_one(base: Engine) -> None:
    rota(*ADD, "admin")
    with writing(base) as session:
        user = session.scalars(select(UserRow.id)).one()
        made = issue(session, user, Kind.SESSION, now=NOW, expires=None)

    done = rota("user", "reset", f" {EMAIL.upper()}")

    assert log_in(base, QUICK, email=EMAIL, password=done.stdout.strip())
    with reading(base) as session:
        assert opened_by(session, made.token, Kind.SESSION, NOW) is None


@pytest.mark.usefixtures("base")
def test_an_account_is_closed() -> None:
    rota(*ADD, "rh")

    assert framed(rota("user", "disable", EMAIL)) == f"Compte fermé : {EMAIL}"


def test_the_last_administrator_is_not_closed(base: Engine) -> None:
    rota(*ADD, "admin")

    done = rota("user", "disable", EMAIL)

    assert done.exit_code == 2
    assert "c’est le dernier administrateur" in framed(done)
    with reading(base) as session:
        assert session.scalars(select(TrailRow.user).distinct()).all() == ["local"]


@pytest.mark.usefixtures("base")
@pytest.mark.parametrize("command", ["reset", "disable"])
def test_an_unknown_account_is_told(command: str) -> None:
    done = rota("user", command, "personne@exemple.org")

    assert done.exit_code == 2
    assert "aucun compte n’a l’adresse personne@exemple.org" in framed(done)


@pytest.mark.usefixtures("base")
def test_what_was_typed_wrongly_is_told_in_french() -> None:
    assert "il manque" in framed(rota("user", "add", EMAIL))
    assert "commande inconnue : « ad »" in framed(rota("user", "ad"))
    assert "n’est pas" in framed(rota(*ADD, "roi"))
    wrong = rota("user", "add", "ada", "--nom", "Ada", "--role", "rh")
    assert "adresse électronique refusée : attendu nom@domaine" in framed(wrong)
    help_ = rota("user", "--help").stdout
    assert "Utilisation : rota user" in help_


def test_a_database_that_cannot_be_reached_is_no_defect_of_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROULEMENT_DATABASE_URL", f"sqlite:///{tmp_path / 'absent' / 'a.db'}")

    done = rota("user", "list")

    assert done.exit_code == 2
    assert framed(done).startswith("╭─ Base de données inaccessible")


def test_saving_makes_no_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROULEMENT_DATABASE_URL", f"sqlite:///{tmp_path / 'absente.db'}")

    done = rota("backup", tmp_path / "sauvegarde.zip")

    assert (done.exit_code, list(tmp_path.iterdir())) == (2, [])
    # A frame cuts long paths where they meet its edge.
    assert "absente.dbn’existepas." in framed(done).replace(" ", "")


def test_an_older_database_is_backed_up_where_the_settings_say_before_an_account_is_opened(
    base: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rota(*ADD, "rh")
    next_version(monkeypatch, tmp_path)
    monkeypatch.setenv("ROULEMENT_BACKUP_FOLDER", str(tmp_path / "gardées"))

    refused = rota("backup", tmp_path / "sauvegarde.zip")
    done = rota("user", "list")

    assert (refused.exit_code, "rota upgrade d’abord" in framed(refused)) == (2, True)
    (kept,) = (tmp_path / "gardées").iterdir()
    assert (done.exit_code, current(base)) == (0, FOLLOWING)
    assert "Sauvegarde d’avant la mise à jour de la base :" in framed(done)
    assert current(f"sqlite:///{kept}") == LATEST
