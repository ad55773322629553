"""
Hostile files by every door that takes files: refused in French, shortly, the service light.

The process that answers reads none of them: its own peak of memory and its processor are measured.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.api.commands import rota
from tests.api.data.sheets.hostile import HOSTILE, hostile
from tests.api.month.folder.test_routes import zipped
from tests.api.page.every_role import HTML
from tests.api.service import Service

LONGEST = 150_000
"""Bytes of the longest answer: a page with its menu, and two hundred faults."""

LIGHT_MB = 80
"""Memory that the process that answers may take: the request itself, twenty megabytes at most."""

FEW = ("case.xlsx", "ligne.csv")
"""Files that the commands read in every run: a workbook and a text, too large both."""

OTHER_ANSWER = "balise.xlsx"
"""A damaged workbook, which is refused at another place."""


def hostile_files(*few: pytest.MarkDecorator) -> list[Any]:
    """
    Return the files by name, FEW with the marks `few`.

    `tests.api.data.sheets.test_hostile` shows that the reader refuses each. A door adds how it
    passes on an answer: `make prove` tries the other files by each.
    """
    others = {True: pytest.mark.long, False: pytest.mark.lengthy}
    return [
        pytest.param(name, marks=few if name in FEW else others[name == OTHER_ANSWER])
        for name in HOSTILE
    ]


def rows_by_page(client: TestClient, name: str) -> Any:
    files = {"files": (name, hostile(name))}
    return client.post("/donnees/personnes/importer", files=files, headers=HTML)


def whole(name: str) -> tuple[str, bytes]:
    """Return a file under the name by which a folder has it read."""
    return f"personnes.{name.rpartition('.')[2]}", hostile(name)


def folder_by_page(client: TestClient, name: str) -> Any:
    return client.post("/donnees/importer", files={"files": whole(name)}, headers=HTML)


def folder_by_operation(client: TestClient, name: str) -> Any:
    return client.post(
        "/api/v1/rh/imports",
        content=zipped(dict([whole(name)])),
        headers={"content-type": "application/zip"},
        params={"replace": True},
    )


def control_by_page(client: TestClient, name: str) -> Any:
    return client.post("/rh/controle", files=[("fichiers", (name, hostile(name)))], headers=HTML)


def legend_by_page(client: TestClient, name: str) -> Any:
    good = b"personne;date;horaires\nAda;16/03/2026;8h-12h\n"
    files = [("fichiers", ("mars.csv", good)), ("legendes", (name, hostile(name)))]
    return client.post("/rh/controle", files=files, headers=HTML)


def control_by_operation(client: TestClient, name: str) -> Any:
    return client.post("/api/v1/rh/controles", files=[("files", (name, hostile(name)))])


DOORS = (
    *(rows_by_page, folder_by_page, folder_by_operation),
    *(control_by_page, legend_by_page, control_by_operation),
)


def _memory(what: str) -> float:
    lines = Path("/proc/self/status").read_text("ascii", "replace").splitlines()
    return int(next(line for line in lines if line.startswith(what)).split()[1]) / 1024


@contextmanager
def light() -> Iterator[None]:
    """Refuse more memory or processor than an answer needs, in this process."""
    Path("/proc/self/clear_refs").write_text("5", "ascii")  # the peak begins anew
    memory, processor = _memory("VmRSS"), time.process_time()
    yield
    assert _memory("VmHWM") - memory < LIGHT_MB
    assert time.process_time() - processor < 3


@pytest.mark.parametrize("name", hostile_files(pytest.mark.long))
@pytest.mark.parametrize("door", DOORS)
def test_a_hostile_file_is_refused_by_every_door(
    service: Service, door: Callable[[TestClient, str], Any], name: str
) -> None:
    client = service.client("rh", "admin")
    hostile(name)
    client.get("/rh/controle", headers=HTML)

    with light():
        answer = door(client, name)

    assert len(answer.content) < LONGEST
    if door is control_by_page:
        # Files are kept with what can't be read of them, so that the others are judged.
        assert "Aucun service lu" in unescape(answer.text)
    else:
        assert answer.status_code == 422, answer.text[:500]
    assert HOSTILE[name][1] in unescape(answer.text).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("name", hostile_files())
def test_a_hostile_file_is_refused_by_the_commands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("ROULEMENT_DATABASE_URL", f"sqlite:///{tmp_path}/roulement.db")
    (tmp_path / "rota").mkdir()
    (tmp_path / "association").mkdir()
    alone, within = tmp_path / "rota" / name, tmp_path / "association" / whole(name)[0]
    alone.write_bytes(hostile(name))
    within.write_bytes(hostile(name))

    for words in (("audit", alone), ("import", within.parent)):
        done = rota(*words)

        assert done.exit_code == 2, done.output
        assert len(done.stderr) < 10_000
        said = " ".join(done.stderr.replace("│", " ").split())
        assert HOSTILE[name][1] in said.replace("\N{NO-BREAK SPACE}", " ")
