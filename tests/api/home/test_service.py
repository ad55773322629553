from datetime import date

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from api.access.caller import Caller, Grant, Role
from api.data.rows.kinds import KINDS
from api.data.stored.rows import add as add_row
from api.data.stored.rows import change, page
from api.database.engine import reading, writing
from api.home.service import todo_of
from api.home.tasks import Task, Todo, Urgency
from api.leave.service import LeaveRequest, ask
from tests.api.month import planned
from tests.api.month.planned import EVENING, PAIR, add, drafted
from tests.api.publishing import publish
from tests.api.service import NOW, Service

MARCH = date(2026, 3, 1)


def caller(*roles: Role, agency: str = "", person: str = "") -> Caller:
    grants = tuple(Grant(role=role, agency=agency) for role in roles)
    return Caller(user="1" * 32, name="essai", person=person, grants=grants)


PLANNER, STAFF = caller(Role.RESPONSABLE), caller(Role.RH)


def todo(engine: Engine, who: Caller = PLANNER) -> Todo:
    with reading(engine) as session:
        return todo_of(session, who, NOW)


def tasks(engine: Engine, who: Caller = PLANNER) -> dict[str, Task]:
    """Return the tasks by their sentence, with plain spaces."""
    return {task.text.replace("\xa0", " "): task for task in todo(engine, who).tasks}


def away(engine: Engine, start: str, end: str, person: str = "ada") -> None:
    with writing(engine) as session:
        day = {"start": start, "end": end, "kind": "maladie"}
        add_row(session, KINDS["absences"], {"mediator": person, **day})


def ended(engine: Engine, end: str) -> None:
    """Let Brice's contract end on that day."""
    kind = KINDS["contrats"]
    with writing(engine) as session:
        row = next(e for e in page(session, kind) if e.values["mediator"] == "brice")
        change(session, kind, row.key, row.number, {**row.values, "end": end})


@pytest.fixture
def client(service: Service) -> TestClient:
    service.app.state.now = lambda: NOW
    return service.client("responsable", agency="ville")


def test_a_month_that_nothing_prepares_has_the_button_that_begins_it(service: Service) -> None:
    task = tasks(service.engine)["Mars 2026 : rien n’est commencé."]

    assert (task.act, task.address) == ("Préparer mars 2026", "/plannings")
    assert task.fields == {"month": "2026-03", "start": "vide"}


def test_the_present_month_is_asked_for_too_if_nothing_of_it_is_published(service: Service) -> None:
    assert "Février 2026 : rien n’est publié." in tasks(service.engine)


def test_a_draft_says_what_it_lacks_and_is_gone_on_with(
    service: Service, client: TestClient
) -> None:
    where = drafted(client, *PAIR)

    mine = tasks(service.engine)
    text = next(text for text in mine if text.startswith("Mars 2026"))

    assert "brouillon v2" in text
    assert "postes à pourvoir, dont" in text
    assert (mine[text].act, mine[text].address) == (
        "Continuer",
        f"/plannings/{where.rpartition('/')[2]}",
    )


def test_an_overtaken_draft_names_the_publication_and_is_never_to_publish(
    service: Service, client: TestClient
) -> None:
    where = drafted(client, *PAIR, add("farid", EVENING))
    publish(service.engine, MARCH)

    mine = tasks(service.engine)
    text = next(text for text in mine if "dépassé" in text)

    assert text == "Mars 2026 : un brouillon est dépassé par le n° 1."
    assert mine[text].address == f"/plannings/{where.rpartition('/')[2]}"
    assert not any(task.act == "Publier" for task in mine.values())


def test_a_draft_that_was_published_is_over_whatever_was_published_since(
    service: Service, client: TestClient
) -> None:
    assert planned.publish(client, drafted(client, *PAIR), 2).status_code == 201
    publish(service.engine, MARCH)

    assert not any("Mars 2026 :" in text or "dépassé" in text for text in tasks(service.engine))


