"""Folders as French Excel makes them: read, and what could surprise is said."""

from pathlib import Path

import pytest

from api.data.errors import BadFilesError
from api.data.folder.load import load
from tests.api.data.folder.folders import faults, remarks, replaced, small

CSV_UTF_8 = "dans le tableur : enregistrer en « CSV UTF-8 »"
WESTERN = f"lu en Windows-1252, et non en UTF-8 : vérifiez les accents ({CSV_UTF_8})"


def saved(folder: Path, file: str, encoding: str, end: str = "\n") -> Path:
    """Save a file of the small instance again, in another encoding."""
    text = (folder / file).read_text(encoding="utf-8")
    (folder / file).write_bytes(text.replace("\n", end).encode(encoding))
    return folder


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_a_folder_saved_by_excel_is_the_same_association(tmp_path: Path, encoding: str) -> None:
    folder = small(tmp_path)
    expected = load(folder)
    for path in folder.glob("*.csv"):
        saved(folder, path.name, encoding, "\r\n")
    assert load(folder) == expected


def test_empty_columns_that_excel_leaves_at_the_end_are_none(tmp_path: Path) -> None:
    folder = small(tmp_path)
    expected = load(folder)
    path = folder / "personnes.csv"
    head, *rows = path.read_text(encoding="utf-8").splitlines()
    wide = [f"{head};;", *(f"{row};;" for row in rows[:-1]), rows[-1], ";" * 12, ";" * 12]
    path.write_text("\n".join(wide), encoding="utf-8")

    assert load(folder) == expected

    path.write_text("\n".join([wide[0], f"{rows[0]};;oubli", *rows[1:]]), encoding="utf-8")
    (wrong,) = faults(folder)
    assert wrong == (
        "personnes.csv, ligne 2 : reçu « 12 colonnes », attendu : 10\u00a0colonnes, séparées par "
        "des points-virgules"
    )


def test_columns_without_a_title_between_others_are_told_as_such(tmp_path: Path) -> None:
    folder = replaced(tmp_path, "personnes.csv", "id;nom;role", "id;;;nom;role")
    assert all("reçu « en-tête vide »" in message for message in faults(folder))


def test_windows_encoding_is_said_with_a_word_that_shows_it(tmp_path: Path) -> None:
    folder = saved(saved(small(tmp_path), "sites.csv", "cp1252"), "dispositifs.csv", "cp1252")
    assert remarks(folder) == (f"dispositifs.csv, sites.csv : {WESTERN} (« Médiation », ligne 2)",)


def test_utf_8_with_its_mark_goes_without_saying(tmp_path: Path) -> None:
    assert remarks(saved(small(tmp_path), "sites.csv", "utf-8-sig", "\r\n")) == ()


def test_a_letter_that_windows_has_not_is_said_to_be_lost(tmp_path: Path) -> None:
    folder = replaced(tmp_path, "personnes.csv", "Brice Kouassi", "Brice Kovačić")
    text = (folder / "personnes.csv").read_text(encoding="utf-8").replace("Ada", "Adèle")
    (folder / "personnes.csv").write_bytes(text.encode("cp1252", "replace"))
    assert remarks(folder)[-1] == (
        "personnes.csv : une lettre étrangère à Windows-1252 y est devenue « ? » : corrigez ce mot "
        "(« Kova?i? », ligne 3)"
    )


@pytest.mark.parametrize("encoding", ["cp850", "mac-roman"])
def test_other_encodings_are_refused_once_and_nothing_follows(
    tmp_path: Path, encoding: str
) -> None:
    folder = replaced(tmp_path, "personnes.csv", "Ada Lemoine", "Aïda Lémoine")
    saved(folder, "personnes.csv", encoding)
    with pytest.raises(BadFilesError) as caught:
        load(folder)
    head, cause, *waiting = str(caught.value).splitlines()
    assert head == "1\u00a0erreur dans les fichiers :"
    assert cause.startswith("  personnes.csv")
    assert "attendu : un fichier" in cause
    assert CSV_UTF_8 in cause
    assert waiting == ["  13\u00a0renvois à personnes.csv : à contrôler quand il sera lu en entier"]


