"""Rotas made elsewhere, judged over HTTP as `rota audit` judges them."""

import io
import json
from pathlib import Path
from types import MappingProxyType
from typing import Any
from zipfile import ZipFile

import pytest
from fastapi.testclient import TestClient

from api.data.folder.load import load
from api.judging.foreign.case import FilesAudit, audit_files
from api.judging.report.report import Report
from api.judging.report.shapes import json_pieces
from api.web.child_process import ChildError, run_in_child
from api.web.refusing.problems import Refusal
from tests.api.service import PETIT, Service

JUDGE = "/api/v1/rh/controles"
ROTA = """personne;date;début;fin;pause
Ada Lemoine;16/03/2026;08:00;18:30;0
Ada Lemoine;17/03/2026;08:00;18:30;0
Camille Inconnue;16/03/2026;09:00;12:00;0
"""


def judge(client: TestClient, *files: tuple[str, bytes], **options: Any) -> Any:
    sent = [("files", (name, content)) for name, content in files]
    return client.post(JUDGE, files=sent, data=options)


def test_the_report_is_that_of_the_command(service: Service, tmp_path: Path) -> None:
    path = tmp_path / "mars.csv"
    path.write_bytes(ROTA.encode())
    expected = audit_files(FilesAudit(files=(path,), association=load(PETIT)))
    assert isinstance(expected, Report)

    answer = judge(service.client("rh"), ("mars.csv", ROTA.encode()))

    assert answer.status_code == 200, answer.text
    report = answer.json()
    assert report == json.loads("".join(json_pieces(expected, {}, {})))
    assert [finding["code"] for finding in report["findings"]] == [
        t.finding.code for t in expected.findings
    ]


def test_a_field_that_the_form_does_not_know_is_refused(service: Service) -> None:
    answer = judge(service.client("rh"), ("mars.csv", ROTA.encode()), regles="law.rest")

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "regles")


def test_documents_come_as_an_archive(service: Service) -> None:
    answer = judge(
        service.client("rh"),
        ("mars.csv", ROTA.encode()),
        formats=["json", "xlsx"],
        with_association="false",
    )

    assert answer.headers["content-type"] == "application/zip"
    with ZipFile(io.BytesIO(answer.content)) as archive:
        assert sorted(archive.namelist()) == ["controle.json", "controle.xlsx"]


def test_refused_rows_are_named_and_the_rest_is_judged_when_asked(service: Service) -> None:
    client = service.client("rh")
    broken = ROTA + "Ada Lemoine;18/03/2026;25:00;18:30;0\n"

    refused = judge(client, ("mars.csv", broken.encode()))
    rest = judge(client, ("mars.csv", broken.encode()), go_on="true")

    assert (refused.status_code, refused.json()["code"]) == (422, "lignes_refusees")
    (fault,) = refused.json()["errors"]
    assert fault["field"].startswith("mars.csv, ligne 5")
    assert fault["received"] == "25:00"
    assert rest.status_code == 200
    assert rest.json()["read"]["counts"]["refused"] == 1


def test_a_misspelt_name_is_asked_about_and_its_answer_taken(service: Service) -> None:
    client = service.client("rh")
    rota = ("files", ("mars.csv", ROTA.replace("Ada Lemoine", "Ada LEMOYNE").encode("cp1252")))
    names = ("names", ("noms.csv", "nom;personne\r\nAda LEMOYNE;ada\r\n".encode("cp1252")))

    refused = client.post(JUDGE, files=[rota])
    answered = client.post(JUDGE, files=[rota, names])

    (fault,) = refused.json()["errors"]
    assert (refused.status_code, fault["received"]) == (422, "Ada LEMOYNE")
    assert "« Ada LEMOYNE;ada »" in fault["expected"]
    assert answered.status_code == 200, answered.text
    people = [person["id"] for person in answered.json()["people"]]
    assert people[0] == "ada"
    assert "ada-lemoyne" not in people


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("vide.csv", b""),
        ("a.xlsx", b"PK\x03\x04rien"),
        ("b.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
        ("../../c.ics", b"BEGIN:VCALENDAR\r\n"),
        ("d.ods", bytes(range(256))),
    ],
)
def test_what_cant_be_read_is_refused(service: Service, name: str, content: bytes) -> None:
    answer = judge(service.client("rh"), (name, content), with_association="false")

    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"]


def test_what_isnt_there_is_said(service: Service) -> None:
    client, file = service.client("rh"), ("mars.csv", ROTA.encode())

    assert judge(client, file, first="2026-04-02", last="2026-04-01").status_code == 422
    assert "règle inconnue" in judge(client, file, rules=["rien"]).json()["detail"]
    assert judge(client, file, agreement="rien").json()["errors"][0]["field"] == "agreement"
    assert client.post(JUDGE, data={"house": "true"}).status_code == 422


def _sleep(seconds: float) -> None:
    import time  # noqa: PLC0415

    time.sleep(seconds)


def _swell(megabytes: int) -> int:
    return len(bytearray(megabytes << 20))


def _fail(_: int) -> None:
    raise KeyError("Ada Lemoine")


@pytest.mark.long
def test_work_is_stopped_by_time_and_by_memory() -> None:
    with pytest.raises(Refusal, match="trop_long"):
        run_in_child(_sleep, 60.0, seconds=0.2, memory_mb=4096)
    with pytest.raises(Refusal, match="trop_gros"):
        run_in_child(_swell, 8192, seconds=60, memory_mb=4096)
    with pytest.raises(ChildError, match="KeyError"):
        run_in_child(_fail, 0, seconds=60, memory_mb=4096)
    assert run_in_child(_swell, 1, seconds=60, memory_mb=4096) == 1 << 20


def test_what_is_remembered_read_only_crosses_over() -> None:
    """An association that was planned with remembers mappings that pickle knows nothing of."""
    copy = run_in_child(dict, MappingProxyType({"a": 1}), seconds=60, memory_mb=4096)

    assert copy == {"a": 1}
