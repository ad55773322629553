"""The pages of calculations, as a browser without script uses them."""

import re
import threading
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import event, select

from api.data.stored.rows import KINDS, add
from api.database.engine import reading, writing
from api.database.tables.access import IdempotencyRow
from api.database.tables.jobs import JobRow
from api.jobs.states import Outcome, State, move
from api.jobs.worker.calculation import calculate
from api.month.repairs.repair import Repair, Way, repair_json
from api.planning.names import Names
from tests.api.entered import add as enter
from tests.api.month.planned import begin
from tests.api.service import NOW, Service

HTML = {"accept": "text/html"}
TIER = {
    "tier": 1,
    "name": "Effectifs minimaux",
    "cost": 0,
    "bound": 0,
    "unit": "manquants",
    "optimal": True,
    "gap": 0.0,
    "status": "optimal",
    "words": "prouvé optimal",
}


@pytest.fixture
def client(service: Service) -> TestClient:
    service.app.state.now = lambda: NOW
    return service.client("responsable", agency="ville")


@pytest.fixture
def draft(client: TestClient) -> str:
    return f"/plannings/{begin(client).rpartition('/')[2]}"


def ask(client: TestClient, draft: str, key: str = "k", **typed: str) -> Any:
    form = {"key": key, "kind": "solve", "seconds": "20", **typed}
    return client.post(f"{draft}/calculer", data=form, headers=HTML, follow_redirects=False)


def with_two_people(client: TestClient, draft: str) -> str:
    """Give a post of Monday to Ada and Brice, and return its slot."""
    slot = "P-J-2026-03-09"
    for number, person in enumerate(("ada", "brice"), 1):
        form = {"version": f"{number}", "act": "donner", "person": person}
        client.post(f"{draft}/services/{slot}", data=form, headers=HTML)
    return slot


def conclude(service: Service, address: str, outcome: Outcome, message: str) -> None:
    """End a calculation as a worker would, without searching."""
    with writing(service.engine) as session:
        row = session.get_one(JobRow, address.rpartition("/")[2])
        move(session, row, State.SOLVING)
        row.outcome = outcome
        move(session, row, State.COMPLETED, message)


def test_a_month_is_calculated_and_the_new_version_is_the_draft_s(
    client: TestClient, service: Service, draft: str
) -> None:
    answer = ask(client, draft)
    address = answer.headers["location"]
    waiting = client.get(address, headers=HTML).text
    grid = client.get(draft, headers=HTML).text
    job = address.rpartition("/")[2]
    calculate(service.engine, service.app.state.settings, job, "ici", threading.Event())
    over = client.get(address, headers=HTML).text

    assert answer.status_code == 303
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in waiting
    assert "Arrêter et garder le meilleur" in waiting
    assert "la grille se lit, elle ne se modifie pas" in grid
    assert "data-decides" not in grid
    assert "La version 2 est celle du brouillon." in over
    assert over.index("Voir la grille") < over.index("Ce qui peut être évité")
    assert "http-equiv" not in over
    assert "Arrêter et garder" not in over
    assert "data-decides" in client.get(draft, headers=HTML).text


def test_the_part_that_a_page_asks_for_anew_counts_no_requests_for_a_menu(
    client: TestClient, service: Service, draft: str
) -> None:
    address, read = ask(client, draft).headers["location"], list[str]()
    event.listen(service.engine, "before_cursor_execute", lambda *sent: read.append(sent[2]))

    def requests_read(path: str) -> bool:
        read.clear()
        assert client.get(path, headers=HTML).status_code == 200
        return any("FROM leave_request" in statement for statement in read)

    assert requests_read(address)
    assert not requests_read(f"/page{address}")


def test_the_same_form_sent_twice_asks_once(client: TestClient, draft: str) -> None:
    first, second = ask(client, draft), ask(client, draft)

    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["location"] == second.headers["location"]


