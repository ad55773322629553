from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import Engine, select

from api.database.engine import reading
from api.database.tables.mail import MailRow
from api.ledger.history import publication
from api.mail.delivery import delivery
from tests.api.asking.petit import BEFORE, again, start
from tests.api.asking.swapping import HELD, MONDAY, TUESDAY
from tests.api.jobs.asked_over_http import Desk, code, desk_of, output, tagged
from tests.api.service import serve

SWAPS = "/api/v1/echanges"
SWAP = {"gives": MONDAY, "other": "chloe", "takes": TUESDAY, "note": "Rendez-vous"}
GIFT = {"gives": MONDAY, "other": "chloe"}
NOTHING = {"possible": True, "why": "", "seen": "", "findings": []}


@pytest.fixture
def desk(sqlite_engine: Engine) -> Iterator[Desk]:
    """Serve with two published weeks, before they begin."""
    start(sqlite_engine, HELD)
    yield from desk_of(serve(sqlite_engine))


@pytest.fixture
def chloe(desk: Desk) -> TestClient:
    return desk.service.client(
        "mediateur", agency="ville", person="chloe", email="chloe@exemple.fr"
    )


def respond(client: TestClient, to: Response, verdict: str, **more: Any) -> Response:
    """Answer the swap that was asked for, or answered, `to`."""
    address = f"{SWAPS}/{to.json()['id']}/reponse"
    return client.post(address, json={"verdict": verdict, **more}, headers=tagged(to))


def holders(desk: Desk) -> set[tuple[str, str]]:
    rows = again(desk.service.engine).history["2026-03"]
    return {(r.worked.mediator, r.worked.duty.id) for r in rows}


def test_a_swap_is_asked_for_accepted_and_published(desk: Desk, chloe: TestClient) -> None:
    made = desk.ada.post(SWAPS, json=SWAP)
    swap = output(made, 201)
    assert {k: swap[k] for k in ("state", "person_name", "other_name", "note", "number")} == {
        "state": "demande",
        "person_name": "Ada L.",
        "other_name": "Chloé M.",
        "note": "Rendez-vous",
        "number": 1,
    }
    shifts = [(shift["person"], shift["slot"]) for shift in swap["shifts"]]
    assert shifts == [("ada", MONDAY), ("chloe", TUESDAY)]
    (listed,) = output(chloe.get(SWAPS))
    assert listed == swap | {"view": NOTHING}

    bare = chloe.post(f"{SWAPS}/{swap['id']}/reponse", json={"verdict": "accord"})
    assert code(bare, 428) == "version_a_preciser"
    assert code(respond(desk.ada, made, "accord"), 404) == "introuvable"
    assert code(respond(desk.nora, made, "approbation"), 409) == "echange_clos"
    agreed = respond(chloe, made, "accord")
    assert (output(agreed)["state"], output(agreed)["awaits"]) == ("accepte", ["ville"])
    assert code(respond(chloe, made, "accord"), 412) == "version_depassee"

    (shown,) = output(desk.nora.get(SWAPS))
    assert (shown["view"], shown["awaits"]) == (NOTHING, ["ville"])
    done = output(respond(desk.nora, agreed, "approbation"))
    assert (done["state"], done["publication"], done["view"]) == ("approuve", 2, None)
    assert {("chloe", MONDAY), ("ada", TUESDAY)} <= holders(desk)


UNSENT = "aucun serveur de courriel n’est réglé : à prévenir autrement"


def test_a_publication_tells_whom_it_reached(desk: Desk, chloe: TestClient) -> None:
    desk.at(BEFORE.replace(month=3, day=8))
    agreed = respond(chloe, desk.ada.post(SWAPS, json=GIFT), "accord")
    output(respond(desk.nora, agreed, "approbation"))
    with reading(desk.service.engine) as session:
        mails = {m.address: m for m in session.scalars(select(MailRow))}
    assert mails["chloe@exemple.fr"].subject == "Votre planning a changé : lundi 9 mars 2026"
    assert "Service ajouté – Médiation de place\n" in mails["chloe@exemple.fr"].body

    with reading(desk.service.engine) as session:
        learnt = delivery(session, publication(session, 2), sends=False)
    assert [(each.mediator, each.mail.value, each.words, each.to_tell) for each in learnt] == [
        (person, "sans_serveur", f"sans agenda abonné ; {UNSENT}", True)
        for person in ("ada", "chloe")
    ]


