"""The association in and out as a ZIP: whole or not at all, and no archive does harm."""

import io
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile, ZipInfo

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from api.data.folder.load import load
from tests.api.data.folder.workbooks import rows_of, xlsx
from tests.api.entered import rows
from tests.api.service import PETIT, Service, serve

IMPORTS = "/api/v1/rh/imports"
EXPORT = "/api/v1/rh/exports/association.zip"
ZIP = {"Content-Type": "application/zip"}


def files(folder: Path = PETIT) -> dict[str, bytes]:
    """Return the files of a folder by name."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def zipped(content: Mapping[str, bytes | str], top: str = "") -> bytes:
    """Return a ZIP of files."""
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name, data in content.items():
            archive.writestr(top + name, data)
    return made.getvalue()


def bring(client: TestClient, content: bytes, **wanted: Any) -> Any:
    return client.post(IMPORTS, content=content, headers=ZIP, params=wanted)


def test_an_empty_base_takes_a_folder_and_gives_it_back(
    sqlite_engine: Engine, tmp_path: Path
) -> None:
    service = serve(sqlite_engine)
    client = service.client("rh")

    tried = bring(client, zipped(files(), "petit/"), dry_run=True)
    nothing = rows(client, "personnes")
    done = bring(client, zipped(files(), "petit/"))
    with ZipFile(io.BytesIO(client.get(EXPORT).content)) as archive:
        archive.extractall(tmp_path)

    changes = tried.json()["changes"]
    assert {"kind": "personnes", "added": 6, "changed": 0, "removed": 0} in changes
    assert tried.json() == {
        "written": False,
        "people": 6,
        "dispositifs": 1,
        "templates": 2,
        "months": [],
        "ignored": ["petit/README.md"],
        "remarks": [],
        "changes": changes,
    }
    assert nothing == []
    assert done.json() == {**tried.json(), "written": True, "changes": []}
    assert load(tmp_path) == load(PETIT)


def test_workbooks_and_files_of_excel_are_taken_and_what_is_said_of_them_given(
    sqlite_engine: Engine, tmp_path: Path
) -> None:
    client = serve(sqlite_engine).client("rh")
    wanted = files()
    wanted["sites.csv"] = wanted["sites.csv"].decode().encode("cp1252")
    del wanted["personnes.csv"]
    people = xlsx(tmp_path / "personnes.xlsx", {"Feuil1": rows_of(PETIT / "personnes.csv")})
    wanted["personnes.xlsx"] = people.read_bytes()

    done = bring(client, zipped(wanted)).json()

    assert (done["written"], done["people"]) == (True, 6)
    (remark,) = done["remarks"]
    assert remark.startswith("sites.csv : lu en Windows-1252")


def test_what_is_there_is_replaced_only_when_asked(service: Service) -> None:
    client = service.client("admin")

    refused = bring(client, zipped(files()))
    done = bring(client, zipped(files()), replace=True)

    assert (refused.status_code, refused.json()["code"]) == (409, "association_presente")
    assert done.status_code == 200


def test_the_whole_association_is_for_who_has_all_of_it(service: Service) -> None:
    here, admin = service.client("rh", agency="ville"), service.client("admin")

    assert bring(here, zipped(files())).status_code == 404
    assert here.get(EXPORT).status_code == 404
    assert admin.get(EXPORT).status_code == 403


def test_half_valid_files_are_refused_whole_with_each_fault(service: Service) -> None:
    client = service.client("rh")
    broken = files()
    text = broken["absences.csv"].decode()
    broken["absences.csv"] = text.replace("conge", "vacances", 1).encode()

    answer = bring(client, zipped(broken), replace=True)

    assert answer.status_code == 422
    assert answer.json()["code"] == "donnees_refusees"
    (fault,) = answer.json()["errors"]
    assert fault["field"] == "absences.csv, ligne 2, colonne « motif »"
    assert fault["received"] == "vacances"
    assert len(rows(client, "absences")) == 2


def _link() -> bytes:
    made = io.BytesIO()
    with ZipFile(made, "w") as archive:
        entry = ZipInfo("personnes.csv")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, "/etc/passwd")
    return made.getvalue()


def _other_compression() -> bytes:
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_BZIP2) as archive:
        archive.writestr("personnes.csv", b"id;nom\n")
    return made.getvalue()


def _encrypted() -> bytes:
    content = bytearray(zipped({"personnes.csv": "id;nom\n"}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + offset] |= 1
    return bytes(content)


def _damaged() -> bytes:
    content = bytearray(zipped({"personnes.csv": "id;nom\n" * 100}))
    content[60] ^= 0xFF
    return bytes(content)


def _swollen() -> bytes:
    content = bytearray(zipped({"personnes.csv": "id;nom\n"}))
    size = content.index(b"PK\x01\x02") + 24
    content[size : size + 4] = (252 << 20).to_bytes(4, "little")
    return bytes(content)


HARMFUL = {
    "no archive": b"id;nom\nada;Ada\n",
    "cut": zipped({"personnes.csv": "id;nom\n" * 100})[:-30],
    "damaged": _damaged(),
    "encrypted": _encrypted(),
    "climbs": zipped({"../personnes.csv": "id\n"}),
    "absolute": zipped({"/etc/personnes.csv": "id\n"}),
    "backslash": zipped({"a\\..\\..\\personnes.csv": "id\n"}),
    "link": _link(),
    "bzip2": _other_compression(),
    "file and folder": zipped({"sites.csv": "id\n", "sites.csv/personnes.csv": "id\n"}),
    "twice by another way": zipped({"personnes.csv": "id\n", "./personnes.csv": "id\n"}),
    "long in bytes": zipped({f"{'é' * 130}.csv": "id\n"}),
    "many": zipped({f"{n}.csv": "" for n in range(2001)}),
}


@pytest.mark.parametrize("name", HARMFUL)
def test_an_archive_that_could_do_harm_is_refused(service: Service, name: str) -> None:
    answer = bring(service.client("rh"), HARMFUL[name], replace=True)

    assert (answer.status_code, answer.json()["code"]) == (422, "archive_refusee")
    assert answer.json()["errors"]


def test_an_archive_that_swells_is_refused_unopened(service: Service) -> None:
    answer = bring(service.client("rh"), _swollen(), replace=True)

    assert answer.json()["errors"] == [
        {
            "field": "body",
            "received": "252 Mo une fois ouvert",
            "expected": "250 Mo au plus une fois ouvert",
        }
    ]


def test_more_than_a_request_may_hold_is_refused_at_once(service: Service) -> None:
    answer = bring(service.client("rh"), bytes(50 << 20))

    assert (answer.status_code, answer.json()["code"]) == (413, "requete_trop_longue")


@pytest.mark.long
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_no_bytes_break_an_import(service: Service, data: st.DataObject) -> None:
    client = service.clients[0] if service.clients else service.client("rh")
    good = files()
    name = data.draw(st.sampled_from(sorted(good)))
    kind = data.draw(st.sampled_from(("file", "cut", "zip")))
    noise = data.draw(st.binary(max_size=200))
    if kind == "zip":
        content = noise
    elif kind == "file":
        content = zipped({**good, name: noise})
    else:
        cut = data.draw(st.integers(0, len(good[name])))
        content = zipped({**good, name: good[name][:cut] + noise})

    answer = bring(client, content, dry_run=True, replace=True)

    assert answer.status_code in {200, 422}, answer.text
    if answer.status_code == 422:
        assert answer.json()["errors"]