def test_a_form_come_back_to_and_changed_is_another_demand(
    client: TestClient, service: Service, draft: str
) -> None:
    first = ask(client, draft).headers["location"]
    waits = ask(client, draft, seconds="10")
    conclude(service, first, Outcome.FEASIBLE, "")
    later = ask(client, draft, seconds="10")

    assert (waits.status_code, "n’est pas fini" in waits.text) == (409, True)
    assert later.status_code == 303
    assert later.headers["location"] != first


def test_another_calculation_of_the_draft_is_refused_and_the_form_leads_to_the_first(
    client: TestClient, draft: str
) -> None:
    first = ask(client, draft)

    assert ask(client, draft, "autre").status_code == 409
    form = client.get(f"{draft}/calculer", headers=HTML, follow_redirects=False)
    assert form.headers["location"] == first.headers["location"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"seconds": "0"}, "un nombre de secondes, de 1 à 600"),
        ({"seconds": "4000"}, "un nombre de secondes, de 1 à 600"),
        ({"seconds": "3599"}, "au plus 600"),
        ({"since": "bientôt"}, "un jour du mois"),
        ({"since": "2026-03-09"}, "rien, sauf pour changer le moins possible"),
        ({"kind": "replan", "until": "2026-05"}, "rien, sauf pour tout le planning, à neuf"),
    ],
)
def test_what_is_refused_is_told_beside_its_field_and_stays_typed(
    client: TestClient, draft: str, typed: dict[str, str], words: str
) -> None:
    answer = ask(client, draft, **typed)

    assert answer.status_code == 422
    assert f"Attendu : {words}" in answer.text
    for value in typed.values():
        assert f'value="{value}"' in answer.text


def test_a_month_that_no_list_offers_is_refused(client: TestClient, draft: str) -> None:
    assert "Attendu : un mois de la liste" in ask(client, draft, until="bientôt").text
    assert "l’un des onze suivants" in ask(client, draft, until="2027-03").text


def test_a_day_of_another_month_is_refused_in_words(client: TestClient, draft: str) -> None:
    answer = ask(client, draft, kind="replan", since="2026-04-09")

    assert answer.status_code == 422
    assert "n’est pas dans le mois du planning" in answer.text


@pytest.mark.parametrize("deed", ["arret", "abandon"])
def test_it_is_stopped_and_given_up_and_asking_twice_says_how_it_ended(
    client: TestClient, draft: str, deed: str
) -> None:
    address = ask(client, draft).headers["location"]

    first = client.post(f"{address}/{deed}", headers=HTML)
    again = client.post(f"{address}/{deed}", headers=HTML)

    assert (first.status_code, again.status_code) == (200, 200)
    assert "Calculer de nouveau" in first.text


def test_a_time_out_is_not_concluded_and_never_impossible(
    client: TestClient, service: Service, draft: str
) -> None:
    address = ask(client, draft).headers["location"]
    conclude(service, address, Outcome.UNKNOWN, "Donnez plus de temps.")

    text = client.get(address, headers=HTML).text

    assert "non conclu" in text
    assert "Pourquoi ?" not in text
    assert "aucun planning légal" not in text


def test_where_no_lawful_rota_exists_one_may_ask_why(
    client: TestClient, service: Service, draft: str
) -> None:
    address = ask(client, draft).headers["location"]
    conclude(service, address, Outcome.INFEASIBLE, "")

    assert "Pourquoi ?" in client.get(address, headers=HTML).text
    why = ask(client, draft, "pourquoi", kind="explain", seconds="")
    assert why.status_code == 303


