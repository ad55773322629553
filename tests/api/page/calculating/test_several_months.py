"""A calculation of several months, and a question asked again with more seconds, on their pages."""

import re

from fastapi.testclient import TestClient

from api.database.engine import writing
from api.database.tables.jobs import JobRow
from api.jobs.states import Outcome
from tests.api.month.planned import begin
from tests.api.page.calculating.test_routes import HTML, TIER, ask, client, conclude, draft
from tests.api.service import Service

__all__ = ["client", "draft"]


def posts(*, have: int, target: int) -> dict[str, int]:
    """Return the posts of a month, of which one is under its minimum."""
    open_posts = target - have
    return {
        "slots": 40,
        "minimum": have + 1,
        "target": target,
        "have": have,
        "open": open_posts,
        "under": 1,
    }


def test_several_months_are_asked_for_and_each_draft_opens_from_what_was_found(
    client: TestClient, service: Service, draft: str
) -> None:
    form = client.get(f"{draft}/calculer", headers=HTML).text
    assert re.findall(r'<option value="([^"]*)"', form) == [
        "",
        *(f"2026-{month:02d}" for month in range(4, 13)),
        "2027-01",
        "2027-02",
    ]

    address = ask(client, draft, until="2026-05").headers["location"]
    waiting = client.get(address, headers=HTML).text
    later = begin(client, month="2026-04").rpartition("/")[2]
    with writing(service.engine) as session:
        row = session.get_one(JobRow, address.rpartition("/")[2])
        row.result = {
            "head": True,
            "blocking": 0,
            "posts": posts(have=68, target=70),
            "later": [{"month": "2026-04", "rota": later, "posts": posts(have=50, target=53)}],
            "windows": [
                {
                    "first": "2026-03-01",
                    "last": "2026-04-12",
                    "slots": 65,
                    "seconds": 1.6,
                    "tiers": [TIER, {**TIER, "optimal": False}],
                }
            ],
        }
    conclude(service, address, Outcome.FEASIBLE, "")
    over = client.get(address, headers=HTML).text

    assert "De mars 2026 à mai 2026 : les mois sont planifiés l’un après l’autre" in waiting
    assert "<h1>Calcul de mars 2026 à mai 2026" in over
    rows = re.findall(r'<th scope="row"><a href="([^"]+)">([^<]+)</a>.*?</th>(.*?)</tr>', over)
    assert [
        (place, month, re.sub(r"<[^>]+>", " ", cells).split()) for place, month, cells in rows
    ] == [
        (draft, "Mars 2026", ["68", "sur", "70", "2", "1"]),
        (f"/plannings/{later}", "Avril 2026", ["50", "sur", "53", "3", "1"]),
    ]
    assert f'<a href="{draft}/trous">2</a>' in over
    assert f'<a href="/plannings/{later}/trous">3</a>' in over
    # What is said above is said of both months.
    plain = over.replace("\u00a0", " ")
    assert "<h2>Calcul terminé : 118 postes pourvus sur 123</h2>" in plain
    assert "Effectif : 5 postes à pourvoir, dont 2 sous le minimum" in plain
    assert "Règles : aucun constat bloquant." in plain
    assert client.get(f"/plannings/{later}", headers=HTML).status_code == 200
    assert "65 créneaux en 2 s, 1 rang sur 2 prouvé optimal" in over
    # A version kept beside the draft isn't what the draft's own page of open posts shows.
    with writing(service.engine) as session:
        row = session.get_one(JobRow, address.rpartition("/")[2])
        row.version, row.result = 1, {**(row.result or {}), "head": False}
    beside = client.get(address, headers=HTML).text
    assert "version 1</small>" in beside
    assert f"{draft}/trous" not in beside
    assert f'<a href="/plannings/{later}/trous">3</a>' in beside


def test_a_question_that_had_no_time_to_be_answered_is_asked_again_with_more(
    client: TestClient, service: Service, draft: str
) -> None:
    question = {"kind": "alternative", "person": "ada", "slot": "P-J-2026-03-09"}
    address = ask(client, draft, seconds="10", **question).headers["location"]
    conclude(service, address, Outcome.UNKNOWN, "Le temps a manqué pour répondre.")

    over = client.get(address, headers=HTML).text
    form = over.partition(f'action="{draft}/calculer"')[2].partition("</form>")[0]
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
    again = ask(client, draft, **{**fields, "key": "again"})

    assert {**question, "seconds": "60"}.items() <= fields.items()
    assert "Chercher plus longtemps" in form
    assert again.status_code == 303
    assert again.headers["location"] != address
