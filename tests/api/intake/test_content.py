import io
import zipfile
from pathlib import Path

import pytest

from api.data.sheets.limits import MOST_BYTES
from api.intake.foreign_file import read_foreign
from tests.api.intake.files import Cell, csv_file, refused, shifts, workbook

ANY = "un classeur (.xlsx, .ods, .xls), un fichier CSV ou un calendrier iCal (.ics)"
ROWS: list[list[Cell]] = [["Nom", "Date", "Horaires"], ["Ada", "01/06/2026", "8h-12h"]]


def links(target: str) -> str:
    """Return the part of an archive that names its main document."""
    return f'<R><Relationship Type="x/officeDocument" Target="{target}"/></R>'


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\x1f\x8b\x08\x00", "une archive compressée"),
        (b"{\\rtf1", "un document de texte"),
        (b'{"a": 1}', "un fichier JSON"),
        (b"PK\x03\x04rubbish", "archive abîmée"),
    ],
)
def test_another_kind_of_file_is_named_whatever_its_suffix(
    tmp_path: Path, data: bytes, reason: str
) -> None:
    path = tmp_path / "juin.xlsx"
    path.write_bytes(data)

    assert refused(path) == f"juin.xlsx : reçu « {reason} », attendu : {ANY}"


@pytest.mark.parametrize(
    ("data", "reason", "advice"),
    [
        (
            b"%PDF-1.7\n%\xe2\xe3",
            "un fichier PDF",
            (
                "demandez le tableau d’où vient ce PDF, ou ouvrez-le dans Excel (Données, Obtenir "
                "des données, À partir d’un PDF) et enregistrez le classeur"
            ),
        ),
        (b"\x89PNG\r\n\x1a\n", "une image", "demandez le tableau d’où vient cette image"),
        (b"\xff\xd8\xff\xe0", "une image", "demandez le tableau d’où vient cette image"),
    ],
)
def test_a_file_that_holds_no_table_is_refused_with_what_to_do(
    tmp_path: Path, data: bytes, reason: str, advice: str
) -> None:
    path = tmp_path / "juin.xlsx"
    path.write_bytes(data)

    assert refused(path) == f"juin.xlsx : reçu « {reason} », attendu : {ANY} : {advice}"


def test_a_page_of_html_that_passes_for_a_workbook_is_to_be_saved_as_one(tmp_path: Path) -> None:
    path = tmp_path / "juin.xls"
    path.write_text("<html><table><tr><td>Ada</td></tr></table></html>", encoding="utf-8")

    assert refused(path) == (
        "juin.xls : reçu « une page HTML ou un fichier XML », attendu : un classeur .xlsx (ouvrez "
        "ce fichier dans le tableur et enregistrez-le sous ce format)"
    )


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ({"a.txt": "x"}, "une archive compressée"),
        (
            {"_rels/.rels": links("word/document.xml")},
            "un document de texte ou de présentation",
        ),
        (
            {"_rels/.rels": links("xl/workbook.bin")},
            "un classeur binaire (.xlsb)",
        ),
        ({"_rels/.rels": "<R/>"}, "archive sans classeur"),
        ({"_rels/.rels": "<R>"}, "partie _rels/.rels illisible"),
        (
            {"_rels/.rels": '<!DOCTYPE a [<!ENTITY b "c">]><R>&b;</R>'},
            "partie _rels/.rels illisible",
        ),
        (
            {"content.xml": "<office:text xmlns:office='o'/>"},
            "un document de texte ou de présentation",
        ),
    ],
)
def test_archives_that_are_no_workbook_are_refused(
    tmp_path: Path, parts: dict[str, str], reason: str
) -> None:
    path = tmp_path / "juin.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)

    assert refused(path).startswith(f"juin.xlsx : reçu « {reason} », attendu : ")


def test_a_file_is_told_from_its_content(tmp_path: Path) -> None:
    book = workbook(tmp_path, {"Juin": ROWS}, name="planning.csv")
    text = csv_file(tmp_path, "Nom;Date;Horaires\nAda;01/06/2026;8h-12h", "planning.xlsx")

    assert shifts(read_foreign(book)) == shifts(read_foreign(text))


