"""Wherever a version's open posts are told, the same number is."""

import csv
import io
import re
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook
from rich.console import Console
from sqlalchemy import Engine

from api.cli.month import screen
from api.database.engine import reading, writing
from api.database.tables.jobs import JobRow
from api.export.formats import Format
from api.export.month.bundle import Month, documents
from api.jobs.service import JobRequest
from api.ledger.append import append
from api.ledger.history import whole
from api.month.documents.gathering import documents_of
from api.month.drafts.service import EMPTY, create
from api.month.findings import judge
from api.month.frames import Frame, frame_of
from api.month.places.database import DatabasePlace
from api.month.places.drafts import draft
from api.month.shapes import month_json
from api.month.versions.keeping import keep
from api.planning.month_change import month_change
from api.web.answering.plain import as_json
from scheduler.domain.problem import Assignment
from tests.api.export.printed import pages
from tests.api.month.cases import MARCH, NOW, SOMEONE
from tests.api.service import LOCAL, PETIT, Service, loaded, serve

HERE = "/api/v1/responsable/plannings"
TEMPLATES = """\
P-4;P;place;jour;mar;17:00;20:00;01/01/2026;31/12/2026;non;non;non;;non;;
P-T;P;place;jour;jeu;17:00;20:00;01/01/2026;31/12/2026;non;non;non;;non;;
P-A;P;place;astreinte;ven;18:00;22:00;01/01/2026;31/12/2026;non;non;non;;non;;
"""
NEEDS = """\
gabarit;roles;minimum;cible;maximum;titres
P-J;mediateur;2;2;2;
P-J;referent;0;1;1;
P-S;referent;1;1;2;
P-4;mediateur;2;4;5;
P-4;referent;1;1;1;
P-T;mediateur;1;1;3;PSC1,SST
P-A;referent;0;0;1;
"""
"""A binôme, a référent beside, a minimum below the target, two titles, a row that wants nobody."""

HOLDERS = frozenset(
    Assignment(person, slot)
    for slot, people in {
        "P-J-2026-03-02": ("ada", "brice", "farid"),
        "P-J-2026-03-03": ("ada",),
        # Three of the four who are wanted, over the minimum; the référent's minimum is open.
        "P-4-2026-03-03": ("brice", "chloe", "dorian"),
        "P-4-2026-03-10": ("ada",),
        # Two more than the target: they make up for nobody elsewhere.
        "P-T-2026-03-05": ("ada", "brice", "chloe"),
        "P-A-2026-03-06": ("farid",),
    }.items()
    for person in people
)


@pytest.fixture
def kinds(engine: Engine, tmp_path: Path) -> Service:
    """Serve an association whose slots want people in every way that there is."""
    folder = tmp_path / "genres"
    shutil.copytree(PETIT, folder)
    with (folder / "gabarits.csv").open("a", encoding="utf-8") as file:
        file.write(TEMPLATES)
    (folder / "besoins.csv").write_text(NEEDS, "utf-8")
    titles = [f"{who};{title};01/01/2020" for who in ("ada", "brice") for title in ("PSC1", "SST")]
    (folder / "titres.csv").write_text("\n".join(["personne;titre;obtenu_le", *titles]), "utf-8")
    loaded(engine, folder)
    service = serve(engine)
    service.app.state.now = lambda: datetime(2026, 2, 20, 9, tzinfo=UTC)
    return service


def calculated(engine: Engine) -> tuple[str, str]:
    """Keep the version as a calculation's; the draft and the job."""
    with writing(engine) as session:
        row = create(session, SOMEONE, MARCH, agency="ville", start=EMPTY, now=NOW)
        job = JobRow(
            kind="solve",
            state="completed",
            rota=row.id,
            base=1,
            options=as_json(JobRequest(kind="solve", seconds=1)) | {"register": 0},
            asked_by=SOMEONE.user,
            requested=datetime.now(UTC),
        )
        session.add(job)
        session.flush()
        job.version = keep(session, job, HOLDERS, [])
        return row.id, job.id


def counted(frame: Frame) -> tuple[int, int]:
    """Count again, role by role, by the definition: posts open, and those under a minimum."""
    role = {person.id: person.role for person in frame.problem.mediators}
    opened = under = 0
    for slot in frame.problem.slots:
        roles = [role[each.mediator] for each in HOLDERS if each.slot == slot.id]
        for need in slot.needs:
            there = len([each for each in roles if each in need.roles])
            opened += max(need.target - there, 0)
            under += max(need.minimum - there, 0)
    return opened, under


def pairs(text: str, pattern: str) -> tuple[int, int]:
    """Add up the two numbers of all that a pattern matches, a second one that is absent as 0."""
    matches = re.findall(pattern, text.replace("\u00a0", " ").replace("\n", " "))
    assert matches, text
    return sum(int(a) for a, _ in matches), sum(int(b or 0) for _, b in matches)


WORDS = r"(\d+) postes? à pourvoir(?:, dont (\d+) sous le minimum)?"


