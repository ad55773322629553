"""What a change upsets is shown before it is saved, and nothing is saved until it was seen."""

import re
from datetime import UTC, date, datetime

import pytest
from fastapi.testclient import TestClient

from api.page.data.saving import CLOCK
from tests.api.entered import keys
from tests.api.month.planned import PAIR, drafted
from tests.api.page.data.examples import key_of
from tests.api.page.data.forms import Page, get, send, submit
from tests.api.publishing import publish
from tests.api.service import NOW, Service

HEAD = "Rien n’est enregistré encore"
MARCH_16 = "lun. 16 mars 2026, 9 h – 16 h 30, Place du Marché"


@pytest.fixture
def client(service: Service) -> TestClient:
    """Give a responsable of a month that is published: Ada and Brice hold each day of it."""
    service.app.state.now = lambda: datetime(2026, 3, 13, 12, tzinfo=UTC)
    publish(service.engine, date(2026, 3, 1))
    return service.client("responsable", agency="ville")


def upset(page: Page) -> list[str]:
    note = re.search(r'<div class="note" role="alert".*?</div>', page.text, re.DOTALL)
    return re.findall(r"<li>(.*?)</li>", note[0]) if note else []


def test_whoever_leaves_has_published_shifts_which_are_shown_first(client: TestClient) -> None:
    contract = key_of(client, "contrats", mediator="ada")
    person = f"/donnees/personnes/{key_of(client, 'personnes', id='ada')}"
    leaving = {"_number": "1", "_jour": "2026-03-15", "_retour": person}

    shown = send(client, f"/donnees/contrats/{contract}/fin", leaving)
    before = keys(client, "contrats")[contract]["end"]
    done = submit(client, shown)

    assert (shown.status, before) == (409, None)
    assert HEAD in shown.text
    assert upset(shown)[0] == (
        f"Service publié d’Ada Lemoine, {MARCH_16} : n’a pas de contrat en cours le 16/03/2026."
    )
    assert len(upset(shown)) == 12
    assert shown.fields["end"] == ["2026-03-15"]
    assert (done.status, done.location) == (303, f"{person}?fait=change")
    assert keys(client, "contrats")[contract]["end"] == "2026-03-15"
    assert "jusqu’au 15/03/2026" in get(client, person).text


def test_an_end_without_its_day_is_refused_on_the_contracts_own_form(client: TestClient) -> None:
    contract = key_of(client, "contrats", mediator="ada")

    page = send(client, f"/donnees/contrats/{contract}/fin", {"_number": "1", "_jour": ""})

    assert page.status == 422
    assert page.faults("end") == "Attendu : une date comme 31/12/2026 ou 2026-12-31"
    assert page.fields["start"] == ["2020-09-01"]


def test_what_was_seen_of_another_change_is_not_enough(client: TestClient) -> None:
    contract = key_of(client, "contrats", mediator="ada")
    shown = send(
        client, f"/donnees/contrats/{contract}/fin", {"_number": "1", "_jour": "2026-03-30"}
    )

    other = submit(client, shown, end=["2026-03-20"])

    assert len(upset(shown)) == 1
    assert (other.status, len(upset(other))) == (409, 7)
    assert keys(client, "contrats")[contract]["end"] is None


def test_an_absence_on_a_published_shift_is_shown_without_its_reason(client: TestClient) -> None:
    blank = get(client, "/donnees/absences/nouveau?avec=personne:ada")
    typed = {"start": ["2026-03-16"], "end": ["2026-03-16"], "kind": ["conge"]}

    shown = submit(client, blank, **typed)

    assert upset(shown) == [f"Service publié d’Ada Lemoine, {MARCH_16} : a une absence."]
    assert submit(client, shown).status == 303


def test_a_mandate_on_a_published_shift_is_shown(client: TestClient) -> None:
    blank = get(client, "/donnees/delegations/nouveau?avec=personne:ada")
    ends = {"start": "16:29", "end": "18:00"}, {"start": "16:30", "end": "18:00"}

    upon, after = (
        submit(
            client,
            blank,
            **{name: ["2026-03-16"] for name in hours},
            **{name + CLOCK: [hour] for name, hour in hours.items()},
        )
        for hours in ends
    )

    assert upset(upon) == [f"Service publié d’Ada Lemoine, {MARCH_16} : est en mandat."]
    assert (after.status, upset(after)) == (303, [])


def test_an_exception_that_takes_a_published_shift_away_names_whoever_holds_it(
    client: TestClient,
) -> None:
    blank = get(client, "/donnees/exceptions/nouveau?avec=gabarit:P-J")
    typed = {"day": ["2026-03-16"], "action": ["supprime"], "why": ["Marché annulé"]}

    shown = submit(client, blank, **typed)

    assert [line.partition(",")[0] for line in upset(shown)] == [
        "Service publié d’Ada Lemoine",
        "Service publié de Brice Kouassi",
    ]
    assert upset(shown)[0].endswith("n’a pas de créneau le 16/03/2026.")


def test_training_weeks_on_published_shifts_are_shown(client: TestClient) -> None:
    enrolled = get(client, "/donnees/inscriptions/nouveau?avec=personne:ada&avec=cohorte:AMIS-2025")
    assert submit(client, enrolled).status == 303
    blank = get(client, "/donnees/dates_cohortes/nouveau?avec=cohorte:AMIS-2025")

    shown = submit(client, blank, first=["2026-03-16"], last=["2026-03-20"])

    assert upset(shown)[0] == f"Service publié d’Ada Lemoine, {MARCH_16} : est en formation."
    assert len(upset(shown)) == 5


def test_a_template_that_nobody_may_hold_is_told_before_it_is_saved(client: TestClient) -> None:
    template = key_of(client, "gabarits", id="P-S")
    page = get(client, f"/donnees/gabarits/{template}")

    shown = submit(client, page, end=["23:59"])

    assert shown.status == 409
    assert any("nul ne peut légalement tenir" in line.casefold() for line in upset(shown))
    assert keys(client, "gabarits")[template]["end"] == "21:00"


def test_a_shift_of_a_draft_is_shown_with_the_drafts_name(service: Service) -> None:
    service.app.state.now = lambda: NOW
    client = service.client("responsable", agency="ville")
    drafted(client, *PAIR)
    contract = key_of(client, "contrats", mediator="ada")
    leaving = {"_number": "1", "_jour": "2026-03-01"}

    shown = send(client, f"/donnees/contrats/{contract}/fin", leaving)
    elsewhere = send(
        service.client("rh"), f"/donnees/contrats/{contract}/fin", leaving | {"_jour": "2026-03-02"}
    )

    monday = "lun. 2 mars 2026, 9 h – 16 h 30, Place du Marché"
    why = "n’a pas de contrat en cours le 02/03/2026."
    assert upset(shown) == [f"Service du brouillon « Planning » d’Ada Lemoine, {monday} : {why}"]
    assert elsewhere.status == 303


def test_what_upsets_nothing_is_saved_at_once(client: TestClient) -> None:
    blank = get(client, "/donnees/absences/nouveau?avec=personne:ada")
    past = {"start": ["2026-03-02"], "end": ["2026-03-02"], "kind": ["conge"]}

    assert submit(client, blank, **past).status == 303