def test_each_sentence_of_a_conflict_leads_to_what_lifts_it(
    client: TestClient, service: Service, draft: str
) -> None:
    # Ada is on leave that day, and locked on it too.
    lock = {"mediator": "ada", "slot": "P-J-2026-03-06", "by": "Nora", "why": "promis"}
    enter(client, "verrous", lock)
    address = ask(client, draft, kind="explain", seconds="").headers["location"]
    job = address.rpartition("/")[2]
    calculate(service.engine, service.app.state.settings, job, "ici", threading.Event())

    text = client.get(address, headers=HTML).text

    conflict, ways = text[text.index("Ce qui ne peut pas tenir ensemble") :].split("</section>")[:2]
    links = re.findall(r'<a href="(/donnees/[^"]*)">([^<]*)</a>', conflict)
    assert links == [
        ("/donnees/absences?avec=personne%3Aada", "Voir l’absence"),
        ("/donnees/verrous?avec=personne%3Aada", "Voir le verrou"),
    ]
    # The absence isn't what somebody asked of the month: the lock alone is given up.
    assert "Les issues les moins coûteuses" in ways
    assert re.findall(r'<a href="(/donnees/[^"]*)">', ways) == [links[1][0]]
    for link, _ in links:
        page = client.get(link, headers=HTML)
        assert page.status_code == 200
        assert "Ada Lemoine" in page.text


def test_rh_follows_and_decides_nothing(client: TestClient, service: Service, draft: str) -> None:
    address = ask(client, draft).headers["location"]
    rh = service.client("rh")

    assert "Arrêter et garder" not in rh.get(address, headers=HTML).text
    assert rh.post(f"{address}/arret", headers=HTML).status_code == 403
    other = service.client("responsable", agency="ailleurs")
    assert other.get(address, headers=HTML).status_code == 404
    assert other.post(f"{address}/abandon", headers=HTML).status_code == 404


def test_why_somebody_holds_a_shift_is_answered_and_opened_beside(
    client: TestClient, service: Service, draft: str
) -> None:
    slot = with_two_people(client, draft)
    page = client.get(f"{draft}/services/{slot}", headers=HTML).text
    assert "Pourquoi Ada Lemoine ?" in page
    assert "Pourquoi pas Chloé" in page

    address = ask(client, draft, kind="alternative", person="ada", slot=slot).headers["location"]
    job = address.rpartition("/")[2]
    calculate(service.engine, service.app.state.settings, job, "ici", threading.Event())
    over = client.get(address, headers=HTML).text
    opened = client.post(f"{address}/variante", headers=HTML, follow_redirects=False)
    again = client.post(f"{address}/variante", headers=HTML, follow_redirects=False)
    compared = client.get(opened.headers["location"], headers=HTML)

    assert "<h1>Essai : Ada Lemoine, lundi 9 mars 2026</h1>" in over
    assert "<h2>C’est possible</h2>" in over
    assert over.count('class="main"') == 1
    assert f'/services/{slot}#t-candidats">Retour au service et à ses candidats</a>' in over
    # Its answer isn't a rota to calculate again.
    assert "Calculer de nouveau" not in over
    assert "Pour que Ada Lemoine ne tienne pas lun. 9 mars" in over
    assert "Qui paierait" in over
    assert "Voir ce planning" in over
    assert "version" not in re.sub(r"<[^>]+>", "", over).partition("<h1>")[2].lower()
    assert opened.status_code == 303
    assert opened.headers["location"] == again.headers["location"]
    assert opened.headers["location"].endswith(f"/comparer?base={draft.rpartition('/')[2]}")
    assert compared.status_code == 200
    assert "Ada Lemoine" in compared.text
    # What was asked about stays as it is.
    assert "Ada Lemoine" in client.get(f"{draft}/services/{slot}", headers=HTML).text


