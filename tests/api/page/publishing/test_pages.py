"""The page that publishes a draft, as a browser without script uses it."""

import re
from datetime import date
from html import unescape
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.data.rows.kinds import KINDS
from api.data.stored.rows import change, page
from api.database.engine import reading, writing
from api.ledger.history import head
from tests.api.databases import on_each
from tests.api.month.planned import EVENING, MONDAY, PAIR, add, drafted, edit
from tests.api.service import NOW, Service

HTML = {"accept": "text/html"}


@pytest.fixture
def client(service: Service) -> TestClient:
    service.app.state.now = lambda: NOW
    return service.client("responsable", agency="ville")


def page_of(where: str) -> str:
    return f"/plannings/{where.rpartition('/')[2]}"


def form_of(text: str, note: str = "", *, ticked: bool = True) -> dict[str, str]:
    """Return what the form that publishes would send, with a note typed and its box ticked."""
    form = text[text.rindex("<form") :]
    kinds = "hidden|checkbox" if ticked else "hidden"
    fields = re.findall(rf'<input type="(?:{kinds})"[^>]* name="(\w+)" value="([^"]*)"', form)
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form)
    return {**dict(fields), **dict(hidden), "note": note}


def shown(client: TestClient, where: str) -> str:
    answer = client.get(f"{page_of(where)}/publier", headers=HTML)
    assert answer.status_code == 200, answer.text
    return plain(answer.text)


def plain(text: str) -> str:
    """Return a text with plain spaces: pages bind them."""
    return text.replace("\xa0", " ").replace("\u202f", " ")


def everything_held(service: Service) -> None:
    """Leave the month one slot, which wants the pair that holds it."""
    dates = {"P-J": ("2026-03-02", "2026-03-02"), "P-S": ("2026-01-01", "2026-01-31")}
    with writing(service.engine) as session:
        templates, needs = KINDS["gabarits"], KINDS["besoins"]
        for entry in page(session, templates):
            since, until = dates[str(entry.values["id"])]
            values = {**entry.values, "since": since, "until": until}
            change(session, templates, entry.key, entry.number, values)
        need = next(e for e in page(session, needs) if e.values["template"] == "P-J")
        change(session, needs, need.key, need.number, {**need.values, "target": 2})


def send(client: TestClient, where: str, form: dict[str, str]) -> Any:
    address = f"{page_of(where)}/publier"
    return client.post(address, data=form, headers=HTML, follow_redirects=False)


def test_the_page_says_what_changes_for_whom_and_how_they_learn(client: TestClient) -> None:
    text = shown(client, drafted(client, *PAIR))

    summary = re.search('<p class="summary">(.*)</p>', text)
    assert summary is not None
    assert summary[1] == (
        "2 services, première publication, 2 personnes, prévenance de 10 jours au moins."
    )
    assert "lun. 2 mars" in text
    assert "gardée pour toujours : n’y nommez personne" in text.lower()


def test_open_posts_are_told_in_amber_and_published_only_with_a_tick(
    client: TestClient, service: Service
) -> None:
    where = drafted(client, *PAIR)
    text = shown(client, where)
    counts = client.get(f"{where}/apercu").json()["counts"]
    count, under = counts["open_posts"], counts["under_minimum"]

    unticked = send(client, where, form_of(text, "Ma note", ticked=False))
    fewer = send(client, where, {**form_of(text), "open_posts": f"{count - 1}"})

    words = f"{count} postes ouverts, dont {under} sous le minimum"
    assert (count, under) == (68, 46)
    assert f'<label for="ouverts">Publier avec {words}</label>' in text
    assert "Rien n’empêche de publier." not in text
    assert (unticked.status_code, fewer.status_code) == (409, 409)
    assert f"Ce planning laisse {words} : dites que vous le publiez ainsi." in plain(unticked.text)
    assert 'value="Ma note"' in unticked.text
    with reading(service.engine) as session:
        assert head(session).number == 0
    assert send(client, where, form_of(text)).status_code == 303


