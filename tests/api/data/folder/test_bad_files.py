from pathlib import Path

import pytest

from api.data.errors import BadFilesError
from api.data.folder.load import load
from tests.api.data.folder.folders import added, faults, replaced, small


def test_the_small_instance_has_no_fault(tmp_path: Path) -> None:
    assert faults(small(tmp_path)) == []


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert faults(tmp_path / "ailleurs") == [
        (
            "ailleurs : reçu « dossier absent », "
            "attendu : un dossier de CSV, ou un classeur (.xlsx, .ods)"
        )
    ]


def test_missing_files_are_named(tmp_path: Path) -> None:
    folder = small(tmp_path)
    (folder / "besoins.csv").unlink()
    assert "besoins.csv : reçu « fichier absent », attendu : ce fichier" in faults(folder)


def test_optional_files_may_be_missing(tmp_path: Path) -> None:
    folder = small(tmp_path)
    (folder / "absences.csv").unlink()
    assert faults(folder) == []


def test_a_file_that_nobody_reads_is_no_secret(tmp_path: Path) -> None:
    folder = small(tmp_path)
    (folder / "absence.csv").write_text("personne;debut\n", encoding="utf-8")
    (message,) = faults(folder)
    assert message.startswith("absence.csv : reçu « absence.csv », attendu : l’un des fichiers")


def test_a_file_beside_the_months_that_nobody_reads_is_no_secret(tmp_path: Path) -> None:
    folder = small(tmp_path)
    beside = folder / "historique" / "prevenance"
    beside.mkdir(parents=True)
    (beside / ".retraits.csv").write_text("", encoding="utf-8")
    (beside / "notes.txt").write_text("", encoding="utf-8")
    assert faults(folder) == []

    (beside / "retrait.csv").write_text("creneau;personne\n", encoding="utf-8")

    (message,) = faults(folder)
    assert message == (
        "historique/prevenance/retrait.csv : reçu « prevenance/retrait.csv », attendu : "
        "calendrier/evenements.csv ou prevenance/retraits.csv"
    )


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    folder = small(tmp_path)
    (folder / "absences.csv").write_text("\n", encoding="utf-8")
    assert faults(folder) == [
        "absences.csv : reçu « fichier vide », attendu : une ligne d’en-têtes, puis les lignes"
    ]


def test_a_month_without_people_is_refused(tmp_path: Path) -> None:
    folder = small(tmp_path)
    header = (folder / "personnes.csv").read_text(encoding="utf-8").splitlines()[0]
    (folder / "personnes.csv").write_text(header + "\n", encoding="utf-8")
    messages = faults(folder)
    assert "personnes.csv : reçu « aucune ligne », attendu : au moins une ligne" in messages


def test_a_byte_order_mark_is_no_part_of_the_header(tmp_path: Path) -> None:
    folder = small(tmp_path)
    text = (folder / "sites.csv").read_text(encoding="utf-8")
    (folder / "sites.csv").write_text(text, encoding="utf-8-sig")
    assert faults(folder) == []


def test_unknown_columns_are_named_with_the_nearest_known_one(tmp_path: Path) -> None:
    folder = replaced(tmp_path, "absences.csv", "personne;debut", "personne;debuts")
    assert faults(folder) == [
        (
            "absences.csv, ligne 1, colonne « debut » : reçu « colonne absente », "
            "attendu : cette colonne"
        ),
        (
            "absences.csv, ligne 1, colonne « debuts » : reçu « debuts », attendu : une colonne "
            "du format (vouliez-vous dire « debut » ?)"
        ),
    ]


def test_ids_that_a_space_separates_are_refused_once_with_how_to_separate_them(
    tmp_path: Path,
) -> None:
    folder = replaced(
        tmp_path, "personnes.csv", "12/05/1990;ville;P;non", "12/05/1990;ville;P Q;non"
    )
    [fault] = faults(folder)
    assert fault.startswith(
        "personnes.csv, ligne 2, colonne « dispositifs » : reçu « P Q », attendu : des "
        "identifiants séparés par des virgules, sans espace ni guillemet"
    )


def test_lines_of_the_wrong_length_are_refused(tmp_path: Path) -> None:
    folder = added(tmp_path, "absences.csv", "ada;03/03/2026", "ada;1;2;3;4")
    assert faults(folder) == [
        (
            "absences.csv, ligne 4 : reçu « 2 colonnes », "
            "attendu : 4\u00a0colonnes, séparées par des points-virgules"
        ),
        (
            "absences.csv, ligne 5 : reçu « 5 colonnes », "
            "attendu : 4\u00a0colonnes, séparées par des points-virgules"
        ),
    ]


def test_a_quotation_mark_that_is_never_closed_is_found(tmp_path: Path) -> None:
    (message,) = faults(added(tmp_path, "absences.csv", 'ada;"03/03/2026;03/03/2026;conge'))
    assert message.startswith("absences.csv, ligne 4 : reçu « ada;")
    assert "guillemet" in message


def test_lines_after_a_cell_of_several_lines_keep_their_number(tmp_path: Path) -> None:
    folder = added(tmp_path, "sites.csv", 'gare;Gare;"1 rue\nHaute";ville', "quai;;;ville")
    assert faults(folder) == [
        (
            "sites.csv, ligne 6, colonne « nom » : reçu rien, "
            "attendu : une valeur, elle est obligatoire"
        )
    ]


def test_all_faults_come_at_once_in_file_order(tmp_path: Path) -> None:
    folder = added(tmp_path, "absences.csv", "ada;31/02/2026;32/13/2026;vacances")
    with (folder / "contrats.csv").open("a", encoding="utf-8") as out:
        out.write("zoe;CDI;01/09/2020;;trente;semaine;;\n")
    with pytest.raises(BadFilesError) as caught:
        load(folder)
    assert str(caught.value).splitlines() == [
        "5\u00a0erreurs dans les fichiers :",
        (
            "  absences.csv, ligne 4, colonne « debut » : reçu « 31/02/2026 », "
            "attendu : une date qui existe"
        ),
        (
            "  absences.csv, ligne 4, colonne « fin » : reçu « 32/13/2026 », "
            "attendu : une date qui existe"
        ),
        (
            "  absences.csv, ligne 4, colonne « motif » : reçu « vacances », "
            "attendu : l’un de : conge, maladie, indisponible, "
            "repos_compensateur, recuperation, accident_travail, maternite_paternite, "
            "sans_solde, autre"
        ),
        (
            "  contrats.csv, ligne 8, colonne « heures_semaine » : reçu « trente », "
            "attendu : un nombre comme 37,5"
        ),
        (
            "  contrats.csv, ligne 8, colonne « personne » : reçu « zoe », "
            "attendu : un identifiant de personne qui figure dans personnes.csv"
        ),
    ]


def test_messages_hold_no_english(tmp_path: Path) -> None:
    folder = added(tmp_path, "gabarits.csv", "X;P;place;matin;lundis;9;25:00;hier;;peut-être;;;;;;")
    text = "\n".join(faults(folder))
    assert text.count("gabarits.csv, ligne 4") >= 6
    for word in ("Input", "should", "valid", "error", "field"):
        assert word not in text


def test_a_name_of_a_thousand_characters_is_cut_in_the_message(tmp_path: Path) -> None:
    folder = replaced(tmp_path, "personnes.csv", "Ada Lemoine", "x" * 1000)
    assert faults(folder) == [
        (
            f"personnes.csv, ligne 2, colonne « nom » : reçu « {'x' * 60}… », "
            "attendu : 120 caractères au plus (reçu : 1000)"
        )
    ]
