"""Days unlike others on the pages: nights when clocks change, months cut, people who leave."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.data.rows.kinds import KINDS
from api.data.stored import rows
from api.database.engine import connect, writing
from tests.api.databases import database
from tests.api.month.planned import add, begin, edit, publish
from tests.api.page.drafting import edited
from tests.api.page.every_role import HTML
from tests.api.page.markup import Markup
from tests.api.service import NOW, Service, loaded, serve

NIGHTS: Sequence[tuple[str, dict[str, Any]]] = (
    (
        "gabarits",
        {
            "id": "P-N", "dispositif": "P", "site": "place", "kind": "nuit",
            "weekdays": [0, 1, 2, 3, 4, 5, 6], "start": "22:00", "end": "06:00",
            "since": "2026-01-01", "until": "2026-12-31",
        },
    ),
    ("besoins", {"template": "P-N", "roles": ["mediateur"], "minimum": 1, "target": 1,
        "maximum": 1}),
    ("pauses", {"template": "P-N", "minutes": 20, "at": "01:00", "kind": "payee"}),
    *(
        ("derogations", {"kind": kind, "agency": "ville", "since": "2026-01-01", "ground": "Essai"})
        for kind in ("dimanche", "nuit")
    ),
    (
        "personnes",
        {
            "id": "gael", "name": "Gaël Rivoal", "role": "mediateur", "birth": "1991-04-05",
            "agency": "ville", "dispositifs": ["P"],
        },
    ),
    (
        "contrats",
        {
            "mediator": "gael", "kind": "CDI", "start": "2020-09-01", "end": "2026-03-15",
            "weekly_minutes": 2100,
        },
    ),
)  # fmt: skip
SHORT, LONG = "P-N-2026-03-28", "P-N-2026-10-24"


@pytest.fixture(scope="module")
def service(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Service]:
    path = tmp_path_factory.mktemp("nights") / "roulement.db"
    for url in database(request, "sqlite", path):
        engine = connect(url)
        loaded(engine)
        with writing(engine) as session:
            rows.apply(session, [rows.Add(KINDS[name], values) for name, values in NIGHTS])
        made = serve(engine)
        made.app.state.now = lambda: NOW
        yield made
        engine.dispose()


def text_of(client: TestClient, address: str) -> str:
    """Return what a page says, its spaces as people see them."""
    answer = client.get(address, headers=HTML)
    assert answer.status_code == 200, answer.text
    return " ".join(Markup(answer.text).text.split())


def row_of(client: TestClient, address: str, person: str) -> str:
    """Return a person's row in a grid, as HTML."""
    text = client.get(address, headers=HTML).text
    row = re.search(rf'<tr id="p-P-{person}".*?</tr>', text, re.DOTALL)
    assert row is not None
    return row[0]


@pytest.mark.parametrize(("slot", "planned", "length"), [(SHORT, 7, "7 h 00"), (LONG, 9, "9 h 00")])
def test_a_night_when_clocks_change_counts_its_real_hours_and_says_so(
    service: Service, slot: str, planned: int, length: str
) -> None:
    day = slot[4:]
    client, phone = service.client("responsable"), service.client("mediateur", person="elsa")
    where = begin(client, month=day[:7])
    assert edit(client, where, 1, add("elsa", slot)).status_code == 200
    draft = f"/plannings/{where.rpartition('/')[2]}"
    said = f"L’heure change : ce service dure {length}, pauses comprises"

    row = row_of(client, draft, "elsa")
    assert "Place du Marché, 22h à 6h le lendemain" in row
    assert f'<td class="n">{planned}<i>/' in row
    assert said in text_of(client, f"/page{draft}/case?person=elsa&day={day}")
    assert said in text_of(client, f"{draft}/services/{slot}")
    published = publish(client, where, 2)
    assert published.status_code == 201, published.text
    shown = text_of(phone, f"/moi?mois={day[:7]}")
    assert "22 h – 6 h (lendemain)" in shown
    assert f"1 service, {planned} h" in shown
    assert said in shown


def test_a_night_beside_it_says_nothing_of_clocks(service: Service) -> None:
    client = service.client("responsable")
    where = begin(client, month="2026-03", title="À côté")
    edit(client, where, 1, add("ada", "P-N-2026-03-27"), add("brice", "P-N-2026-03-29"))
    draft = f"/page/plannings/{where.rpartition('/')[2]}"

    for person, day in (("ada", 27), ("brice", 29)):
        assert "22 h – 6 h (lendemain)" in text_of(
            client, f"{draft}/case?person={person}&day=2026-03-{day}"
        )
        assert "change" not in text_of(client, f"{draft}/case?person={person}&day=2026-03-{day}")


def test_weeks_of_a_month_that_begins_on_a_thursday_are_cut_at_its_ends(service: Service) -> None:
    client = service.client("responsable")
    where = begin(client, month="2026-10", title="Semaines")
    draft = f"/plannings/{where.rpartition('/')[2]}"

    def days(since: str, view: str = "semaine") -> list[str]:
        page = client.get(f"{draft}?vue={view}&du={since}", headers=HTML).text
        heads = re.findall(r'data-day="([^"]+)"|id="j-(2026-[^"]+)"', page)
        return [head or section for head, section in heads]

    first = [f"2026-10-0{day}" for day in (1, 2, 3, 4)]
    assert days("2026-10-01") == first
    assert days("2026-10-01", "liste") == first
    assert days("2026-10-08") == [f"2026-10-{day:02d}" for day in range(5, 12)]
    assert days("2026-10-31") == [f"2026-10-{day}" for day in range(26, 32)]
    page = client.get(f"{draft}?vue=semaine&du=2026-10-01", headers=HTML).text
    assert "du=2026-10-05" in page
    assert "du=2026-09-28" not in page


def test_someone_who_leaves_on_the_fifteenth_has_nothing_after_it(service: Service) -> None:
    client = service.client("responsable")
    where = begin(client, month="2026-03", title="Un départ")
    draft = where.rpartition("/")[2]

    labels = re.findall(r"<td[^>]*>", row_of(client, f"/plannings/{draft}", "gael"))
    outside = ['aria-label="hors contrat"' in cell for cell in labels[:31]]
    assert outside == [False] * 15 + [True] * 16
    # Ten working days of seven hours.
    assert '<td class="n">0<i>/70</i>' in row_of(client, f"/plannings/{draft}", "gael")

    def cell(day: int) -> str:
        return text_of(client, f"/page/plannings/{draft}/case?person=gael&day=2026-03-{day}")

    assert "Place du Marché, 9 h – 16 h 30" in cell(13)
    assert "Aucun créneau de ce jour" in cell(15)
    assert "Aucun contrat ne couvre ce jour" in cell(16)
    after = "P-J-2026-03-16"
    candidates = text_of(client, f"/page/plannings/{draft}/candidats?slot={after}")
    assert "Gaël Rivoal sans contrat le lun. 16 mars" in candidates
    refused = edited(client, draft, 1, add("gael", after)).json()
    assert refused["version"] == 1
    assert "hors contrat" in refused["refused"]
