from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from api.data.rows.kinds import KINDS
from api.data.stored.rows import add as add_row
from api.data.stored.rows import change, page
from api.database.engine import writing
from api.web.paging import cursor
from tests.api.month.planned import (
    ALL,
    EVENING,
    MONDAY,
    PAIR,
    add,
    begin,
    edit,
    pairs,
    planned,
    tag,
)
from tests.api.service import Service


@pytest.fixture
def service(sqlite_engine: Engine) -> Iterator[Service]:
    yield from planned(sqlite_engine)


def test_a_draft_is_begun_read_listed_and_thrown_away(service: Service) -> None:
    client = service.client("responsable", agency="ville")

    where = begin(client, title="Mars")
    read = client.get(where)
    listed = client.get(ALL, params={"month": "2026-03"}).json()["items"]
    gone = client.delete(where, headers=tag(where, 1))

    assert read.headers["etag"] == f'"{where.rpartition("/")[2]}-1"'
    body = read.json()
    assert (body["month"], body["agency"], body["title"]) == ("2026-03", "ville", "Mars")
    assert (body["head"], body["published"], body["discarded"]) == (1, None, None)
    assert [item["id"] for item in listed] == [body["id"]]
    assert gone.status_code == 204
    assert client.get(ALL).json()["items"] == []
    assert len(client.get(ALL, params={"discarded": True}).json()["items"]) == 1
    assert edit(client, where, 1, *PAIR).json()["code"] == "planning_abandonne"


def test_drafts_come_in_pages(service: Service) -> None:
    client = service.client("responsable", agency="ville")
    made = [begin(client, title=f"{n}").rpartition("/")[2] for n in range(3)]

    first = client.get(ALL, params={"limit": 2}).json()
    second = client.get(ALL, params={"limit": 2, "cursor": first["next"]}).json()

    shown = [item["id"] for page in (first, second) for item in page["items"]]
    assert shown == made[::-1]
    assert second["next"] is None
    for strange in (cursor(1), cursor("0001-01-01T00:00+14:00", "x"), cursor("2026-03-02", "x")):
        refused = client.get(ALL, params={"cursor": strange})
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "query.cursor")


@pytest.mark.parametrize(
    ("wanted", "field", "result"),
    [
        ({"agency": "", "dispositifs": ["Q"]}, "dispositifs", "Q"),
        ({"agency": "ailleurs"}, "agency", "ailleurs"),
    ],
)
def test_what_isn_t_there_can_t_be_planned(
    service: Service, wanted: dict[str, object], field: str, result: str
) -> None:
    client = service.client("responsable")

    answer = client.post(ALL, json={"month": "2026-03", **wanted})

    assert answer.status_code == 422
    assert [(e["field"], e["received"]) for e in answer.json()["errors"]] == [(field, result)]


def test_a_month_without_anybody_is_refused(service: Service) -> None:
    client = service.client("responsable", agency="ville")

    answer = client.post(ALL, json={"month": "2011-03", "agency": "ville"})

    assert (answer.status_code, answer.json()["code"]) == (422, "donnees_refusees")


def test_an_edit_answers_with_the_findings_that_it_adds_and_removes(service: Service) -> None:
    client = service.client("responsable", agency="ville")
    where = begin(client)

    alone = edit(client, where, 1, PAIR[0]).json()
    both = edit(client, where, 2, PAIR[1])

    assert [f["rule_id"] for f in alone["findings_added"] if f["blocks"]] == ["binome_size"]
    assert alone["blocking"] == 1
    body = both.json()
    assert both.headers["etag"] == tag(where, 3)["If-Match"]
    assert (body["version"], pairs(body["added"])) == (3, {("brice", MONDAY)})
    assert [f["rule_id"] for f in body["findings_removed"] if f["blocks"]] == ["binome_size"]
    assert body["blocking"] == 0


def test_a_lock_that_can_not_hold_any_more_is_told_by_the_draft_and_by_its_findings(
    service: Service,
) -> None:
    client = service.client("responsable", agency="ville")
    where = begin(client)
    with writing(service.engine) as session:
        lock = {"mediator": "farid", "slot": EVENING, "by": "Nora Bel", "why": "Réunion"}
        add_row(session, KINDS["verrous"], lock)
        kind = KINDS["contrats"]
        row = next(e for e in page(session, kind) if e.values["mediator"] == "farid")
        change(session, kind, row.key, row.number, {**row.values, "end": "2026-03-03"})

    version = client.get(f"{where}/versions/1")
    findings = client.get(f"{where}/versions/1/constats")

    body = [
        {
            "person": "farid",
            "slot": EVENING,
            "message": f"Farid Nouri, créneau {EVENING} (verrou de Nora Bel : Réunion) : "
            "affectation laissée de côté, n’a pas de contrat en cours le 04/03/2026.",
        }
    ]
    assert version.json()["locks_left_out"] == body
    assert findings.json()["locks_left_out"] == body
    assert "locks" not in {finding["rule_id"] for finding in findings.json()["items"]}