def test_a_swap_that_breaks_a_rule_is_refused_at_once(desk: Desk) -> None:
    refused = desk.ada.post(SWAPS, json={"gives": MONDAY, "other": "farid"})
    assert code(refused, 409) == "echange_illegal"
    assert refused.json()["detail"] == (
        "Cet échange est refusé. Ce qui l’interdit pour l’équipe du service : « Jamais seul en "
        "binôme ». Ce qui l’interdit pour votre collègue : une règle qui tient à sa situation."
    )
    wrong = desk.ada.post(SWAPS, json={"gives": TUESDAY, "other": "chloe"})
    assert code(wrong, 422) == "demande_refusee"
    assert [e["field"] for e in wrong.json()["errors"]] == ["gives"]


def test_a_swap_is_declined_or_taken_back(desk: Desk, chloe: TestClient) -> None:
    made, why = desk.ada.post(SWAPS, json=SWAP), {"answer": "Pas ce jour-là."}
    assert code(respond(desk.ada, made, "refus"), 404) == "introuvable"
    assert code(respond(chloe, made, "retrait"), 404) == "introuvable"
    declined = output(respond(chloe, made, "refus", **why))
    assert (declined["state"], declined["answer"]) == ("refuse", "Pas ce jour-là.")

    made = desk.ada.post(SWAPS, json=SWAP)
    assert output(respond(desk.ada, made, "retrait"))["state"] == "retire"
    made = desk.ada.post(SWAPS, json=SWAP)
    assert output(respond(desk.nora, made, "refus", answer="Non."))["state"] == "refuse"


def test_a_swap_lapses_by_itself(desk: Desk) -> None:
    made = desk.ada.post(SWAPS, json=SWAP)
    desk.at(BEFORE.replace(month=3, day=9))
    assert [swap["state"] for swap in output(desk.ada.get(SWAPS))] == ["caduc"]
    assert code(respond(desk.ada, made, "retrait"), 409) == "echange_caduc"


def test_only_the_two_and_who_answers_for_the_shifts_see_a_swap(
    desk: Desk, chloe: TestClient
) -> None:
    made = desk.ada.post(SWAPS, json=SWAP)
    missing = desk.brice.post(
        f"{SWAPS}/{'0' * 32}/reponse",
        json={"verdict": "refus"},
        headers={"If-Match": f'"{"0" * 32}-1"'},
    )
    assert output(desk.brice.get(SWAPS)) == output(desk.elsewhere.get(SWAPS)) == []
    for client in (desk.brice, desk.elsewhere):
        for verdict in ("accord", "refus", "retrait", "approbation"):
            away = respond(client, made, verdict)
            assert (away.status_code, away.content) == (404, missing.content)
    assert code(respond(chloe, made, "approbation"), 404) == "introuvable"
    assert code(desk.rh.get(SWAPS), 403) == "droits_insuffisants"
    assert code(desk.nora.post(SWAPS, json=SWAP), 403) == "droits_insuffisants"


def test_swaps_are_listed_page_by_page(desk: Desk) -> None:
    for body in (SWAP, GIFT):
        output(desk.ada.post(SWAPS, json=body), 201)
    first = desk.nora.get(SWAPS, params={"limit": "1"})
    rest = desk.nora.get(SWAPS, params={"limit": "1", "cursor": first.json()["next"]})
    assert len({swap["id"] for page in (first, rest) for swap in output(page)}) == 2
    assert rest.json()["next"] is None
    assert output(desk.nora.get(SWAPS, params={"state": "approuve"})) == []
    for bad in ("WzFd", "WyJ4Il0", "W10"):  # [1], ["x"], []
        answered: Any = desk.nora.get(SWAPS, params={"cursor": bad})
        assert answered.status_code in {200, 422}
