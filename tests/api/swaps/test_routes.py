from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from api.database.engine import reading
from api.database.tables.mail import MailRow
from api.ledger.publications import publication
from api.mail.delivery import delivery
from tests.api.asking.petit import BEFORE, again, start
from tests.api.asking.swapping import HELD, MONDAY, TUESDAY
from tests.api.jobs.asked_over_http import Desk, code, desk_of, output, tagged
from tests.api.service import serve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi.testclient import TestClient
    from sqlalchemy import Engine

MINE, ALL = "/api/v1/moi/echanges", "/api/v1/responsable/echanges"
SWAP = {"gives": MONDAY, "other": "chloe", "takes": TUESDAY, "note": "Rendez-vous"}
GIFT = {"gives": MONDAY, "other": "chloe"}


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


def holders(desk: Desk) -> set[tuple[str, str]]:
    rows = again(desk.service.engine).history["2026-03"]
    return {(r.worked.mediator, r.worked.duty.id) for r in rows}


def test_a_swap_is_tried_asked_for_accepted_and_published(desk: Desk, chloe: TestClient) -> None:
    assert output(desk.ada.post(f"{MINE}/essai", json=SWAP)) == {
        "possible": True,
        "why": "",
        "seen": "",
        "findings": [],
    }
    made = desk.ada.post(MINE, json=SWAP)
    swap = output(made, 201)
    assert made.headers["Location"] == f"{MINE}/{swap['id']}"
    assert {k: swap[k] for k in ("state", "person_name", "other_name", "note", "number")} == {
        "state": "demande",
        "person_name": "Ada L.",
        "other_name": "Chloé M.",
        "note": "Rendez-vous",
        "number": 1,
    }
    assert [(s["person"], s["slot"]) for s in swap["shifts"]] == [
        ("ada", MONDAY),
        ("chloe", TUESDAY),
    ]
    (listed,) = output(chloe.get(MINE))
    assert {**swap, "view": None} == {**listed, "view": None, "awaits": []}

    shown = chloe.get(f"{MINE}/{swap['id']}")
    assert output(shown)["view"] == {
        "possible": True,
        "why": "",
        "seen": "",
        "findings": [],
    }
    path = f"{MINE}/{swap['id']}/accord"
    assert code(chloe.post(path, json={}), 428) == "version_a_preciser"
    assert code(desk.ada.post(path, json={}, headers=tagged(shown)), 404) == "introuvable"
    agreed = chloe.post(path, json={}, headers=tagged(shown))
    assert output(agreed)["state"] == "accepte"
    assert code(chloe.post(path, json={}, headers=tagged(shown)), 412) == "version_depassee"

    seen = desk.nora.get(f"{ALL}/{swap['id']}")
    assert output(seen)["view"] == {
        "possible": True,
        "why": "",
        "seen": "",
        "findings": [],
    }
    path = f"{ALL}/{swap['id']}/approbation"
    done = desk.nora.post(path, json={}, headers=tagged(seen))
    assert (output(done)["state"], output(done)["publication"]) == ("approuve", 2)
    assert output(done)["view"] is None
    assert {("chloe", MONDAY), ("ada", TUESDAY)} <= holders(desk)


UNSENT = "aucun serveur de courriel n’est réglé : à prévenir autrement"


def test_a_publication_tells_whom_it_reached(desk: Desk, chloe: TestClient) -> None:
    desk.at(BEFORE.replace(month=3, day=8))
    made = desk.ada.post(MINE, json=GIFT)
    swap = output(made, 201)["id"]
    agreed = chloe.post(f"{MINE}/{swap}/accord", json={}, headers=tagged(made))
    output(desk.nora.post(f"{ALL}/{swap}/approbation", json={}, headers=tagged(agreed)))
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
    wednesday = {"gives": MONDAY, "other": "farid"}
    assert output(desk.ada.post(f"{MINE}/essai", json=wednesday)) == {
        "possible": False,
        "why": (
            "Ce qui l’interdit pour l’équipe du service : « Jamais seul en binôme ». Ce qui "
            "l’interdit pour votre collègue : une règle qui tient à sa situation."
        ),
        "seen": "",
        "findings": [],
    }
    refused = desk.ada.post(MINE, json=wednesday)
    assert code(refused, 409) == "echange_illegal"
    assert "Farid" not in refused.text
    wrong = desk.ada.post(MINE, json={"gives": TUESDAY, "other": "chloe"})
    assert code(wrong, 422) == "demande_refusee"
    assert [e["field"] for e in wrong.json()["errors"]] == ["gives"]


