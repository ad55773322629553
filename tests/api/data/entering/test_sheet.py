import csv
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.access.rights.rows import RIGHTS, May
from api.data.rows.kinds import KINDS
from api.web.refusing.problems import Refusal
from tests.api.data.entering.sheets import counts, faults, sent
from tests.api.entered import ROWS, add, keys
from tests.api.page.data.examples import example, writer
from tests.api.page.data.forms import get, submit
from tests.api.service import Service

AWAY = "personne;debut;fin;motif\n"


@pytest.fixture
def boss(service: Service) -> TestClient:
    """Give a responsable of the agency `ville`."""
    return service.client("responsable", agency="ville")


def test_rows_that_are_there_stay_and_others_are_added(boss: TestClient) -> None:
    kind = "absences"
    before = keys(boss, kind)
    text = f"{AWAY}ada;06/03/2026;06/03/2026;conge\nbrice;10/03/2026;12/03/2026;conge\n"

    tried = sent(boss, kind, text, dry_run=True)
    assert (counts(tried), tried.remarks) == ((1, 0, 1), ())
    assert keys(boss, kind) == before

    assert counts(sent(boss, kind, text)) == (1, 0, 1)
    after = keys(boss, kind)
    assert {key: after[key] for key in before} == before
    (new,) = (values for key, values in after.items() if key not in before)
    assert (new["mediator"], new["start"], new["end"]) == ("brice", "2026-03-10", "2026-03-12")
    assert counts(sent(boss, kind, text)) == (0, 0, 2)


def test_a_row_that_something_identifies_is_changed_and_keeps_its_key(boss: TestClient) -> None:
    kind = "sites"
    before = keys(boss, kind)
    key, site = next(iter(before.items()))
    rh_file = "\n".join(
        ["id;nom;agence;adresse;latitude;longitude", f"{site['id']};Ailleurs;{site['agency']};;;"]
    )

    assert counts(sent(boss, kind, rh_file)) == (0, 1, 0)
    assert keys(boss, kind)[key]["name"] == "Ailleurs"
    history = boss.get(f"{ROWS}/{kind}/{key}/historique").json()["items"]
    assert [change["action"] for change in history] == ["modifier"]


def test_what_a_responsable_does_not_see_stays_as_it_is(service: Service, boss: TestClient) -> None:
    rh = service.client("rh")
    ill = {"mediator": "ada", "start": "2026-03-10", "end": "2026-03-12", "kind": "maladie"}
    row = add(rh, "absences", ill)

    # They give it the only reason that they may: it isn't the one that is kept.
    done = sent(boss, "absences", f"{AWAY}ada;10/03/2026;12/03/2026;conge\n")

    assert counts(done) == (0, 0, 1)
    assert keys(rh, "absences")[row["key"]]["kind"] == "maladie"


def test_a_reason_of_health_is_no_responsables_to_give(boss: TestClient) -> None:
    text = f"{AWAY}brice;10/03/2026;12/03/2026;maladie\n"
    ((field, expected),) = faults(boss, "absences", text)

    assert field == "absences.csv, ligne 2, colonne « motif »"
    assert "conge" in expected


def test_every_fault_has_its_line_and_column_and_nothing_is_written(boss: TestClient) -> None:
    kind = "absences"
    before = keys(boss, kind)
    text = (
        f"{AWAY}brice;10/03/2026;12/03/2026;conge\n"
        "brice;40/03/2026;12/03/2026;conge\npersonne;10/03/2026;12/03/2026;vacances\n"
    )

    assert [field for field, _ in faults(boss, kind, text)] == [
        "absences.csv, ligne 3, colonne « debut »",
        "absences.csv, ligne 4, colonne « motif »",
    ]
    assert keys(boss, kind) == before


def test_what_the_association_refuses_has_its_line_too(boss: TestClient) -> None:
    text = f"{AWAY}brice;12/03/2026;10/03/2026;conge\n"

    ((field, _),) = faults(boss, "absences", text)

    assert field.startswith("absences.csv, ligne 2, colonne « ")