def test_a_replacement_is_published_without_a_tick_and_its_open_posts_are_told(
    client: TestClient,
) -> None:
    where = drafted(client, *PAIR)
    assert send(client, where, form_of(shown(client, where))).status_code == 303
    edit(client, where, 2, {**PAIR[0], "verb": "remove"}, add("chloe", MONDAY))

    text = shown(client, where)

    assert "<strong>68 postes ouverts, dont 46 sous le minimum.</strong>" in text
    assert "checkbox" not in text
    assert send(client, where, form_of(text)).status_code == 303


def test_where_every_post_is_held_nothing_is_to_be_ticked(
    client: TestClient, service: Service
) -> None:
    where = drafted(client, *PAIR)
    everything_held(service)

    text = shown(client, where)

    assert "Rien n’empêche de publier." in text
    assert '<button type="submit" class="main">Publier</button>' in text
    assert "checkbox" not in text
    assert send(client, where, form_of(text)).status_code == 303


def test_requests_that_wait_on_those_days_are_named_without_their_reasons(
    client: TestClient, service: Service
) -> None:
    where = drafted(client, *PAIR)
    ada = service.client("mediateur", person="ada", email="ada@exemple.org")
    for start, end in (("2026-03-02", "2026-03-03"), ("2026-04-01", "2026-04-02")):
        wish = {"start": start, "end": end, "kind": "recuperation", "note": "Chez le médecin"}
        assert ada.post("/api/v1/conges", json=wish).status_code == 201

    text = shown(client, where)

    assert "1 demande attend une réponse, à ces jours" in text
    (line,) = re.findall("<li>(.*Ada Lemoine.*)</li>", text)
    assert re.fullmatch(
        r'<a href="/demandes/conges/[0-9a-f]{32}">Ada Lemoine</a>, absence demandée, '
        r"du lun. 2 mars au mar. 3 mars, 1 service",
        line,
    )
    assert "médecin" not in text
    assert "écupération" not in text


def test_a_swap_that_waits_is_named_with_its_two_people(
    client: TestClient, service: Service
) -> None:
    where = drafted(client, *PAIR, add("farid", EVENING))
    send(client, where, form_of(shown(client, where)))
    edit(client, where, 2, add("chloe", MONDAY))
    swap = {"gives": MONDAY, "other": "chloe", "note": "Chez la dentiste"}
    ada = service.client("mediateur", person="ada", email="ada@exemple.org")
    assert ada.post("/api/v1/echanges", json=swap).status_code == 201

    text = shown(client, where)

    assert "<li>Ada L. et Chloé M., échange, lun. 2 mars, 1 service</li>" in text
    assert "Chez la dentiste" not in text


def test_everybody_whom_it_changes_is_in_a_list_of_each_channel_before_and_after(
    client: TestClient, service: Service
) -> None:
    service.client("mediateur", person="ada", email="ada@exemple.org")
    where = drafted(client, *PAIR, add("farid", EVENING))
    text = shown(client, where)

    made = send(client, where, form_of(text))
    after = plain(client.get(made.headers["location"], headers=HTML).text)

    names = "Ada Lemoine, Brice Kouassi, Farid Nouri"
    for each in (text, after):
        lists = re.findall("<dd><details><summary>(.*?)</summary><p>(.*?)</p>", each)
        assert lists == [
            ("1 personne : aucun serveur de courriel n’est réglé", "Ada Lemoine."),
            ("2 personnes : sans compte, donc sans courriel", "Brice Kouassi, Farid Nouri."),
            ("3 personnes : sans agenda abonné", f"{names}."),
        ]
        assert f"<strong>3 personnes à prévenir autrement</strong> : {names}." in each


def test_many_changes_are_folded_by_person_so_that_the_button_is_near(client: TestClient) -> None:
    days = [day for day in range(1, 32) if date(2026, 3, day).weekday() < 5]
    slots = [f"P-J-2026-03-{day:02d}" for day in days]
    few = drafted(client, *(add("ada", slot) for slot in slots))
    many = drafted(client, *(add(who, slot) for slot in slots for who in ("ada", "brice")))

    assert shown(client, few).count("<details open><summary>Ada Lemoine, 22") == 1
    assert len(re.findall("<details><summary>(?:Ada|Brice)", shown(client, many))) == 2


