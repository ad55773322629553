"""Every door emits findings of the one shape that `docs/finding.schema.json` publishes."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator
from sqlalchemy import create_engine

from api.judging.shapes import FindingOut
from api.settings import Settings
from tests.api.apps import app_of
from tests.api.commands import FIXTURES, MONTH, rota
from tests.api.month.planned import MONDAY, TUESDAY, add, drafted, edit, publish
from tests.api.service import Service

PUBLISHED = FIXTURES.parent / "docs" / "finding.schema.json"
SCHEMA = FindingOut.model_json_schema(mode="serialization")
CHECKER = Draft202012Validator(SCHEMA)
LONG = "Nom;Date;Début;Fin;Pause\nAda Lemoine;16/03/2026;08:00;19:01;60\n"
"""Ten hours and one minute of work."""

#: Elsa and Brice, two days running: a pair that the house forbids.
WRONG = (add("elsa", MONDAY), add("brice", MONDAY), add("elsa", TUESDAY))
PLAN = f"creneau;personne\n{MONDAY};elsa\n{MONDAY};brice\n"


def findings_in(answer: Any) -> Iterator[dict[str, Any]]:
    """Yield what names a rule and a code, wherever it stands in an answer."""
    if isinstance(answer, dict):
        if {"rule_id", "code"} <= {*answer}:
            yield answer
        answer = list(answer.values())
    if isinstance(answer, list):
        for part in answer:
            yield from findings_in(part)


def checked(answer: Any, *, proof: bool = False) -> None:
    """Hold the findings of an answer, of which there are some, to the schema."""
    findings = list(findings_in(answer))
    assert findings
    for finding in findings:
        assert [error.message for error in CHECKER.iter_errors(finding)] == []
        assert (finding["proof"] is not None) is proof


def test_the_published_schema_is_that_of_the_model() -> None:
    text = json.dumps(SCHEMA, ensure_ascii=False, indent=2) + "\n"

    assert PUBLISHED.read_text("utf-8") == text, f"{PUBLISHED} doit contenir :\n{text}"


@pytest.mark.long
def test_the_openapi_document_has_the_same_shape() -> None:
    document = app_of(Settings(), create_engine("sqlite://")).openapi()
    shape = document["components"]["schemas"]["FindingOut"]

    assert shape["properties"].keys() == SCHEMA["properties"].keys()
    assert {name for name in document["components"]["schemas"] if name.endswith("FindingOut")} == {
        "FindingOut"
    }


def test_the_schema_refuses_what_is_no_finding() -> None:
    finding = {"code": "x-1", "rule_id": "x"}

    assert not CHECKER.is_valid(finding)


def test_a_file_audited_by_the_command_is_told_with_proofs(tmp_path: Path) -> None:
    path = tmp_path / "mars.csv"
    path.write_text(LONG, "utf-8")

    result = rota("audit", path, "--json", "--sortie", tmp_path / "sortie", "--format", "json")

    checked(json.loads(result.stdout), proof=True)
    (written,) = (tmp_path / "sortie").rglob("controle.json")
    checked(json.loads(written.read_text("utf-8")), proof=True)


def test_a_file_audited_over_http_is_told_alike(service: Service) -> None:
    sent = [("files", ("mars.csv", LONG.encode()))]

    answer = service.client("rh").post("/api/v1/rh/controles", files=sent)

    checked(answer.json(), proof=True)


@pytest.mark.parametrize("words", [("publish", "--planning"), ("audit", "--planning")])
def test_a_month_of_ours_is_told_by_each_command(words: tuple[str, str], tmp_path: Path) -> None:
    plan = tmp_path / "plan.csv"
    plan.write_text(PLAN, "utf-8")
    command, option = words

    result = rota(command, FIXTURES / "petit", *MONTH, option, plan, "--json")

    checked(json.loads(result.stdout), proof=command == "audit")


def test_a_month_is_told_alike_by_every_answer(service: Service) -> None:
    client = service.client("responsable", agency="ville")
    where = drafted(client, *WRONG[:2])
    edited = edit(client, where, 2, WRONG[2], add("brice", TUESDAY))
    version = f"{where}/versions/3"

    checked(edited.json()["findings_added"])
    checked(client.get(f"{version}/constats").json())
    checked(client.get(f"{where}/apercu").json()["stopping"])
    checked(client.post(f"{version}/creneaux/{MONDAY}/candidats", json={}).json())
    checked(publish(client, where, 3).json()["current"])