def test_a_file_or_a_folder_that_holds_nothing_is_refused(tmp_path: Path) -> None:
    (tmp_path / "vide").mkdir()

    assert refused(tmp_path / "absent.xlsx") == (
        f"absent.xlsx : reçu « fichier absent », attendu : {ANY}"
    )
    assert refused(tmp_path / "vide").startswith("vide : reçu « dossier vide »")


def test_a_folder_of_folders_is_refused_with_what_it_holds(tmp_path: Path) -> None:
    (tmp_path / "mois" / "juin").mkdir(parents=True)

    assert refused(tmp_path / "mois").startswith(
        "mois : reçu « dossier sans fichier à lire (mais : juin) »"
    )


# Limits -----------------------------------------------------------------------------------------


def test_a_file_of_fifty_megabytes_is_refused_with_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "juin.csv"
    with path.open("wb") as file:
        file.truncate(50 * 1_000_000)

    assert refused(path) == (
        "juin.csv : reçu « fichier de 50,0 Mo », attendu : 25 Mo au plus (donnez un fichier par "
        "mois ou par agence)"
    )


@pytest.mark.long
def test_the_limit_itself_is_allowed(tmp_path: Path) -> None:
    row = b"Ada;01/06/2026;8h-12h;" + b"x" * 100_000 + b"\n"
    data = b"Nom;Date;Horaires;Note\n" + row
    data += b"x" * (MOST_BYTES - len(data) - 1) + b"\n"
    good, bad = tmp_path / "bon.csv", tmp_path / "long.csv"
    good.write_bytes(data)
    bad.write_bytes(data + b"\n")

    assert "25,1 Mo" not in refused(good)
    assert "fichier de 25,1 Mo" in refused(bad)


@pytest.mark.long
def test_an_archive_that_unpacks_beyond_the_limit_is_refused_unread(tmp_path: Path) -> None:
    book = workbook(tmp_path, {"Juin": ROWS})
    bomb = tmp_path / "bombe.xlsx"
    with zipfile.ZipFile(book) as source, zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as out:
        for name in source.namelist():
            out.writestr(name, source.read(name))
        with out.open("xl/worksheets/sheet2.xml", "w", force_zip64=True) as part:
            for _ in range(26):
                part.write(b" " * 10_000_000)

    assert bomb.stat().st_size < 1_000_000
    assert refused(bomb).startswith(
        "bombe.xlsx : reçu « fichier qui, décompressé, en fait un de 260,1 Mo », attendu : 250 Mo"
    )


@pytest.mark.long
def test_a_cell_in_the_last_corner_takes_no_more_room(tmp_path: Path) -> None:
    import xlsxwriter  # noqa: PLC0415 - this file only

    path = tmp_path / "coin.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Juin")
    for row, cells in enumerate(ROWS):
        sheet.write_row(row, 0, cells)
    sheet.write(1_048_575, 16_383, "x")
    book.close()

    reading = read_foreign(path)

    assert shifts(reading) == [("Ada", "01/06 08:00", "01/06 12:00")]
    assert [e.line for e in reading.refused] == [1_048_576]
    assert reading.counts.read == 2


def test_half_a_million_cells_are_the_limit(tmp_path: Path) -> None:
    row = "<table:table-row table:number-rows-repeated='250001'><table:table-cell "
    cell = "office:value-type='string'><text:p>x</text:p></table:table-cell>"
    names = "xmlns:table='t' xmlns:office='o' xmlns:text='x'"
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "content.xml",
            f"<office:spreadsheet {names}><table:table table:name='J'>{row}"
            f"table:number-columns-repeated='2' {cell}</table:table-row></table:table>"
            "</office:spreadsheet>",
        )
    path = tmp_path / "repete.ods"
    path.write_bytes(content.getvalue())

    assert refused(path).startswith(
        "repete.ods : reçu « plus de 500 000 cases remplies », attendu : 500 000 cases au plus"
    )


# Folders ----------------------------------------------------------------------------------------


