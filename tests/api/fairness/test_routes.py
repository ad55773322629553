"""Accounts of fairness over HTTP, on both databases."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import pytest

from api.data.rows.kinds import KINDS
from api.data.stored.rows import change, page
from api.database.engine import writing
from tests.api.fairness_folder import EVENINGS

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

    from tests.api.service import Service

ALL, OWN = "/api/v1/responsable/equite", "/api/v1/moi/equite"
FEBRUARY = {"first": "2026-02", "last": "2026-02"}
BALANCES = {
    who: sum(holder == who for holder in EVENINGS.values()) - len(EVENINGS) / 4
    for who in ("ada", "brice", "dorian", "elsa")
}
"""Counted anew: each evening less a fourth of all, Chloé never working on Wednesdays."""


def answer(client: TestClient, path: str = ALL, **params: str) -> Any:
    got = client.get(path, params=params)
    assert got.status_code == 200, got.text
    return got.json()


def test_accounts_are_told_month_by_month(evenings: Service) -> None:
    client = evenings.client("responsable", agency="ville")

    items = answer(client, first="2026-01", last="2026-03")["items"]

    assert {item["kind"] for item in items} == {"fins_tardives"}
    assert {item["person"]: item["closing"] for item in items} == BALANCES
    ada = next(item for item in items if item["person"] == "ada")
    assert (ada["opening"], ada["count"], ada["due"]) == (0, 2, 0.75)
    assert [(m["month"], m["count"], m["balance"]) for m in ada["movements"]] == [
        ("2026-01", 0, 0),
        ("2026-02", 2, 1.25),
        ("2026-03", 0, 1.25),
    ]
    assert [answer(client, first="2026-03", last="2026-03")["items"][0]["opening"]] == [1.25]


def test_a_kind_and_a_dispositif_alone_may_be_asked_for(evenings: Service) -> None:
    client = evenings.client("rh")

    assert answer(client, **FEBRUARY, kind="nuits")["items"] == []
    assert len(answer(client, **FEBRUARY, kind="fins_tardives", dispositif="P")["items"]) == 4
    for place in ("Q", "001~P"):
        assert client.get(ALL, params={**FEBRUARY, "dispositif": place}).status_code == 404


@pytest.mark.parametrize(
    ("params", "field"),
    [
        ({**FEBRUARY, "kind": "nuit"}, "kind"),
        ({"first": "2026-03", "last": "2026-02"}, "last"),
        ({"first": "2016-02", "last": "2026-02"}, "last"),
    ],
)
def test_what_cannot_be_is_refused(evenings: Service, params: dict[str, str], field: str) -> None:
    got = evenings.client("rh").get(ALL, params=params)

    assert got.status_code == 422
    assert [error["field"] for error in got.json()["errors"]] == [field]


def test_the_csv_says_the_same(evenings: Service) -> None:
    got = evenings.client("rh").get(f"{ALL}.csv", params=FEBRUARY)

    rows = csv.DictReader(io.StringIO(got.content.decode("utf-8-sig")), delimiter=";")
    assert {r["personne"]: float(r["solde_apres"].replace(",", ".")) for r in rows} == BALANCES


def test_one_reads_part_balance_and_mean_where_five_people_or_more_share(evenings: Service) -> None:
    (own,) = answer(evenings.client("mediateur", person="ada"), OWN, **FEBRUARY)["items"]

    assert (own["person"], own["count"]) == ("ada", 2)
    # Three evenings, of whom could hold them: Ada, Brice, Dorian and Elsa.
    assert (own["people"], own["mean"]) == (4, None)
    assert [own[name] for name in ("opening", "due", "closing")] == [None, None, None]
    assert own["movements"] == [{"month": "2026-02", "count": 2, "due": None, "balance": None}]
    assert "Brice" not in str(own)
    with writing(evenings.engine) as session:
        kind = KINDS["contrats"]
        (row,) = (row for row in page(session, kind) if row.values["mediator"] == "chloe")
        change(session, kind, row.key, row.number, {**row.values, "days": []})
    (own,) = answer(evenings.client("mediateur", person="ada"), OWN, **FEBRUARY)["items"]
    assert (own["people"], own["mean"]) == (5, 0.6)
    # Three evenings among four whole contracts and four fifths of one.
    assert (own["due"], own["closing"]) == (0.625, 1.375)
    assert own["movements"] == [{"month": "2026-02", "count": 2, "due": 0.625, "balance": 1.375}]


def test_the_order_of_whom_is_asked_next_is_that_of_balances(evenings: Service) -> None:
    client = evenings.client("responsable", agency="ville")
    wanted = {"kind": "fins_tardives", "day": "2026-03-11", "dispositif": "P"}

    line = answer(client, f"{ALL}/prochains", **wanted)

    order = [each["person"] for each in line["order"]]
    assert order == sorted(order, key=lambda who: (BALANCES[who], who))
    assert {each["person"]: each["balance"] for each in line["order"]} == {
        who: BALANCES[who] for who in order
    }
    assert order[-1] == "ada"
    # On the 4th Elsa is on leave, which only RH may know; on the 5th nobody works late.
    wednesday = client.get(f"{ALL}/prochains", params={**wanted, "day": "2026-03-04"})
    assert "elsa" in {each["person"] for each in wednesday.json()["stopped"]}
    assert "cong" not in wednesday.text
    assert client.get(f"{ALL}/prochains", params={**wanted, "day": "2026-03-05"}).status_code == 422
    assert client.get(f"{ALL}/prochains", params={**wanted, "kind": ""}).status_code == 422


@pytest.mark.parametrize("day", ["0001-01-01", "1999-12-31", "2101-01-01", "9999-12-31"])
def test_a_day_of_no_planning_is_refused(evenings: Service, day: str) -> None:
    wanted = {"kind": "fins_tardives", "day": day, "dispositif": "P"}
    got = evenings.client("rh").get(f"{ALL}/prochains", params=wanted)

    assert got.status_code == 422, got.text
    assert [error["field"] for error in got.json()["errors"]] == ["query.day"]


def test_another_agency_reads_nothing_of_it(evenings: Service) -> None:
    client = evenings.client("responsable", agency="ailleurs")

    assert answer(client, **FEBRUARY)["items"] == []
    assert client.get(ALL, params={**FEBRUARY, "dispositif": "P"}).status_code == 404