def test_the_second_of_two_edits_gets_both_versions(service: Service) -> None:
    ana, bob = (service.client("responsable", agency="ville") for _ in range(2))
    where = begin(ana)
    edit(ana, where, 1, *PAIR)

    late = edit(bob, where, 1, add("farid", EVENING))

    assert (late.status_code, late.json()["code"]) == (412, "version_depassee")
    assert late.json()["yours"] == {"version": 1}
    assert late.json()["current"]["version"] == 2
    assert pairs(late.json()["current"]["added"]) == {("ada", MONDAY), ("brice", MONDAY)}
    assert ana.patch(where, json={"operations": PAIR}).status_code == 428


def test_wrong_operations_name_their_field_and_nothing_is_done(service: Service) -> None:
    client = service.client("responsable", agency="ville")
    where = begin(client)

    answer = edit(client, where, 1, PAIR[0], add("personne", MONDAY), add("ada", "rien"))

    assert answer.status_code == 422
    assert [(e["field"], e["received"]) for e in answer.json()["errors"]] == [
        ("operations.1.person", "personne"),
        ("operations.2.slot", "rien"),
    ]
    assert client.get(where).json()["head"] == 1


def test_an_edit_is_tried_out(service: Service) -> None:
    client = service.client("responsable", agency="ville")
    where = begin(client)
    edit(client, where, 1, *PAIR)

    tried = client.post(
        f"{where}/essais",
        json={"operations": [add("farid", EVENING)]},
        headers=tag(where, 2),
    ).json()

    assert (tried["version"], pairs(tried["added"])) == (2, {("farid", EVENING)})
    assert client.get(where).json()["head"] == 2


def test_versions_are_listed_newest_first_and_read_whole(service: Service) -> None:
    client = service.client("responsable", agency="ville")
    where = begin(client)
    edit(client, where, 1, *PAIR)

    listed = client.get(where).json()["versions"]
    whole = client.get(f"{where}/versions/2").json()

    assert [(v["number"], v["origin"]) for v in listed] == [(2, "modification"), (1, "vide")]
    assert pairs(whole["assignments"]) == {("ada", MONDAY), ("brice", MONDAY)}
    assert (whole["parent"], whole["left_out"]) == (1, [])
    assert client.get(f"{where}/versions/9").status_code == 404


def test_a_draft_of_no_agency_is_refused_with_those_that_one_may_name(service: Service) -> None:
    client = service.client("responsable", agency="ville")

    answer = client.post(ALL, json={"month": "2026-03"})

    assert (answer.status_code, answer.json()["detail"]) == (422, "Il manque l’agence.")
    assert answer.json()["errors"] == [
        {
            "field": "agency",
            "received": "",
            "expected": "une agence, dont vous répondez : ville",
        }
    ]
    alone = service.client("responsable", agency="ville", dispositif="P")
    assert alone.post(ALL, json={"month": "2026-03"}).status_code == 404


def test_a_wrong_month_is_refused_without_a_regular_expression(service: Service) -> None:
    client = service.client("responsable", agency="ville")

    answers = (
        client.post(ALL, json={"month": "2026-13", "agency": "ville"}),
        client.get(ALL, params={"month": "2026-13"}),
        client.get("/api/v1/responsable/mois/2026-13", params={"agency": "ville"}),
    )

    assert [answer.status_code for answer in answers] == [422] * 3
    assert [answer.json()["errors"] for answer in answers] == [
        [{"field": field, "received": "2026-13", "expected": "un mois comme 2026-12"}]
        for field in ("month", "query.month", "path.month")
    ]


def test_a_dispositif_s_responsable_plans_it_alone(service: Service) -> None:
    client = service.client("responsable", agency="ville", dispositif="P")

    where = begin(client, dispositifs=["P"])

    assert edit(client, where, 1, *PAIR).status_code == 200
    assert len(client.get(ALL).json()["items"]) == 1
    assert client.post(ALL, json={"month": "2026-03", "agency": "ville"}).status_code == 404