@on_each
def test_publishing_by_the_form_leads_to_the_publication(
    client: TestClient, service: Service
) -> None:
    where = drafted(client, *PAIR)

    answer = send(client, where, form_of(shown(client, where), "Planning de mars"))

    assert answer.status_code == 303
    assert answer.headers["location"] == f"{page_of(where)}/publications/1"
    text = client.get(answer.headers["location"], headers=HTML).text
    with reading(service.engine) as session:
        register = head(session)
    assert register.number == 1
    assert "Publié n° 1" in text
    folded = text.partition("<details><summary>Preuve au registre</summary>")[2]
    assert f'<code class="hash">{register.hash}</code>' in folded.partition("</details>")[0]
    assert "Planning de mars" in text
    document = f"/mois/2026-03/documents/pdf?planning={where.rpartition('/')[2]}&version=2"
    assert document in unescape(text)
    assert client.get(document).status_code == 200


def test_the_published_month_leads_those_who_plan_it_to_who_has_seen_its_last_publication(
    client: TestClient, service: Service
) -> None:
    where = drafted(client, *PAIR)
    send(client, where, form_of(shown(client, where)))
    month = "/mois/2026-03?agency=ville"

    seen = f'href="{page_of(where)}/publications/1#t-agendas">Qui l’a vu'
    assert seen in client.get(month, headers=HTML).text
    assert "Qui l’a vu" not in service.client("rh").get(month, headers=HTML).text


def test_the_publication_leads_to_its_month_of_the_agency_that_one_plans(
    service: Service,
) -> None:
    client = service.client("responsable", agency="ville")
    begun = {"month": "2026-03", "dispositifs": ["P"]}
    where = client.post("/api/v1/responsable/plannings", json=begun).headers["location"]
    edit(client, where, 1, *PAIR)

    made = send(client, where, form_of(shown(client, where)))
    text = client.get(made.headers["location"], headers=HTML).text

    (month,) = re.findall('href="([^"]*)">Voir le mois publié<', text)
    assert month == "/mois/2026-03?agency=ville"
    assert client.get(month, headers=HTML).status_code == 200


def test_the_same_form_sent_twice_publishes_once_and_answers_alike(
    client: TestClient, service: Service
) -> None:
    where = drafted(client, *PAIR)
    form = form_of(shown(client, where))

    first, second = send(client, where, form), send(client, where, form)

    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["location"] == second.headers["location"]
    with reading(service.engine) as session:
        assert head(session).number == 1


def test_a_draft_changed_meanwhile_shows_the_page_again_with_the_note(
    client: TestClient, service: Service
) -> None:
    where = drafted(client, *PAIR)
    form = form_of(shown(client, where), "Ma note")
    edit(client, where, 2, add("chloe", MONDAY))

    answer = send(client, where, form)

    assert answer.status_code == 412
    assert "Rien n’est publié" in answer.text
    assert 'name="note" value="Ma note"' in answer.text
    assert form_of(answer.text)["version"] == "3"
    with reading(service.engine) as session:
        assert head(session).number == 0
    assert send(client, where, form_of(answer.text, "Ma note")).status_code == 303


def test_a_register_that_moved_shows_the_page_again(client: TestClient) -> None:
    where, other = drafted(client, *PAIR, add("farid", EVENING)), drafted(client, *PAIR)
    form = form_of(shown(client, where), "Ma note")
    send(client, other, form_of(shown(client, other)))

    answer = send(client, where, form)

    assert answer.status_code == 412
    assert "D’autres ont publié depuis votre aperçu" in answer.text
    assert 'value="Ma note"' in answer.text