def on_pages(client: TestClient, rota: str, job: str) -> dict[str, tuple[int, int]]:
    def text(address: str) -> str:
        answer = client.get(address)
        assert answer.status_code == 200, answer.text
        return str(answer.text)

    grid, holes = text(f"/plannings/{rota}"), text(f"/plannings/{rota}/trous")
    compared = text(f"/plannings/{rota}/comparer")
    have, target, under = map(
        int,
        re.findall(
            r"Tout le planning</th>.*?<td>[^<]*</td><td>(\d+) sur (\d+), (\d+) sous le minimum",
            compared,
        )[0],
    )
    solved = text(f"/plannings/{rota}/calculs/{job}")
    return {
        "grid": pairs(grid, r"À pourvoir<small>(\d+) postes?(?:, dont (\d+) sous le minimum)?"),
        "grid, day by day": pairs(grid, rf'label="{WORDS} : '),
        "holes": pairs(
            holes, r"<h1>(\d+) postes? à pourvoir en mars 2026(?:, dont (\d+) sous le minimum)?"
        ),
        "holes, cause by cause": pairs(holes, rf"<h3>{WORDS}</h3>"),
        "comparison": (target - have, under),
        "calculation": pairs(solved, rf"Effectif : {WORDS}"),
    }


def over_http(client: TestClient, rota: str, job: str) -> dict[str, tuple[int, int]]:
    def read(address: str) -> Any:
        answer = client.get(f"{HERE}/{rota}/{address}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    slots = read("versions/2/creneaux?limit=200")["items"]
    answer = client.get(f"/api/v1/responsable/calculs/{job}")
    posts = answer.json()["result"]["model_output"]["posts"]
    return {
        "HTTP, slots": (
            sum(slot["missing"] for slot in slots),
            sum(lacking(slot["needs"]) for slot in slots),
        ),
        "HTTP, calculation": (posts["open"], posts["under"]),
    }


def lacking(needs: Any) -> int:
    return sum(max(0, need["minimum"] - need["have"]) for need in needs)


def in_documents(month: Month) -> dict[str, tuple[int, int]]:
    files = dict(documents(month, [Format.PDF, Format.XLSX, Format.CSV]))
    wall = next(content for name, content in files.items() if name.endswith(".pdf"))
    book = load_workbook(io.BytesIO(files["planning-2026-03.xlsx"]))
    rows = list(
        csv.DictReader(
            files["planning-2026-03.csv"].decode("utf-8-sig").splitlines(), delimiter=";"
        )
    )
    states = [row["etat"] for row in rows]
    head, *lines = list(book["Couverture"].values)
    have, wanted = head.index("Pourvus"), head.index("Cible")
    head_of_holes, *holes = list(book["Trous"].values)
    column = {name: place for place, name in enumerate(head_of_holes)}
    under = sum(max(0, row[column["Minimum"]] - row[column["Présents"]]) for row in holes)
    return {
        "A3": pairs(pages(wall)[0], WORDS),
        "workbook, month": pairs(str(book.worksheets[0]["A2"].value), WORDS),
        "workbook, holes": (sum(row[column["Manque"]] for row in holes), under),
        "workbook, coverage": (sum(row[wanted] - row[have] for row in lines), under),
        "CSV": (
            states.count("à pourvoir (minimum)") + states.count("à pourvoir (cible)"),
            states.count("à pourvoir (minimum)"),
        ),
    }


def on_the_command_line(
    month: Month, monkeypatch: pytest.MonkeyPatch
) -> dict[str, tuple[int, int]]:
    console = Console(file=io.StringIO(), width=200)
    monkeypatch.setattr(screen, "out", lambda: console)
    screen.show_verdict((), month.posts)
    screen.show_dispositifs(month.grid)
    screen.show_holes(month.reasons, month.names)
    text = console.file.getvalue()  # type: ignore[attr-defined]
    have, target, under = map(
        int, re.findall(r"Médiation de place\s+\d+\s+(\d+)/(\d+)\s+(\d+)", text)[0]
    )
    (dispositif,) = month_json(month.rota, month.grid)["dispositifs"]
    return {
        "box": pairs(text, rf"pourvus? sur \d+ : {WORDS}"),
        "dispositifs": (target - have, under),
        "holes on screen": pairs(text, rf"{WORDS} :"),
        "--json": (dispositif["target"] - dispositif["filled"], dispositif["below_minimum"]),
    }


def to_who_pays(service: Service, frame: Frame) -> dict[str, tuple[int, int]]:
    """Publish the version, and read what a commanditaire is told of it."""
    with writing(service.engine) as session:
        append(session, LOCAL, month_change(frame.association, frame.rota(HOLDERS), NOW))
    client = service.client("commanditaire")
    query = {"month": "2026-03"}
    here = "/api/v1/commanditaire/couverture"
    answer = client.get(here, params=query).json()
    (total,) = (each["total"] for each in answer["items"])
    page = client.get("/couverture", params=query).text
    document = client.get(here, params={**query, "format": "pdf"}).content
    return {
        "commanditaire, HTTP": (total["target"] - total["filled"], total["under"]),
        "commanditaire, page": pairs(page, r"<dd>(\d+)<small>, dont (\d+) sous le minimum<"),
        "commanditaire, PDF": pairs(pages(document)[0], WORDS),
    }


@pytest.mark.long
def test_every_place_that_counts_open_posts_says_the_same_number(
    kinds: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    rota, job = calculated(kinds.engine)
    client = kinds.client("responsable", agency="ville")
    with reading(kinds.engine) as session:
        frame = frame_of(whole(session), draft(session, rota), NOW)
    month = documents_of(DatabasePlace(kinds.engine, SOMEONE), judge(frame, HOLDERS))

    said = {
        **on_pages(client, rota, job),
        **over_http(client, rota, job),
        **in_documents(month),
        **on_the_command_line(month, monkeypatch),
        **to_who_pays(kinds, frame),
    }

    expected = counted(frame)
    assert expected == (90, 60)
    assert said == dict.fromkeys(said, expected)
