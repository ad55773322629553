"""A file of one kind of rows: what it adds and changes, whose rows, and each fault in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from api.web.problems import Refusal
from tests.api.data.entering.sheets import counts, faults, sent
from tests.api.entered import ROWS, add, keys

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

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