def test_a_swap_is_declined_or_taken_back(desk: Desk, chloe: TestClient) -> None:
    made = desk.ada.post(MINE, json=SWAP)
    path = f"{MINE}/{output(made, 201)['id']}"
    why = {"answer": "Pas ce jour-là."}
    assert code(desk.ada.post(f"{path}/refus", json=why, headers=tagged(made)), 404)
    assert code(chloe.post(f"{path}/retrait", headers=tagged(made)), 404) == "introuvable"
    declined = chloe.post(f"{path}/refus", json=why, headers=tagged(made))
    assert (output(declined)["state"], output(declined)["answer"]) == ("refuse", "Pas ce jour-là.")

    made = desk.ada.post(MINE, json=SWAP)
    swap = output(made, 201)["id"]
    gone = desk.ada.post(f"{MINE}/{swap}/retrait", headers=tagged(made))
    assert output(gone)["state"] == "retire"
    made = desk.ada.post(MINE, json=SWAP)
    swap = output(made, 201)["id"]
    no = desk.nora.post(f"{ALL}/{swap}/refus", json={"answer": "Non."}, headers=tagged(made))
    assert output(no)["state"] == "refuse"


def test_a_swap_lapses_by_itself(desk: Desk) -> None:
    made = desk.ada.post(MINE, json=SWAP)
    swap = output(made, 201)["id"]
    desk.at(BEFORE.replace(month=3, day=9))
    assert output(desk.ada.get(f"{MINE}/{swap}"))["state"] == "caduc"
    gone = desk.ada.post(f"{MINE}/{swap}/retrait", headers=tagged(made))
    assert code(gone, 409) == "echange_caduc"


def test_only_the_two_and_who_answers_for_the_shifts_see_a_swap(
    desk: Desk, chloe: TestClient
) -> None:
    swap = output(desk.ada.post(MINE, json=SWAP), 201)["id"]
    missing = desk.brice.get(f"{MINE}/{'0' * 32}")
    hidden = desk.brice.get(f"{MINE}/{swap}")
    assert (hidden.status_code, hidden.content) == (404, missing.content)
    assert output(desk.brice.get(MINE)) == []
    assert output(desk.elsewhere.get(ALL)) == []
    assert code(desk.elsewhere.get(f"{ALL}/{swap}"), 404) == "introuvable"
    for verb, body in (("approbation", {}), ("refus", {"answer": ""})):
        away = desk.elsewhere.post(
            f"{ALL}/{swap}/{verb}", json=body, headers={"If-Match": f'"{swap}-1"'}
        )
        assert code(away, 404) == "introuvable"
    assert code(desk.rh.get(ALL), 403) == "droits_insuffisants"
    assert code(chloe.get(ALL), 403) == "droits_insuffisants"


def test_swaps_are_listed_page_by_page(desk: Desk) -> None:
    for body in (SWAP, GIFT):
        output(desk.ada.post(MINE, json=body), 201)
    first = desk.nora.get(ALL, params={"limit": "1"})
    following = first.json()["next"]
    rest = desk.nora.get(ALL, params={"limit": "1", "cursor": following})
    assert len({swap["id"] for page in (first, rest) for swap in output(page)}) == 2
    assert rest.json()["next"] is None
    assert output(desk.nora.get(ALL, params={"state": "approuve"})) == []
    for bad in ("WzFd", "WyJ4Il0", "W10"):  # [1], ["x"], []
        answered: Any = desk.nora.get(ALL, params={"cursor": bad})
        assert answered.status_code in {200, 422}
