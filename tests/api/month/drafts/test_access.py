"""A month of which one dispositif isn't published, at each door that judges what is."""

from api.data.rows.kinds import KINDS
from api.data.stored.rows import Add, apply, change, page
from api.database.engine import writing
from tests.api.month.cases import QUAY
from tests.api.month.planned import PAIR, add, drafted, publish
from tests.api.service import NOW, Service, service

__all__ = ["service"]

LOCKED = {"mediator": "chloe", "slot": "Q-J-2026-03-02", "by": "Nora", "why": "Réunion"}
HTML = {"accept": "text/html"}


def with_quay(service: Service) -> None:
    """Add a dispositif that has a lock, with somebody who may hold it."""
    with writing(service.engine) as session:
        apply(session, [Add(KINDS[name], values) for name, values in QUAY])
        people = KINDS["personnes"]
        chloe = next(e for e in page(session, people) if e.values["id"] == "chloe")
        change(
            session, people, chloe.key, chloe.number, {**chloe.values, "dispositifs": ["P", "Q"]}
        )
        apply(session, [Add(KINDS["verrous"], LOCKED)])


def test_what_is_not_published_of_a_month_is_judged_at_no_door(service: Service) -> None:
    service.app.state.now = lambda: NOW
    client = service.client("responsable", agency="ville")
    with_quay(service)
    publish(client, drafted(client, *PAIR, dispositifs=["P"]), 2)
    month = "/api/v1/responsable/mois/2026-03"

    shifts = client.get(month, params={"agency": "ville"}).json()["items"]
    grid = client.get("/mois/2026-03", params={"agency": "ville"}, headers=HTML).text
    rh = service.client("rh")
    of_rh = rh.get("/rh", params={"month": "2026-03"}, headers=HTML).text

    assert {shift["dispositif"] for shift in shifts} == {"P"}
    assert 'data-code="locks' not in grid
    assert 'id="locks-' not in of_rh

    draft = drafted(client, add("chloe", "Q-J-2026-03-09"), dispositifs=["Q"])
    refused = publish(client, draft, 2)
    assert "locks" in {f["rule_id"] for f in refused.json()["current"]["findings"]}