def test_a_history_of_people_that_cannot_be_read_is_not_refused_line_by_line(
    tmp_path: Path,
) -> None:
    folder = saved(small(tmp_path), "personnes.csv", "utf-8")
    (folder / "personnes.csv").write_text("id;nom\n", encoding="utf-8")
    (folder / "historique").mkdir()
    (folder / "historique" / "2026-02.csv").write_text(
        "uid;creneau;personne;dispositif;agence;site;type;debut;fin;pauses;sequence;cree;modifie\n"
        "u1;P-J-2026-02-02;ada;P;ville;P;travail;2026-02-02T09:00+01:00;"
        "2026-02-02T16:00+01:00;;0;;\n",
        encoding="utf-8",
    )
    assert {message.split(",")[0] for message in faults(folder)} == {"personnes.csv"}


@pytest.mark.parametrize(
    ("separator", "named"), [(",", "virgules"), ("\t", "tabulations"), ("|", "barres")]
)
def test_other_separators_are_read_and_said(tmp_path: Path, separator: str, named: str) -> None:
    folder = small(tmp_path)
    expected = load(folder)
    text = (folder / "absences.csv").read_text(encoding="utf-8")
    (folder / "absences.csv").write_text(text.replace(";", separator), encoding="utf-8")
    assert load(folder) == expected
    assert remarks(folder) == (f"absences.csv : lu avec des {named} entre colonnes",)


def test_lists_between_commas_are_to_be_quoted(tmp_path: Path) -> None:
    folder = small(tmp_path)
    text = (folder / "gabarits.csv").read_text(encoding="utf-8")
    (folder / "gabarits.csv").write_text(text.replace(";", ","), encoding="utf-8")
    with pytest.raises(BadFilesError) as caught:
        load(folder)
    assert str(caught.value).splitlines()[1:] == [
        (
            "  gabarits.csv, ligne 2 : reçu « 20 colonnes », "
            "attendu : 16\u00a0colonnes, séparées par des virgules"
        ),
        "  2\u00a0renvois à gabarits.csv : à contrôler quand il sera lu en entier",
        "  lu autrement : gabarits.csv : lu avec des virgules entre colonnes",
    ]


def test_the_line_that_tells_excel_the_separator_is_no_header(tmp_path: Path) -> None:
    folder = small(tmp_path)
    text = (folder / "absences.csv").read_text(encoding="utf-8")
    (folder / "absences.csv").write_text(f"sep=;\n{text}", encoding="utf-8")
    assert (faults(folder), remarks(folder)) == ([], ())


def test_headers_and_names_of_files_have_any_case_and_accents(tmp_path: Path) -> None:
    folder = replaced(tmp_path, "personnes.csv", "id;nom;role", "ID;Nom;Rôle")
    (folder / "formation_socle.csv").rename(folder / "Formation socle.CSV")
    (folder / "personnes.csv").rename(folder / "Personnes.csv")
    assert load(folder) == load(small(tmp_path / "autre"))
    assert remarks(folder) == ()


def test_a_kind_in_two_files_is_refused(tmp_path: Path) -> None:
    folder = small(tmp_path)
    (folder / "Absences.CSV").write_bytes((folder / "absences.csv").read_bytes())
    assert faults(folder) == [
        (
            "absences : reçu « Absences.CSV et absences.csv », "
            "attendu : un seul d’entre eux : gardez celui qui est à jour, retirez l’autre"
        )
    ]


def test_what_a_program_holds_open_is_no_file_of_ours(tmp_path: Path) -> None:
    folder = small(tmp_path)
    (folder / "~$personnes.xlsx").write_bytes(b"")
    (folder / ".~lock.personnes.csv#").write_bytes(b"")
    assert (faults(folder), remarks(folder)) == ([], ())
