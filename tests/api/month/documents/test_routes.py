"""The one address of a month's documents: each format, of what is published and of a draft."""

import io
import zipfile
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from tests.api.month.planned import MONDAY, PAIR, drafted, planned, publish
from tests.api.service import Service

HERE = "/api/v1/responsable/mois/2026-03/documents"


@pytest.fixture
def service(sqlite_engine: Engine) -> Iterator[Service]:
    yield from planned(sqlite_engine)


@pytest.fixture
def client(service: Service) -> TestClient:
    return service.client("responsable", agency="ville")


@pytest.mark.parametrize(
    ("kind", "media", "name"),
    [
        (
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "planning-2026-03.xlsx",
        ),
        ("csv", "text/csv; charset=utf-8", "planning-2026-03.csv"),
        ("ical", "application/zip", "ical-2026-03.zip"),
        ("compteurs", "text/csv; charset=utf-8", "compteurs-2026-03.csv"),
    ],
)
def test_documents_come_as_one_file_or_an_archive(
    client: TestClient, kind: str, media: str, name: str
) -> None:
    draft = drafted(client, *PAIR).rpartition("/")[2]

    got = client.get(f"{HERE}/{kind}", params={"planning": draft, "version": 2})

    assert (got.status_code, got.headers["content-type"]) == (200, media)
    assert got.headers["content-disposition"] == f'attachment; filename="{name}"'
    if media == "application/zip":
        assert zipfile.ZipFile(io.BytesIO(got.content)).testzip() is None
    elif kind == "csv":
        assert MONDAY in got.text


def test_one_address_gives_what_is_published_and_each_version_of_a_draft(
    service: Service, client: TestClient
) -> None:
    where = drafted(client, *PAIR)
    draft = where.rpartition("/")[2]

    def written(**wanted: str | int) -> tuple[int, bool]:
        got = client.get(f"{HERE}/csv", params={"agency": "ville", **wanted})
        return got.status_code, "Lemoine" in got.text

    assert written() == (404, False)
    assert written(planning=draft) == (200, True)
    assert written(planning=draft, version=1) == (200, False)
    assert written(planning=draft, version=3) == (404, False)
    publish(client, where, 2)
    assert written() == (200, True)
    elsewhere = service.client("responsable", agency="ailleurs")
    unknown = elsewhere.get(f"{HERE}/csv", params={"planning": "0" * 32})
    theirs = elsewhere.get(f"{HERE}/csv", params={"planning": draft})
    other = client.get(HERE.replace("-03", "-04") + "/csv", params={"planning": draft})
    assert (unknown.status_code, theirs.content) == (404, unknown.content)
    assert (other.status_code, other.content) == (404, unknown.content)


def test_numbers_of_versions_are_bounded(client: TestClient) -> None:
    for wrong in ("0", str(2**31), "x"):
        params = {"planning": "0" * 32, "version": wrong}
        assert client.get(f"{HERE}/csv", params=params).status_code == 422
