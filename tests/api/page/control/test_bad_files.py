"""Files that can't be read, given to the page: each is told in French, and harms nothing."""

import io
from collections.abc import Callable
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import xlsxwriter

from tests.api.page.control.uploads import HERE, answer, send, spaced, upload
from tests.api.page.every_role import HTML
from tests.api.service import Service

pytestmark = pytest.mark.long

GOOD = b"personne;date;d\xc3\xa9but;fin;pause\nAda Lemoine;16/03/2026;08:00;18:30;0\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def bomb() -> bytes:
    """Return a workbook of less than a megabyte, a sheet of which unpacks to 300 MB."""
    small, output = io.BytesIO(), io.BytesIO()
    book = xlsxwriter.Workbook(small)
    book.add_worksheet("Mars").write(0, 0, "personne")
    book.close()
    sheet = "xl/worksheets/sheet1.xml"
    with ZipFile(small) as before, ZipFile(output, "w", ZIP_DEFLATED, compresslevel=9) as zipped:
        for name in before.namelist():
            if name != sheet:
                zipped.writestr(name, before.read(name))
        with zipped.open(sheet, "w", force_zip64=True) as part:
            for _ in range(300):
                part.write(bytes(1_000_000))
    return output.getvalue()


def encrypted() -> bytes:
    """Return what a workbook with a password begins as: a container that holds one package."""
    return OLE + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(2000)


def archive() -> bytes:
    """Return a ZIP of files, which is no workbook."""
    output = io.BytesIO()
    with ZipFile(output, "w") as zipped:
        zipped.writestr("mars.csv", GOOD)
    return output.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("vide.csv", b"", "vide.csv : reçu"),
        ("planning.pdf", b"%PDF-1.7\n1 0 obj\n", "un fichier PDF"),
        ("photo.png", b"\x89PNG\r\n\x1a\n" + bytes(100), "une image"),
        ("photo.xlsx", b"\xff\xd8\xff\xe0" + bytes(100), "une image"),
        ("bombe.xlsx", bomb, "250 Mo au plus"),
        ("secret.xlsx", encrypted, "secret.xlsx : reçu"),
        ("mars.zip", archive, "mars.zip : reçu"),
        ("coupe.xlsx", b"PK\x03\x04rien", "coupe.xlsx : reçu"),
        ("lettre.docx.rtf", b"{\\rtf1 bonjour}", "un document de texte"),
        ("sans.csv", b"bonjour\nmonde\n", "une seule colonne"),
        ("agenda.ics", b"BEGIN:VCALENDAR\r\n", "agenda.ics"),
    ],
)
def test_a_file_that_cant_be_read_says_why(
    service: Service, name: str, content: bytes | Callable[[], bytes], message: str
) -> None:
    client = service.client("rh")

    page = upload(client, (name, content() if callable(content) else content))

    assert message in page, page
    assert "Aucun service lu : rien à contrôler." in page
    assert "Contrôler sans" not in page


def test_a_bad_file_among_good_ones_doesnt_stop_them(service: Service) -> None:
    client = service.client("rh")
    page = upload(client, ("mars.csv", GOOD), ("photo.png", b"\x89PNG\r\n\x1a\n" + bytes(100)))
    assert "photo.png : reçu « une image »" in page

    page = answer(client, page, geste="tel-quel")

    assert "Durée quotidienne maximale" in page


def test_two_files_of_one_name_are_told_apart(service: Service) -> None:
    page = upload(service.client("rh"), ("mars.csv", GOOD), ("mars.csv", b"%PDF-1.7"))

    assert "mars (2).csv : reçu « un fichier PDF »" in page


def test_a_name_that_leads_elsewhere_stays_in_its_folder(service: Service) -> None:
    page = upload(service.client("rh"), ("../../etc/<b>mars.csv", GOOD))

    assert "_.._etc__b_mars.csv" in page


NOTHING_CHOSEN = (
    '--X\r\nContent-Disposition: form-data; name="fichiers"; filename=""\r\n'
    "Content-Type: application/octet-stream\r\n\r\n\r\n"
    '--X\r\nContent-Disposition: form-data; name="debut"\r\n\r\n2026-03\r\n--X--\r\n'
)
"""What a browser sends where no file was chosen."""


def test_no_file_is_refused_beside_the_field(service: Service) -> None:
    client = service.client("rh")
    headers = {**HTML, "content-type": "multipart/form-data; boundary=X"}
    chosen = client.post(HERE, content=NOTHING_CHOSEN.encode(), headers=headers)

    for answered in (chosen, send(client, debut="2026-03")):
        assert answered.status_code == 422
        assert "Attendu : au moins un fichier" in answered.text
        assert 'value="2026-03"' in answered.text


def test_two_hundred_megabytes_are_refused_before_they_come(service: Service) -> None:
    headers = {**HTML, "content-length": str(200 << 20), "content-type": "multipart/form-data"}

    answered = service.client("rh").post(HERE, content=iter(()), headers=headers)

    assert answered.status_code == 413
    assert "La requête fait plus de 20 Mo" in spaced(answered.text)


@pytest.mark.parametrize(
    ("field", "name", "content", "message"),
    [
        ("legendes", "codes.csv", b"x;y\n1;2\n", "aucun code"),
        ("legendes", "photo.png", b"\x89PNG\r\n\x1a\n", "une image"),
        ("noms", "noms.csv", b"nom;personne\nAda;\n", "deux colonnes : nom;personne"),
    ],
)
def test_a_wrong_legend_or_list_of_names_is_refused_and_nothing_is_kept(
    service: Service, field: str, name: str, content: bytes, message: str
) -> None:
    client = service.client("rh")
    sent = [("fichiers", ("mars.csv", GOOD)), (field, (name, content))]

    answered = client.post(HERE, files=sent, data={"debut": "2026-03"}, headers=HTML)

    assert answered.status_code == 422
    assert message in answered.text
    assert 'value="2026-03"' in answered.text
    assert "Lire et contrôler" in client.get(HERE, headers=HTML).text


def test_a_legend_that_looks_like_ours_and_isnt_is_read_as_a_legend(service: Service) -> None:
    client = service.client("rh")
    rota = b"mars 2026;\nNom;16;17;18;19;20\nAda Lemoine;N;N;N;N;N\n"
    legend = b"code;horaires;type\nN;21h-5h;nuit\n"

    sent = [("fichiers", ("mars.csv", rota)), ("legendes", ("codes.csv", legend))]
    page = client.post(HERE, files=sent, headers=HTML).text

    assert "21:00–05:00" in page
    assert client.get(f"{HERE}/codes.xlsx").status_code == 200


def test_a_text_too_long_for_a_form_is_told_and_not_asked_about(service: Service) -> None:
    client = service.client("rh")
    rota = f"mars 2026;\nNom;16;17;18;19;20\nAda Lemoine;N;{'x y ' * 400};*;?;8h-9h\n"

    page = upload(client, ("mars.csv", rota.encode()))
    page = answer(client, page, codes={"N": ("", "21h-5h"), "*": ("repos", ""), "?": ("", "8h-9h")})

    assert "1 refus à corriger dans les fichiers" in page
    assert "Contrôler sans la case refusée" in page