@pytest.mark.long
def test_ways_to_plan_again_are_shown_side_by_side_and_opened(
    client: TestClient, service: Service, draft: str
) -> None:
    with_two_people(client, draft)
    with writing(service.engine) as session:
        ill = {"mediator": "ada", "start": "2026-03-09", "end": "2026-03-09", "kind": "maladie"}
        add(session, KINDS["absences"], ill, by="x")
    form_page = client.get(f"{draft}/calculer", headers=HTML).text
    address = ask(client, draft, kind="repairs").headers["location"]
    job = address.rpartition("/")[2]
    calculate(service.engine, service.app.state.settings, job, "ici", threading.Event())
    over = client.get(address, headers=HTML).text
    way = {"way": "moins_de_changements"}
    opened = client.post(f"{address}/variante", data=way, headers=HTML, follow_redirects=False)
    compared = client.get(opened.headers["location"], headers=HTML).text

    assert 'value="repairs"' in form_page
    rows = dict(re.findall(r'<tr><th scope="row">([^<]+)</th>(.*?)</tr>', over))
    cells = {head: re.findall(r"<td>([^<]*)</td>", row) for head, row in rows.items()}
    assert cells["Personnes"][0] == "2"
    assert over.count("Voir ce planning") == 3
    assert "maladie" not in over
    assert opened.headers["location"].endswith(f"/comparer?base={draft.rpartition('/')[2]}")
    assert "Ada Lemoine" in compared


def test_ways_that_cannot_be_are_neither_proved_nor_unproved(
    client: TestClient, service: Service, draft: str
) -> None:
    address = ask(client, draft, kind="repairs").headers["location"]
    conclude(service, address, Outcome.INFEASIBLE, "")
    with writing(service.engine) as session:
        made = [repair_json(Repair(way=way, impossible=True), Names()) for way in Way]
        session.get_one(JobRow, address.rpartition("/")[2]).result = {"repairs": made}

    over = client.get(address, headers=HTML).text

    (row,) = re.findall(r'<tr><th scope="row">Prouvé</th>(.*?)</tr>', over)
    assert row == "<td>–</td>" * 3


def test_a_page_asks_many_questions_each_once_and_no_key_names_anybody(
    client: TestClient, service: Service, draft: str
) -> None:
    slot = "P-J-2026-03-09"
    form = {"version": "1", "act": "donner", "person": "ada"}
    client.post(f"{draft}/services/{slot}", data=form, headers=HTML)
    page = client.get(f"{draft}/services/{slot}", headers=HTML).text
    keys = re.findall(r'name="key" value="([^"]*)"', page)
    assert len(keys) > 1
    addresses = []
    for key, person in zip(keys, ("ada", "brice"), strict=False):
        wish = {"kind": "alternative", "person": person, "slot": slot}
        addresses.append(ask(client, draft, key, **wish).headers["location"])
        conclude(service, addresses[-1], Outcome.UNKNOWN, "")
    again = ask(client, draft, keys[0], kind="alternative", person="ada", slot=slot)

    assert again.headers["location"] == addresses[0] != addresses[1]
    # An erasure leaves keys, or what was done could be done again.
    with reading(service.engine) as session:
        kept = session.scalars(select(IdempotencyRow.key)).all()
    assert [key for key in kept if "ada" in key.split("-") or "brice" in key.split("-")] == []


def test_a_question_that_must_wait_is_kept_to_be_asked_again(
    client: TestClient, draft: str
) -> None:
    ask(client, draft)
    question = {"kind": "alternative", "person": "ada", "slot": "P-J-2026-03-09", "seconds": "10"}

    refused = ask(client, draft, "q", **question)

    assert refused.status_code == 409
    assert "Un calcul de ce planning n’est pas fini" in refused.text
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', refused.text))
    assert question.items() <= fields.items()
    # The same button must not plan the whole month anew.
    assert 'value="solve"' not in refused.text


def test_who_may_only_read_a_calculation_opens_nothing(
    client: TestClient, service: Service, draft: str
) -> None:
    address = ask(client, draft).headers["location"]

    assert service.client("rh").post(f"{address}/variante", headers=HTML).status_code == 403
    # A calculation of another kind has nothing to open: its page is shown again.
    answer = client.post(f"{address}/variante", headers=HTML, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, address)
