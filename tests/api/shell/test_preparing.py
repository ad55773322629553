"""What a browser gets while the first months are read, after a start."""

from api.shell.preparing import Warmed
from tests.api.service import Service

HTML = {"accept": "text/html"}


def test_a_page_says_that_it_is_being_prepared_then_comes(service: Service) -> None:
    client = service.client("responsable")
    warmed = [False, True]
    service.app.state.warm_for = lambda work: work is not Warmed.DRAFTS or warmed.pop(0)

    first = client.get("/plannings", headers=HTML)
    second = client.get("/plannings", headers=HTML)

    assert first.status_code == 503
    assert "<h1>Préparation…</h1>" in first.text
    assert (first.headers["refresh"], first.headers["retry-after"]) == ("2", "2")
    assert second.status_code == 200


def test_who_isnt_signed_in_is_asked_to_before(service: Service) -> None:
    service.app.state.warm_for = lambda _: False

    answer = service.client().get("/plannings", headers=HTML, follow_redirects=False)

    assert (answer.status_code, answer.headers["location"]) == (
        303,
        "/connexion?suite=/plannings",
    )


def test_an_edit_isnt_kept_waiting(service: Service) -> None:
    client = service.client("responsable")
    service.app.state.warm_for = lambda _: False

    answer = client.post("/plannings", data={"month": "2026-03"}, follow_redirects=False)

    assert answer.status_code == 303


def test_conformity_waits_for_the_published_month_alone(service: Service) -> None:
    client = service.client("rh")
    service.app.state.warm_for = lambda work: work is not Warmed.CONFORMITY

    waiting = client.get("/rh", headers=HTML)

    assert waiting.status_code == 503
    assert "Le service juge le mois publié. Cette page revient d’elle-même." in waiting.text
    assert client.get("/plannings", headers=HTML).status_code == 200
