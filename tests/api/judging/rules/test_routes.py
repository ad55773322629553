"""Rules and values in force, as programs read them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from api.judging.rules.service import rules_on

if TYPE_CHECKING:
    from tests.api.service import Service

DAY = {"day": "2026-03-01"}


def test_anyone_with_an_account_reads_the_rules(service: Service) -> None:
    body = service.client("mediateur").get("/api/v1/regles", params=DAY).json()

    assert body["on"] == "2026-03-01"
    assert {row["id"] for row in body["rules"]} == {
        rule.id for rule in rules_on(date(2026, 3, 1)).rules
    }
    (rest,) = (row for row in body["rules"] if row["id"] == "daily_rest_11h")
    assert rest["severity_label"] == "ordre public"
    (value,) = (row for row in rest["values"] if row["name"] == "rest")
    assert (value["value"], value["unit"], value["level"]) == (660, "minutes", "Code du travail")
    assert service.client().get("/api/v1/regles").status_code == 401


def test_an_agreement_brings_its_values(service: Service) -> None:
    client = service.client("rh")

    code = client.get("/api/v1/rh/profil", params=DAY).json()
    eclat = client.get("/api/v1/rh/profil", params={**DAY, "agreement": "eclat"}).json()

    assert code["agreement"] is None
    assert eclat["agreement"]["idcc"] == 1518
    assert len(eclat["rules"]) > len(code["rules"])
    assert all(_valued(row) for row in code["rules"])


def _valued(rule: dict[str, Any]) -> bool:
    return any(value["value"] is not None for value in rule["values"])


def test_what_isnt_there_is_refused(service: Service) -> None:
    client = service.client("rh")
    here = service.client("rh", agency="ville")

    unknown = client.get("/api/v1/regles", params={"agreement": "rien"})
    assert unknown.json()["errors"][0]["field"] == "query.agreement"
    assert client.get("/api/v1/rh/profil", params={"agency": "mer"}).status_code == 404
    assert here.get("/api/v1/rh/profil", params={"agency": "mer"}).status_code == 404
    assert here.get("/api/v1/rh/profil", params={"agency": "ville"}).status_code == 200
    assert service.client("responsable").get("/api/v1/rh/profil").status_code == 403