def test_another_agencys_people_are_as_unknown_as_nobody(two: Service) -> None:
    mine = two.client("responsable", agency="ville")

    def refused(person: str) -> list[tuple[str, str]]:
        text = f"{AWAY}{person};10/03/2026;12/03/2026;conge\n"
        return faults(mine, "absences", text)

    assert refused("001~ada") == refused("inconnu")
    assert refused("inconnu")[0][0] == "absences.csv, ligne 2, colonne « personne »"


def test_a_file_without_rows_or_with_other_columns_is_refused(boss: TestClient) -> None:
    assert faults(boss, "absences", AWAY)[0][1] == "au moins une ligne"
    wrong = faults(boss, "absences", "nom;jour\nada;06/03/2026\n")
    assert wrong != []
    assert all(field.startswith("absences.csv") for field, _ in wrong)


def test_kinds_that_a_responsable_only_reads_have_no_import(boss: TestClient) -> None:
    with pytest.raises(Refusal) as refused:
        sent(boss, "dispositifs", "id\n")

    assert refused.value.status == 403


def test_what_a_file_has_no_column_for_stays_as_it_is(boss: TestClient) -> None:
    kind = "sites"
    key, site = next(iter(keys(boss, kind).items()))
    columns = "id;nom;agence;adresse"
    whole = f"{columns};latitude;longitude\n{site['id']};Là;{site['agency']};1 quai;47.2;-1.5\n"
    assert counts(sent(boss, kind, whole)) == (0, 1, 0)

    short = f"id;nom;agence\n{site['id']};Ailleurs;{site['agency']}\n"

    assert counts(sent(boss, kind, short)) == (0, 1, 0)
    assert counts(sent(boss, kind, short)) == (0, 0, 1)
    after = keys(boss, kind)[key]
    assert (after["name"], after["address"], after["latitude"]) == ("Ailleurs", "1 quai", 47.2)


def test_a_row_is_there_whatever_it_has_where_the_file_has_no_column(service: Service) -> None:
    rh, kind = service.client("rh"), "absences"
    text = "personne;debut;fin;motif;heures_jour\nbrice;10/03/2026;12/03/2026;conge;5\n"
    assert counts(sent(rh, kind, text)) == (1, 0, 0)

    again = sent(rh, kind, f"{AWAY}brice;10/03/2026;12/03/2026;conge\n")

    assert counts(again) == (0, 0, 1)


def test_a_row_twice_in_a_file_is_refused_with_the_line_of_the_first(boss: TestClient) -> None:
    kind = "sites"
    site = next(iter(keys(boss, kind).values()))
    columns = "id;nom;agence\n"

    for name in (site["id"], "neuf"):
        text = f"{columns}{name};Là;{site['agency']}\n{name};Ailleurs;{site['agency']}\n"
        assert faults(boss, kind, text) == [
            ("sites.csv, ligne 3, colonne « id »", "site une seule fois (déjà ligne 2)")
        ]


def test_an_id_that_somebody_elses_row_has_is_said_without_its_key(two: Service) -> None:
    mine = two.client("responsable", agency="ville")
    theirs = two.client("rh")
    agency = next(iter(keys(mine, "sites").values()))["agency"]
    unseen = keys(theirs, "sites").values()
    site = next(row["id"] for row in unseen if row["agency"] not in (agency, ""))

    refused = faults(mine, "sites", f"id;nom;agence\n{site};Là;{agency}\n")

    assert refused == [
        ("sites.csv, ligne 2, colonne « id »", "site une seule fois (déjà dans les données)")
    ]


WRITERS = [
    (kind, str(role)) for kind, rights in RIGHTS.items() for role in sorted(rights.roles(May.WRITE))
]


def downloaded(client: TestClient, kind: str) -> bytes:
    answer = client.get(f"/donnees/{kind}/lignes.csv")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-disposition"] == f'attachment; filename="{kind}.csv"'
    return answer.content


