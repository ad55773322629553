import shutil
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from api.access.accounts.service import LOCAL
from api.data.errors import BadFilesError
from api.data.folder.load import load
from api.data.stored.association import data_number, read
from api.data.stored.importing import holds_association
from api.database.engine import reading, writing
from api.database.errors import NotEmptyError
from api.database.tables.access import TrailRow
from api.ledger.history import head, whole
from api.ledger.subjects import forget
from api.month.folder.importing import allowance, export_folder, import_folder
from tests.api.database.folders import PETIT, SAISON, without_history

MONTH = (
    "uid;creneau;personne;dispositif;agence;site;type;debut;fin;pauses;sequence;cree;modifie\n"
    "u1;P-J-2026-02-02;ada;P;ville;P;travail;2026-02-02T09:00+01:00;2026-02-02T16:00+01:00;"
    "60/non_payee/2026-02-02T12:00+01:00;0;2026-01-15T10:00:00Z;2026-01-15T10:00:00Z\n"
)


def with_history(tmp_path: Path) -> Path:
    folder = tmp_path / "petit"
    shutil.copytree(PETIT, folder)
    (folder / "historique").mkdir()
    (folder / "historique" / "2026-02.csv").write_text(MONTH)
    return folder


def test_a_history_becomes_publications_in_the_same_write(engine: Engine, tmp_path: Path) -> None:
    made = import_folder(engine, LOCAL, with_history(tmp_path))
    with reading(engine) as session:
        assert whole(session) == made
        assert (head(session).number, data_number(session)) == (1, 1)
        noted = session.scalars(select(TrailRow.action).order_by(TrailRow.id)).all()
    assert noted == ["importer", "importer"]


def test_a_database_that_holds_an_association_is_not_overwritten(engine: Engine) -> None:
    import_folder(engine, LOCAL, PETIT)
    with pytest.raises(NotEmptyError, match="--remplacer"):
        import_folder(engine, LOCAL, SAISON)
    with reading(engine) as session:
        assert read(session) == without_history(PETIT)


def test_told_to_replace_it_replaces_rows_and_keeps_the_register(
    engine: Engine, tmp_path: Path
) -> None:
    folder = with_history(tmp_path)
    import_folder(engine, LOCAL, folder)
    import_folder(engine, LOCAL, folder, replace=True)
    with reading(engine) as session:
        assert (head(session).number, data_number(session)) == (1, 2)
        assert whole(session) == load(folder)


def test_a_folder_without_someone_whom_the_register_knows_does_not_replace_them(
    engine: Engine, tmp_path: Path
) -> None:
    folder = with_history(tmp_path)
    path = folder / "historique" / "2026-02.csv"
    head_line, line = MONTH.splitlines()
    path.write_text(
        "\n".join([head_line, line, line.replace("u1;", "u2;").replace("ada", "brice")])
    )
    made = import_folder(engine, LOCAL, folder)

    with pytest.raises(BadFilesError) as refused:
        import_folder(engine, LOCAL, SAISON, replace=True)

    assert str(refused.value) == "\n".join(
        [
            "2\u00a0erreurs dans les fichiers :",
            *(
                f"  personnes.csv, colonne « id » : reçu rien, attendu : {who}, que le registre "
                "des publications connaît : gardez cette personne, avec une fin à son contrat, ou "
                "effacez d’abord ses données"
                for who in ("ada", "brice")
            ),
        ]
    )
    with reading(engine) as session:
        assert (whole(session), head(session).number, data_number(session)) == (made, 1, 1)


def test_nobody_erased_is_waited_for_and_what_replaced_comes_out_and_in_again(
    engine: Engine, tmp_path: Path
) -> None:
    import_folder(engine, LOCAL, with_history(tmp_path))
    with writing(engine) as session:
        forget(session, "ada")

    import_folder(engine, LOCAL, SAISON, replace=True)

    export_folder(engine, tmp_path / "dossier")
    assert load(tmp_path / "dossier").mediators == load(SAISON).mediators


def test_a_folder_with_a_fault_writes_nothing(engine: Engine, tmp_path: Path) -> None:
    folder = with_history(tmp_path)
    (folder / "historique" / "2026-02.csv").write_text(MONTH.replace(";ada;", ";personne;"))
    with pytest.raises(BadFilesError, match=r"2026-02\.csv, ligne 2"):
        import_folder(engine, LOCAL, folder)
    with reading(engine) as session:
        assert (holds_association(session), data_number(session)) == (False, 0)


def test_one_day_written_in_two_ways_is_twice_the_same_row(engine: Engine, tmp_path: Path) -> None:
    folder = tmp_path / "petit"
    shutil.copytree(PETIT, folder)
    (folder / "soldes.csv").write_text(
        "personne;compteur;jour;heures\n"
        "ada;heures_sup_annee;01/03/2026;3\nada;heures_sup_annee;2026-03-01;4\n"
    )
    with pytest.raises(BadFilesError, match=r"soldes\.csv, ligne 3.*déjà ligne 2"):
        import_folder(engine, LOCAL, folder)
    with pytest.raises(BadFilesError, match=r"soldes\.csv, ligne 3.*déjà ligne 2"):
        load(folder)


def test_whoever_only_a_removal_names_is_waited_for_too(engine: Engine, tmp_path: Path) -> None:
    folder = tmp_path / "petit"
    shutil.copytree(PETIT, folder)
    (folder / "historique" / "prevenance").mkdir(parents=True)
    (folder / "historique" / "prevenance" / "retraits.csv").write_text(
        "creneau;personne;dispositif;agence;site;type;debut;fin;pauses;retire\n"
        "P-J-2026-02-02;ada;P;ville;P;travail;2026-02-02T09:00+01:00;2026-02-02T16:00+01:00;"
        "60/non_payee/2026-02-02T12:00+01:00;2026-01-31T10:00:00Z\n"
    )
    made = import_folder(engine, LOCAL, folder)
    assert len(made.removals) == 1

    with pytest.raises(BadFilesError, match="ada, que le registre des publications connaît"):
        import_folder(engine, LOCAL, SAISON, replace=True)

    export_folder(engine, tmp_path / "dossier")
    assert load(tmp_path / "dossier") == made


@pytest.mark.parametrize(
    ("size", "served", "least"),
    [
        (0, True, (10, 220)),
        (194_000, True, (11, 235)),
        (9_400_000, True, (20, 370)),
        (100_000_000, True, (30, 600)),
        (100_000_000, False, (110, 1720)),
    ],
)
def test_what_reading_may_use_grows_with_what_is_there_to_read(
    size: int, least: tuple[int, int], *, served: bool
) -> None:
    assert allowance(size, served=served) == least
