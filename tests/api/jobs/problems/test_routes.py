"""A problem sent whole: what it must be, what it is answered, by whom it is read, until when."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from api.database.engine import reading, writing
from api.database.tables.jobs import JobEventRow, JobProblemRow, JobRow
from api.database.tables.month import RotaRow
from api.jobs.problems.service import MOST_AT_ONCE
from api.privacy.retention import PROBLEMS_LIVE, purge
from tests.api.data.entering.new_association import place_of, rows
from tests.api.data.entering.test_new_association import empty, everything
from tests.api.jobs.problems.sent import HERE, JOBS, QUICK, accepted, body, rows_of, send, small
from tests.api.jobs.test_routes import done
from tests.api.service import Service

__all__ = ["empty"]

BEFORE = {
    "slot": "SOIR-2027-01-29",
    "person": "lea",
    "start": "2027-01-29T18:30+01:00",
    "end": "2027-01-29T21:00+01:00",
}


def answer_of(client: Any, job: str) -> Any:
    """Return a calculation and, of its result, what it found."""
    read = client.get(f"{JOBS}/{job}").json()
    return read, read["result"]["model_output"]


def test_a_team_is_planned_from_one_body_and_nothing_is_written(empty: Service) -> None:
    client = empty.client("responsable")

    job = accepted(client, small())
    waiting = client.get(f"{JOBS}/{job}").json()
    done(empty, job)
    calculation, output = answer_of(client, job)

    assert (waiting["kind"], waiting["rota"], waiting["result"]) == ("problem", "", None)
    assert (calculation["state"], calculation["outcome"]) == ("completed", "optimal")
    assert calculation["outcome_words"] == "68\u00a0postes pourvus sur 70, prouvé optimal"
    assert {tier["words"] for tier in output["tiers"]} == {"prouvé optimal"}
    answer = output["problem"]
    assert (answer["month"], answer["lawful"], len(answer["rota"])) == ("2026-03", True, 68)
    assert sum(hole["target"] - hole["have"] for hole in answer["holes"]) == 2
    assert all(hole["why"] for hole in answer["holes"])
    assert not [finding for finding in answer["findings"] if finding["blocks"]]
    assert all(finding["article"] for finding in answer["findings"])
    minutes = {hours["person"]: hours["work"] for hours in answer["hours"]}
    assert sorted(minutes) == ["ada", "brice", "chloe", "dorian", "elsa", "farid"]
    # Days of 7 h of work, and evenings of 4 h that nobody but Farid holds.
    shifts = [shift["slot"] for shift in answer["rota"] if shift["person"] == "farid"]
    assert minutes["farid"] == sum(240 if slot.startswith("P-S") else 420 for slot in shifts)
    assert everything(empty) == []
    with reading(empty.engine) as session:
        assert session.scalar(select(func.count()).select_from(RotaRow)) == 0


def test_a_rota_that_was_answered_goes_in_again(empty: Service) -> None:
    client = empty.client("responsable")
    first = accepted(client, small())
    done(empty, first)
    rota = answer_of(client, first)[1]["problem"]["rota"]

    again = accepted(client, small(standing=rota))
    after = accepted(client, small(month="2026-04", history=rota))
    done(empty, again)
    done(empty, after)

    calculation, output = answer_of(client, again)
    assert calculation["outcome"] == "unchanged"
    assert output["problem"]["rota"] == rota
    _, later = answer_of(client, after)
    assert {shift["start"][:7] for shift in later["problem"]["rota"]} == {"2026-04"}


def test_why_no_month_is_lawful_comes_with_the_answer(service: Service) -> None:
    client = service.client("responsable")
    sent = {"month": "2026-03", "rows": rows_of("impossible/verrous")}

    job = accepted(client, {"config": QUICK, "model_input": sent})
    done(service, job)
    calculation, output = answer_of(client, job)

    assert (calculation["state"], calculation["outcome"]) == ("completed", "infeasible")
    assert output["problem"] is None
    assert output["explanation"]["verified"]
    assert len(output["explanation"]["causes"]) > 1


def changed(kind: str, **values: Any) -> list[dict[str, Any]]:
    """Return the rows of the team, with values of the first row of a kind changed."""
    sent, place = rows(), place_of(kind)
    sent[place] = {"kind": kind, "values": {**sent[place]["values"], **values}}
    return sent


@pytest.mark.parametrize(
    ("more", "field", "received"),
    [
        ({"month": "2027-13"}, "model_input.month", "2027-13"),
        ({"month": "2020-01"}, "model_input.month", "2020-01"),
        ({"rows": []}, "model_input.rows", ""),
        ({"rows": [{"kind": "paies", "values": {}}]}, "model_input.rows.0.kind", "paies"),
        (
            {"rows": [{"kind": "sites", "values": {}, "action": "supprimer"}]},
            "model_input.rows.0.action",
            "supprimer",
        ),
        (
            {"rows": changed("contrats", weekly_minutes=2881)},
            f"model_input.rows.{place_of('contrats')}.values.weekly_minutes",
            "48h01",
        ),
        (
            {"rows": changed("besoins", template="NUIT")},
            f"model_input.rows.{place_of('besoins')}.values.template",
            "NUIT",
        ),
        (
            {"standing": [{"slot": "NUIT-2027-02-01", "person": "lea"}]},
            "model_input.standing.0.slot",
            "NUIT-2027-02-01",
        ),
        (
            {"standing": [{"slot": "SOIR-2027-02-01", "person": "lia"}]},
            "model_input.standing.0.person",
            "lia",
        ),
        ({"history": [{**BEFORE, "person": "lia"}]}, "model_input.history.0.person", "lia"),
        ({"history": [{**BEFORE, "kind": "sieste"}]}, "model_input.history.0.kind", "sieste"),
        (
            {"history": [{**BEFORE, "end": "2027-01-29T21:00"}]},
            "model_input.history.0.end",
            "2027-01-29T21:00",
        ),
        (
            {"history": [BEFORE, BEFORE]},
            "model_input.history.1.slot",
            "SOIR-2027-01-29",
        ),
        (
            {
                "history": [
                    BEFORE | {"start": "2027-02-01T18:30+01:00", "end": "2027-02-01T21:00+01:00"}
                ]
            },
            "model_input.history.0.start",
            "2027-02-01T18:30+01:00",
        ),
        (
            {"history": [BEFORE | {"end": "9999-01-29T21:00+01:00"}]},
            "model_input.history.0.end",
            "9999-01-29T21:00+01:00",
        ),
        ({"until": "2027-03"}, "model_input.until", "2027-03"),
    ],
)
def test_what_is_wrong_is_placed_and_nothing_is_asked(
    service: Service, more: dict[str, Any], field: str, received: str
) -> None:
    answer = send(service.client("responsable"), body(**more))

    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    placed = {error["field"]: error["received"] for error in answer.json()["errors"]}
    assert placed[field] == received
    with reading(service.engine) as session:
        assert session.scalar(select(func.count()).select_from(JobRow)) == 0


def test_a_month_before_and_one_more_second_are_refused_beside_their_bounds(
    service: Service,
) -> None:
    client = service.client("responsable")
    late = BEFORE | {"start": "2027-01-31T18:30+01:00", "end": "2027-01-31T21:00+01:00"}

    allowed = send(client, body(history=[late]) | {"config": {"seconds": 600}})
    refused = send(client, body() | {"config": {"seconds": 601}})

    assert allowed.status_code == 202
    assert [error["field"] for error in refused.json()["errors"]] == ["config.seconds"]


def test_who_sent_it_reads_stops_and_follows_it_and_nobody_else(empty: Service) -> None:
    client = empty.client("responsable")
    others = [empty.client("responsable"), empty.client("rh", "responsable")]
    job = accepted(client, body())

    seen = [
        answer
        for other in others
        for answer in (
            other.get(f"{JOBS}/{job}"),
            other.get(f"{JOBS}/{job}/evenements"),
            other.post(f"{JOBS}/{job}/arret"),
        )
    ]
    stopped = client.post(f"{JOBS}/{job}/arret")
    followed = client.get(f"{JOBS}/{job}/evenements")

    assert {answer.status_code for answer in seen} == {404}
    assert {answer.content for answer in seen} == {others[0].get(f"{JOBS}/{'f' * 32}").content}
    assert (stopped.status_code, stopped.json()["state"]) == (202, "stopped")
    assert "event: fin" in followed.text
    assert empty.client("rh").post(HERE, json=body()).status_code == 403


def test_a_day_after_its_end_it_is_gone(empty: Service) -> None:
    client, now = empty.client("responsable"), datetime.now(UTC)
    job, kept = accepted(client, body()), accepted(client, body())
    for each in (job, kept):
        assert client.post(f"{JOBS}/{each}/arret").status_code == 202
    with writing(empty.engine) as session:
        session.get_one(JobRow, job).ended = now - PROBLEMS_LIVE
        session.get_one(JobRow, kept).ended = now - PROBLEMS_LIVE + timedelta(minutes=5)

    read = [client.get(f"{JOBS}/{each}").status_code for each in (job, kept)]
    done_with = purge(empty.engine, empty.app.state.settings, now)["problems"]

    assert read == [404, 200]
    assert done_with == 1
    with reading(empty.engine) as session:
        assert [*session.scalars(select(JobProblemRow.job))] == [kept]
        assert {*session.scalars(select(JobEventRow.job))} == {kept}


def test_an_account_has_so_many_under_way_and_no_more(service: Service) -> None:
    client = service.client("responsable")
    jobs = [accepted(client, body()) for _ in range(MOST_AT_ONCE)]

    refused = send(client, body())
    beside = send(service.client("responsable"), body())
    client.post(f"{JOBS}/{jobs[0]}/arret")

    assert (refused.status_code, refused.json()["code"]) == (429, "trop_de_calculs")
    assert refused.headers["Retry-After"] == "30"
    assert beside.status_code == 202
    assert send(client, body()).status_code == 202


def test_what_is_sent_twice_with_one_key_is_asked_once(service: Service) -> None:
    client, key = service.client("responsable"), {"Idempotency-Key": "une-fois"}

    first, again = send(client, body(), **key), send(client, body(), **key)

    assert again.json() == first.json()
    assert again.headers["Location"] == first.headers["Location"]
    with reading(service.engine) as session:
        assert session.scalar(select(func.count()).select_from(JobRow)) == 1
