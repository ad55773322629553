"""Whose rows the pages of data show: one's own alone, and nothing of health but to RH."""

import pytest

from api.access.caller import Role
from api.data.rows.kinds import KINDS
from tests.api.entered import keys
from tests.api.page.data.examples import example, writer
from tests.api.page.data.forms import get, send, submit
from tests.api.page.every_role import as_role, reasons_in
from tests.api.service import Service

MARK = "001~"
"""What every id of the other agency begins with."""

REACHED = ("absences", "besoins", "gabarits", "sites")
"""Kinds by person, by slot, by dispositif, by agency: `test_routes_scope` lists every kind."""

NAMING = ("besoins", "gabarits", "inscriptions", "personnes")
"""Kinds that between them name rows of each kind that an agency has of its own."""
NEVER = ("naissance", "1990-05-12", "12/05/1990", "visite médicale")
HEALTH = ("maladie", "accident du travail", "maternité ou paternité", "motif")


def test_a_kind_opens_to_whom_the_table_says(service: Service) -> None:
    may = {Role.RESPONSABLE, Role.RH, Role.ADMIN}
    for kind in ("sites", "personnes", "absences"):
        opened = {r for r in may if get(as_role(service, r), f"/donnees/{kind}").status == 200}
        assert opened == {Role.RESPONSABLE, Role.RH}


@pytest.mark.parametrize("kind", REACHED)
def test_another_agencys_rows_are_nowhere_and_answer_as_none_would(two: Service, kind: str) -> None:
    mine, whole = two.client("responsable", agency="ville"), two.client("responsable")
    address = f"/donnees/{kind}"
    theirs = [k for k, v in keys(whole, kind).items() if MARK in str(v)]

    assert MARK not in get(mine, address).text
    assert MARK not in get(mine, f"{address}?q=001").text
    for key in theirs[:2]:
        for path in ("", "/suppression"):
            foreign, none = (get(mine, f"{address}/{k}{path}") for k in (key, 999_999))
            assert foreign.status == none.status != 200
            assert foreign.text == none.text


@pytest.mark.parametrize("kind", NAMING)
def test_another_agencys_rows_are_neither_named_nor_changed(two: Service, kind: str) -> None:
    mine, whole = two.client("responsable", agency="ville"), two.client("responsable")
    address = f"/donnees/{kind}"
    blank = get(mine, f"{address}/nouveau")
    theirs = keys(whole, kind)
    before = dict(theirs)

    assert MARK not in blank.text
    for column in KINDS[kind].columns.values():
        if not column.names or column.names == "saisons":
            continue
        (other,) = {
            str(values["id"])
            for values in keys(whole, column.names).values()
            if MARK in str(values["id"])
        } & {f"{MARK}{text}" for text in ("ville", "P", "place", "ada", "P-J", "AMIS-2025")}
        foreign = submit(mine, blank, **(example(kind) | {column.field: [other]}))
        unknown = submit(mine, blank, **(example(kind) | {column.field: ["inconnu"]}))

        assert (foreign.status, unknown.status) == (422, 422), column.field
        assert foreign.faults(column.field) == unknown.faults(column.field) != ""
    for key in [k for k, values in theirs.items() if MARK in str(values)][:2]:
        page = get(whole, f"{address}/{key}")
        changed = send(mine, f"{address}/{key}", page.fields)
        removed = send(mine, f"{address}/{key}/suppression", {"_number": "1"})
        assert (changed.status, removed.status) == (404, 404)
    assert keys(whole, kind) == before


def test_a_responsable_never_sees_a_reason_nor_a_birth(service: Service) -> None:
    rh, boss = service.client("rh"), service.client("responsable", agency="ville")
    typed = example("absences") | {"kind": ["maladie"]}
    submit(rh, get(rh, "/donnees/absences/nouveau"), **typed)
    absence = max(keys(rh, "absences"))
    ada = next(k for k, v in keys(rh, "personnes").items() if v["id"] == "ada")

    assert reasons_in(get(rh, f"/donnees/absences/{absence}").text) != []
    for path in (
        "absences",
        f"absences/{absence}",
        f"absences/{absence}/suppression",
        f"personnes/{ada}",
        f"personnes/{ada}/suppression",
        "personnes",
    ):
        text = get(boss, f"/donnees/{path}").text.casefold()
        assert [word for word in (*NEVER, *HEALTH) if word in text] == [], path
        assert reasons_in(text, ("maladie", "maternité")) == []


def test_a_minor_is_told_with_the_last_day_as_people_write_it(service: Service) -> None:
    rh, boss = service.client("rh"), service.client("responsable", agency="ville")
    ada = next(k for k, v in keys(rh, "personnes").items() if v["id"] == "ada")
    address = f"/donnees/personnes/{ada}"

    born = submit(rh, get(rh, address), birth=["2012-02-29"])

    assert born.status == 303, born.summary
    assert "<p>Mineur jusqu’au 28/02/2030.</p>" in get(boss, address).text


def test_what_is_hidden_is_not_searched(service: Service) -> None:
    rh, boss = service.client("rh"), service.client("responsable", agency="ville")
    submit(
        rh, get(rh, "/donnees/absences/nouveau"), **(example("absences") | {"kind": ["maladie"]})
    )

    assert "1 sur 3" in get(rh, "/donnees/absences?q=maladie").text
    assert "0 sur 3" in get(boss, "/donnees/absences?q=maladie").text


def test_a_responsable_gives_no_reason_of_health(service: Service) -> None:
    boss = service.client("responsable", agency="ville")
    blank = get(boss, "/donnees/absences/nouveau")

    page = submit(boss, blank, **(example("absences") | {"kind": ["maladie"]}))

    assert "maladie" not in blank.options["kind"]
    assert page.status == 422
    assert page.faults("kind").startswith("Attendu : l’un de : ")
    assert page.fields["start"] == ["2026-03-09"]


def test_moving_an_absence_keeps_the_reason_that_one_doesnt_see(service: Service) -> None:
    rh, boss = service.client("rh"), service.client("responsable", agency="ville")
    submit(
        rh, get(rh, "/donnees/absences/nouveau"), **(example("absences") | {"kind": ["maladie"]})
    )
    key = max(keys(rh, "absences"))

    moved = submit(boss, get(boss, f"/donnees/absences/{key}"), end=["2026-03-15"])

    assert moved.status == 303
    values = keys(rh, "absences")[key]
    assert (values["end"], values["kind"]) == ("2026-03-15", "maladie")


def test_what_is_everybodys_is_refused_on_the_form_with_what_was_typed(two: Service) -> None:
    mine = two.client("responsable", agency="ville")

    page = submit(
        mine, get(mine, "/donnees/calendrier_scolaire/nouveau"), **example("calendrier_scolaire")
    )

    assert page.status == 403
    assert "cette ligne vaut pour toute l’association" in page.text
    assert page.fields["why"] == ["Pont de l’Ascension"]


def test_whoever_only_reads_a_kind_has_no_form(service: Service) -> None:
    boss = service.client("responsable", agency="ville")
    key = next(iter(keys(boss, "dispositifs")))

    page = get(boss, f"/donnees/dispositifs/{key}")

    assert "Vous la lisez sans pouvoir la changer." in page.text
    assert page.fields == {}
    assert send(boss, f"/donnees/dispositifs/{key}", {}).status == 403
    assert get(boss, "/donnees/dispositifs/nouveau").status == 403
    assert get(writer(service, "dispositifs"), f"/donnees/dispositifs/{key}").fields != {}
