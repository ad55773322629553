"""What can't be imported: each cause is said in French with its place, and nothing is written."""

from base64 import b64encode

import pytest

from api.french.quoting import MOST_TOLD
from tests.api.month.folder.test_routes import HARMFUL, zipped
from tests.api.page.every_role import HTML
from tests.api.page.importing.sending import HERE, carry_out, faults, petit, send, words
from tests.api.service import Service

PICTURE = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
OLD_ACCENTS = "id;nom;role\nada;Andr\u201a L\u201aa;mediateur\n".encode("cp1252")


def test_a_fault_has_its_file_line_column_and_what_was_meant(service: Service) -> None:
    page = send(service.client("rh"), petit(absences=("ada;", "adda;")))

    assert page.status_code == 422
    assert "1 défaut à corriger dans les fichiers" in words(page)
    assert faults(page) == [
        (
            "absences.csv",
            "2",
            "personne",
            "adda",
            (
                "un identifiant de personne qui figure dans personnes.csv "
                "(vouliez-vous dire « ada » ?)"
            ),
        )
    ]
    assert "geste" in page.text
    assert "seen_files" not in page.text


def test_an_unknown_header_is_named_with_what_it_may_be(service: Service) -> None:
    page = send(service.client("rh"), petit(personnes=("naissance", "naisance")))

    assert (
        "personnes.csv",
        "1",
        "naisance",
        "naisance",
        "une colonne du format (vouliez-vous dire « naissance » ?)",
    ) in faults(page)


@pytest.mark.parametrize(
    ("content", "received", "expected"),
    [
        (PICTURE, "octet nul", "un fichier texte en UTF-8"),
        (b"", "fichier vide", "une ligne d’en-têtes, puis les lignes"),
        (OLD_ACCENTS, "Andr‚ L‚a", "celui-ci est d’un autre encodage"),
    ],
    ids=["a picture", "nothing", "another encoding"],
)
def test_a_file_that_is_no_csv_says_what_it_is(
    service: Service, content: bytes, received: str, expected: str
) -> None:
    first = faults(send(service.client("rh"), {**petit(), "personnes.csv": content}))[0]

    assert first[0] == "personnes.csv"
    assert received in first[3]
    assert expected in first[4]


def test_a_name_that_no_disk_takes_is_refused_with_it(service: Service) -> None:
    name = f"{'é' * 119}.csv"  # 242 bytes, in 123 letters

    page = send(service.client("rh"), {name: b"id;nom\n"})
    other = send(service.client("rh"), {f"{'é' * 118}.csv": b"id;nom\n"})

    assert page.status_code == 422
    ((file, *_, expected),) = faults(page)
    assert file[:100] == name[:100]
    assert "un nom de 240 caractères au plus (un accent en vaut deux)" in expected
    assert "240 caractères" not in other.text


def test_a_workbook_with_a_password_is_named(service: Service) -> None:
    page = send(service.client("rh"), {"association.xlsx": LOCKED})

    assert (
        "association.xlsx",
        "",
        "",
        "classeur protégé par un mot de passe",
        "un classeur sans mot de passe",
    ) in faults(page)


def test_an_archive_that_could_do_harm_is_refused(service: Service) -> None:
    page = send(service.client("rh"), {"petit.zip": HARMFUL["climbs"]})

    assert page.status_code == 422
    assert "L’archive est refusée" in words(page)
    assert faults(page)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({}, "Aucun fichier n’est choisi."),
        ({"photo.png": PICTURE}, "Les fichiers choisis sont refusés."),
        (
            {"petit.zip": zipped(petit()), "sites.csv": b"id\n"},
            "Les fichiers choisis sont refusés.",
        ),
        ({f"{n}.csv": b"id\n" for n in range(201)}, "L’envoi n’a pas pu être lu."),
    ],
    ids=["nothing", "a picture", "a ZIP and a file", "too many"],
)
def test_what_is_no_folder_is_refused_on_the_same_page(
    service: Service, content: dict[str, bytes], said: str
) -> None:
    page = send(service.client("rh"), content)

    assert page.status_code == 422
    assert said in words(page)
    assert 'type="file"' in page.text


def test_a_file_chosen_twice_or_with_a_path_stays_in_the_folder(service: Service) -> None:
    client = service.client("rh")

    twice = send(client, {**petit(), "Absences.csv": b"x", "autre/absences.csv": b"y"})
    climbing = send(client, {f"../../{name}": data for name, data in petit().items()})

    assert [fault[4] for fault in faults(twice)] == ["ce fichier une seule fois"] * 2
    assert "Rien à importer" in words(climbing)


def test_what_the_page_carried_is_judged_again(service: Service) -> None:
    client = service.client("rh")
    page = send(client, petit())

    broken = carry_out(client, page, archive="pas de la base 64")
    noise = carry_out(client, page, archive=b64encode(b"pas un ZIP").decode())

    assert "L’envoi n’a pas pu être lu" in words(broken)
    assert "L’archive est refusée" in words(noise)


def test_more_than_a_request_may_hold_is_a_page(service: Service) -> None:
    page = send(service.client("rh"), {"petit.zip": bytes(50 << 20)})

    assert page.status_code == 413
    assert "<h1>Requête trop longue</h1>" in page.text


def test_many_faults_are_counted_and_the_first_ones_shown(service: Service) -> None:
    rows = "".join(f"inconnu{n};02/03/2026;08/03/2026;conge\n" for n in range(MOST_TOLD + 5))
    content = {**petit(), "absences.csv": f"personne;debut;fin;motif\n{rows}".encode()}

    page = send(service.client("rh"), content)

    assert len(faults(page)) == MOST_TOLD
    assert "Et 5 autres défauts." in words(page)


def test_who_is_not_signed_in_is_asked_to_and_nothing_is_read(service: Service) -> None:
    page = service.client().post(HERE, data={"geste": "essayer"}, headers=HTML)

    assert page.status_code == 401