def test_an_overtaken_draft_says_so_and_is_published_by_no_form(client: TestClient) -> None:
    where, other = drafted(client, *PAIR), drafted(client, *PAIR, add("farid", EVENING))
    form = form_of(shown(client, where))
    assert "dépassé" not in client.get("/plannings", headers=HTML).text
    send(client, other, form_of(shown(client, other)))

    text = shown(client, where)
    grid = plain(client.get(page_of(where), headers=HTML).text)
    plannings = client.get("/plannings", headers=HTML).text

    words = "Ce brouillon est dépassé : le n° 1 a été publié le "
    assert words in text
    assert "Farid Nouri, mer. 4 mars" in text
    assert f'action="{page_of(where)}/publier"' not in text
    assert words in grid
    assert "Publier…" not in grid
    assert plain(plannings).count("dépassé par le n° 1") == 1
    answer = send(client, where, {**form, "seen": "1"})
    assert answer.status_code == 409
    assert words in plain(answer.text)


@pytest.mark.parametrize(
    ("again", "people"),
    [({}, {"ada", "brice", "chloe", "farid"}), ({"again": "oui"}, {"ada", "brice", "farid"})],
)
def test_an_overtaken_draft_keeps_its_changes_or_begins_again(
    client: TestClient, again: dict[str, str], people: set[str]
) -> None:
    where = drafted(client, *PAIR, add("chloe", MONDAY))
    other = drafted(client, *PAIR, add("farid", EVENING))
    send(client, other, form_of(shown(client, other)))

    form = {"version": "2", **again}
    answer = client.post(f"{page_of(where)}/reprise", data=form, headers=HTML)

    assert "brouillon v3" in answer.text
    assert "dépassé" not in answer.text
    there = client.get(f"{where}/versions/3").json()["assignments"]
    assert {each["person"] for each in there} == people
    assert client.get(f"{where}/versions/2").status_code == 200


def test_stopping_findings_are_told_with_article_measure_and_limit(client: TestClient) -> None:
    where = drafted(client, PAIR[0])

    text = shown(client, where)
    answer = send(client, where, form_of(text, "Ma note"))

    assert "Bloquants (1)" in text
    assert '<button type="submit" disabled>Publier</button>' in text
    assert '1 constat empêche de publier : <a href="#g-bloquants">voir lequel</a>' in text
    assert '<details id="g-bloquants" open>' in text
    assert "mesuré" in text
    assert "limite" in text
    assert answer.status_code == 409
    assert 'value="Ma note"' in answer.text


def test_a_note_too_long_is_refused_and_kept(client: TestClient) -> None:
    where = drafted(client, *PAIR)

    answer = send(client, where, form_of(shown(client, where), "x" * 241))

    assert answer.status_code == 422
    assert "attendu 240 signes" in answer.text
    assert "x" * 241 in answer.text


def test_who_does_not_plan_does_not_publish(client: TestClient, service: Service) -> None:
    where = drafted(client, *PAIR)
    address = f"{page_of(where)}/publier"

    assert service.client("rh").get(address, headers=HTML).status_code == 403
    other = service.client("responsable", agency="ailleurs")
    assert other.get(address, headers=HTML).status_code == 404


def test_a_publication_of_another_draft_is_not_shown_here(client: TestClient) -> None:
    where, other = drafted(client, *PAIR), drafted(client, *PAIR, add("farid", EVENING))
    send(client, where, form_of(shown(client, where)))

    there = client.get(f"{page_of(other)}/publications/1", headers=HTML)
    assert there.status_code == 404


def test_the_grid_s_bar_counts_what_is_to_publish(client: TestClient) -> None:
    where = drafted(client, *PAIR)

    before = client.get(page_of(where), headers=HTML).text
    send(client, where, form_of(shown(client, where)))
    after = client.get(page_of(where), headers=HTML).text

    counted = 'Publier… · <span id="changements" data-unit='
    assert f'{counted}"service">2 services</span>' in plain(before)
    assert f'{counted}"changement">0 changement</span>' in plain(after)
    assert '<span id="publie">Publié n° 1, </span>' in plain(after)