def test_who_is_away_on_published_shifts_is_replaced_by_one_button(service: Service) -> None:
    publish(service.engine, MARCH)
    away(service.engine, "2026-03-02", "2026-03-03")

    task = tasks(service.engine)["Ada Lemoine a une absence pendant 3 services publiés."]

    assert (task.act, task.urgency) == ("Remplacer sur ces 3 services", Urgency.SOON)
    assert (task.address, task.fields) == ("/mois/2026-03/remplacer", {"person": "ada"})
    assert "maladie" not in f"{task}"


@pytest.mark.parametrize(
    ("end", "services"), [("2026-03-28", "2 services publiés"), ("2026-03-30", "1 service publié")]
)
def test_whose_contract_ends_before_published_shifts_is_replaced_by_one_button(
    service: Service, end: str, services: str
) -> None:
    publish(service.engine, MARCH)
    ended(service.engine, end)

    task = tasks(service.engine)[f"Brice Kouassi a {services} hors de son contrat."]

    assert (task.act[:9], task.urgency) == ("Remplacer", Urgency.SOON)
    assert (task.address, task.fields) == ("/mois/2026-03/remplacer", {"person": "brice"})


def test_an_absence_and_the_end_of_a_contract_are_one_task(service: Service) -> None:
    publish(service.engine, MARCH)
    away(service.engine, "2026-03-27", "2026-03-27", "brice")
    ended(service.engine, "2026-03-30")

    text = "Brice Kouassi a 2 services publiés pendant son absence ou hors de son contrat."
    assert text in tasks(service.engine)


def test_who_is_away_today_is_named_but_never_why(service: Service) -> None:
    away(service.engine, "2026-02-20", "2026-02-20")

    (note,) = todo(service.engine).notes

    assert note.replace("\xa0", " ") == "1 personne est absente aujourd’hui : Ada Lemoine."


def test_a_published_month_says_what_it_still_lacks(service: Service) -> None:
    publish(service.engine, MARCH)

    mine = tasks(service.engine)
    text = next(text for text in mine if text.startswith("Mars 2026, publié"))

    assert "postes à pourvoir" in text
    assert mine[text].address == "/mois/2026-03?pourvoir=oui"
    assert not any("commencé" in each for each in mine)


def test_requests_wait_for_both_roles(service: Service) -> None:
    with writing(service.engine) as session:
        wanted = LeaveRequest(start="2026-03-10", end="2026-03-11")
        ask(session, caller(Role.MEDIATEUR, person="brice"), "brice", wanted, NOW)

    for who in (PLANNER, STAFF):
        task = tasks(service.engine, who)["1 demande attend votre réponse."]
        assert (task.act, task.address) == ("Répondre", "/demandes")


def test_rh_have_findings_rule_by_rule_and_no_month_to_prepare(service: Service) -> None:
    publish(service.engine, MARCH, each=6)

    mine = tasks(service.engine, STAFF)

    findings = [text for text in mine if text.startswith("Mars 2026, « ")]
    assert findings
    assert len(findings) == len({text.partition(" » : ")[0] for text in findings})
    assert not any("commencé" in text or "publié :" in text for text in mine)


def test_the_worst_comes_first(service: Service) -> None:
    publish(service.engine, MARCH, each=6)
    away(service.engine, "2026-03-02", "2026-03-03")

    both = caller(Role.RH, Role.RESPONSABLE)
    urgencies = [task.urgency for task in todo(service.engine, both).tasks]

    assert urgencies == sorted(urgencies)
    assert len(set(urgencies)) > 1


def test_nothing_of_another_agency_is_told(two: Service) -> None:
    publish(two.engine, MARCH)
    away(two.engine, "2026-03-02", "2026-03-03")

    elsewhere = caller(Role.RESPONSABLE, Role.RH, agency="001~ville")
    mine = tasks(two.engine, elsewhere)

    assert not any("Ada" in f"{task}" for task in mine.values())
    assert all("agency=ville" not in task.address for task in mine.values())
