"""The administrators' page of addresses of events."""

import re

import pytest
from sqlalchemy import Engine
from standardwebhooks import Webhook

from tests.api.events.receiver import happen, receiving, sendings, webhook
from tests.api.page.every_role import HTML
from tests.api.service import Service, loaded, serve

HERE = "/admin/evenements"


def test_a_refused_address_is_shown_again(service: Service) -> None:
    form = {"url": "http://exemple.org", "types": ["month.published"], "agency": ""}

    page = service.client("admin").post(HERE, data=form, headers=HTML)

    assert page.status_code == 422
    assert 'value="http://exemple.org"' in page.text
    assert "https://, sans mot de passe" in page.text


@pytest.mark.long
def test_an_address_is_added_tried_paused_renewed_and_deleted(sqlite_engine: Engine) -> None:
    loaded(sqlite_engine)
    service = serve(sqlite_engine, event_networks=("127.0.0.0/8",))
    admin = service.client("admin")
    with receiving(answers=[204, 500]) as receiver:
        form = {"url": receiver.url, "types": ["month.published", "request.asked"], "agency": ""}
        added = admin.post(HERE, data=form, headers=HTML)
        (secret,) = re.findall("whsec_[^<]+", added.text)
        (address,) = set(re.findall(rf"{HERE}/([0-9a-f]{{32}})", added.text))
        assert (added.status_code, receiver.url in added.text) == (201, True)

        here = f"{HERE}/{address}"
        assert ": reçu." in admin.post(f"{here}/essai", headers=HTML).text
        ((headers, body),) = receiver.posts
        assert Webhook(secret).verify(body, dict(headers))["type"] == "test"
        refused = admin.post(f"{here}/essai", headers=HTML).text
        assert ": non reçu : l’adresse répond 500." in refused

        paused = admin.post(here, data={"deed": "suspendre"}, headers=HTML)
        assert "suspendue depuis" in paused.text
        assert "active" in admin.post(here, data={"deed": "reprendre"}, headers=HTML).text
        renewed = admin.post(here, data={"deed": "renouveler"}, headers=HTML).text
        assert (secret in renewed, "l’ancien secret signe aussi" in renewed) == (False, True)
        assert "whsec_" not in admin.get(here, headers=HTML).text
        gone = admin.post(here, data={"deed": "effacer"}, headers=HTML).text
        assert "L’adresse est effacée." in gone


def test_what_was_not_received_is_shown_and_sent_again(service: Service) -> None:
    row = webhook(service.engine, "https://exemple.org/a")
    happen(service.engine, 1)
    admin = service.client("admin")

    assert "en attente" in admin.get(f"{HERE}/{row.id}", headers=HTML).text
    assert "https://exemple.org/a" in admin.get(HERE, headers=HTML).text
    page = admin.post(f"{HERE}/{row.id}", data={"deed": "renvoyer"}, headers=HTML)
    assert "repart dans la minute" in page.text
    assert sendings(service.engine)[0].tries == 0