def rows_in(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(content.decode("utf-8-sig").splitlines(), delimiter=";"))


def all_rows(service: Service, kind: str) -> dict[int, Any]:
    """Return the rows of a kind as the association has them, by key."""
    with_all = "responsable" if RIGHTS[kind].rh is May.NOTHING else "rh"
    return keys(service.client(with_all), kind)


@pytest.mark.long
@pytest.mark.parametrize(("kind", "role"), WRITERS)
def test_a_file_downloaded_and_imported_again_changes_nothing(
    service: Service, kind: str, role: str
) -> None:
    maker = writer(service, kind)
    assert submit(maker, get(maker, f"/donnees/{kind}/nouveau"), **example(kind)).status == 303
    before = all_rows(service, kind)
    for agency in ("", "ville"):
        client = service.client(role, agency=agency)
        content = downloaded(client, kind)
        count = len(rows_in(content))
        assert count == len(keys(client, kind))
        if not count:
            continue

        assert counts(sent(client, kind, content)) == (0, 0, count)
    assert all_rows(service, kind) == before


@pytest.mark.parametrize("kind", [kind for kind in KINDS if KINDS[kind].private])
def test_a_file_has_no_column_that_its_reader_does_not_see(service: Service, kind: str) -> None:
    boss, rh = (downloaded(service.client(role), kind) for role in ("responsable", "rh"))
    hidden = {KINDS[kind].columns[field].header for field in KINDS[kind].private}

    assert set(rows_in(rh)[0]) == set(KINDS[kind].headers)
    assert set(rows_in(boss)[0]) == set(KINDS[kind].headers) - hidden


@pytest.mark.parametrize("kind", [kind for kind in KINDS if KINDS[kind].private])
def test_the_file_of_a_responsable_empties_nothing_when_rh_import_it(
    service: Service, kind: str
) -> None:
    rh = service.client("rh")
    before = keys(rh, kind)

    done = sent(rh, kind, downloaded(service.client("responsable"), kind))

    assert counts(done) == (0, 0, len(before))
    assert keys(rh, kind) == before


def test_a_row_added_to_the_file_must_say_what_the_others_do_not(service: Service) -> None:
    boss, kind = service.client("responsable", agency="ville"), "absences"
    before = keys(boss, kind)
    lines = downloaded(boss, "absences").decode("utf-8-sig").splitlines()
    new = "brice;10/03/2026;12/03/2026"

    place = f"absences.csv, ligne {len(lines) + 1}, colonne « motif »"
    assert faults(boss, kind, "\n".join([*lines, new])) == [
        (place, "cette colonne, pour ajouter une ligne")
    ]
    headed = [f"{lines[0]};motif", *(f"{line};" for line in lines[1:])]
    ((field, _),) = faults(boss, kind, "\n".join([*headed, f"{new};"]))
    assert field == place

    done = sent(boss, kind, "\n".join([*headed, f"{new};conge"]))
    assert counts(done) == (1, 0, len(before))


def test_rh_who_empty_what_they_see_are_told(service: Service) -> None:
    rh = service.client("rh")
    (row, *_) = rows_in(downloaded(rh, "absences"))
    text = "\n".join([";".join(row), ";".join((row | {"motif": ""}).values())])

    ((field, _),) = faults(rh, "absences", text)

    assert field == "absences.csv, ligne 2, colonne « motif »"


def test_who_reads_a_kind_without_writing_it_is_offered_no_file(service: Service) -> None:
    client = service.client("responsable")

    assert client.get("/donnees/derogations/lignes.csv").status_code == 403
    assert client.get("/donnees/soldes/lignes.csv").status_code == 404
    assert "Télécharger" not in get_text(client, "derogations")
    assert 'href="/donnees/sites/lignes.csv"' in get_text(client, "sites")


def get_text(client: TestClient, kind: str) -> str:
    text: str = client.get(f"/donnees/{kind}", headers={"Accept": "text/html"}).text
    return text