def test_a_folder_is_read_file_by_file_and_what_cannot_be_is_refused(tmp_path: Path) -> None:
    csv_file(tmp_path, "Nom;Date;Horaires\nAda;01/06/2026;8-12", "a.csv")
    workbook(tmp_path, {"Juin": [ROWS[0], ["Bob", "01/06/2026", "8-12"]]}, name="b.xlsx")
    (tmp_path / "c.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / ".cache").write_bytes(b"\x00")

    reading = read_foreign(tmp_path)

    assert [s[0] for s in shifts(reading)] == ["Ada", "Bob"]
    assert [e.file for e in reading.refused] == ["c.pdf"]
    assert (reading.counts.read, reading.counts.used, reading.counts.refused) == (3, 2, 1)


def test_the_same_shift_in_two_files_is_refused_with_the_first_file(tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv"):
        csv_file(tmp_path, "Nom;Date;Horaires\nAda;01/06/2026;8-12", name)

    (error,) = read_foreign(tmp_path).refused

    assert error.message == (
        "b.csv, ligne 2 : reçu « Ada ; 01/06/2026 ; 8-12 », attendu : une seule fois (déjà a.csv, "
        "ligne 2)"
    )


# Sheets -----------------------------------------------------------------------------------------


def test_sheets_without_hours_are_set_aside_and_those_with_hours_are_refused(
    tmp_path: Path,
) -> None:
    sheets: dict[str, list[list[Cell]]] = {
        "Juin": ROWS,
        "Notes": [["Penser à Ada"], ["le 3"]],
        "Brouillon": [["Ada", "8h-12h"]],
        "Vide": [],
    }

    reading = read_foreign(workbook(tmp_path, sheets))

    assert [(a.where.sheet, a.entries, a.why) for a in reading.aside] == [
        ("Notes", 2, "sans horaires")
    ]
    assert [(e.sheet, e.received) for e in reading.refused] == [("Brouillon", "Ada ; 8h-12h")]
    assert reading.counts.message == (
        "4\u00a0lignes ou cases lues : 1\u00a0utilisée, 1\u00a0refusée, 2\u00a0mises de côté"
    )


LIST = "Salarié;Date;Horaires\nZoé;01/06/2026;8h-12h"
READ = [("Zoé", "01/06 08:00", "01/06 12:00")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_the_encoding_is_told_from_the_content(tmp_path: Path, encoding: str) -> None:
    assert shifts(read_foreign(csv_file(tmp_path, LIST, encoding=encoding))) == READ


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_the_separator_is_told_from_the_content(tmp_path: Path, separator: str) -> None:
    path = csv_file(tmp_path, LIST.replace(";", separator))

    assert shifts(read_foreign(path)) == READ


def test_decimal_commas_are_no_separators(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "Nom;Date;Début;Fin\nAda;01/06/2026;8,5;12,5\nBob;01/06/2026;9;12,5")

    assert [s[1] for s in shifts(read_foreign(path))] == ["01/06 08:30", "01/06 09:00"]


def test_lines_are_those_of_an_editor_where_a_cell_holds_several(tmp_path: Path) -> None:
    path = tmp_path / "juin.csv"
    path.write_bytes(
        b'Nom;Date;Horaires\n"Ada";01/06/2026;"8h-12h\n13h-17h"\nBob;32/06/2026;8-12\n'
    )

    reading = read_foreign(path)

    assert [e.line for e in reading.refused] == [4]
    assert [s.where.line for s in reading.shifts] == [2, 2]


def test_a_quote_that_kept_a_formula_quiet_is_taken_off(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "Nom;Date;Horaires\n'-Ada;01/06/2026;8-12\n'Bob;01/06/2026;9-12")

    assert [s[0] for s in shifts(read_foreign(path))] == ["-Ada", "'Bob"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "reçu « fichier vide », attendu : un classeur"),
        (b" \r\n\r\n", "reçu « fichier vide », attendu : un classeur"),
        (b"Nom\nAda\n", "reçu « une seule colonne », attendu : des colonnes séparées par"),
        (
            b'Nom;Date\n"Ada;01/06\n',
            'juin.csv, ligne 2 : reçu « "Ada;01/06 », attendu : un guillemet',
        ),
        (b"a;b\x00c\n", "reçu « ni un classeur, ni du texte, ni un calendrier »"),
        (bytes(range(256)), "reçu « ni un classeur, ni du texte, ni un calendrier »"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / "juin.csv"
    path.write_bytes(data)

    assert message in refused(path)
