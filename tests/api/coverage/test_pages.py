"""The page of coverage: counts and signs, and nobody."""

import re
from datetime import date, datetime
from html import unescape

from api.data.rows.kinds import KINDS
from api.data.stored import rows
from api.database.engine import writing
from api.hours.entry import Entry
from api.hours.worked import Kind
from scheduler.domain.time import PARIS
from tests.api.asking.petit import AFTER, again, uid
from tests.api.coverage.test_service import enter_and_confirm
from tests.api.export.printed import texts
from tests.api.page.every_role import HTML, mentions, names_of
from tests.api.publishing import publish
from tests.api.service import Service

HERE = "/couverture"
MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)


def plain(text: str) -> str:
    return text.replace("\xa0", " ").replace("\u202f", " ")


def page(service: Service, query: str = "", dispositif: str = "") -> str:
    client = service.client("commanditaire", agency="ville", dispositif=dispositif)
    answer = client.get(f"{HERE}{query}", headers=HTML)
    assert answer.status_code == 200, answer.text
    return answer.text


def test_a_month_shows_each_day_as_a_number_a_sign_and_words(service: Service) -> None:
    publish(service.engine, MARCH, 2)

    text = page(service, "?month=2026-03")

    assert "mercredi 4 : 2 sur 4 postes, 1 sous le minimum" in text
    assert "jeudi 5 : 2 sur 3 postes, sous la cible" in text
    assert "84,6 %" in text  # slots at their minimum
    sentence = (
        "En mars 2026, 44 postes sur 70 sont pourvus au planning publié ; 4 postes manquent sous "
        "le minimum promis."
    )
    assert sentence in plain(text)
    assert "62,9 %" in text  # posts held
    assert '<td class="n" data-of="Mois">44/70</td>' in text
    assert "<dd>26<small>, dont 4 sous le minimum</small></dd>" in text


def test_one_dispositif_is_shown_by_site_and_kind(service: Service) -> None:
    publish(service.engine, MARCH, 2)

    text = page(service, "?month=2026-03&dispositif=P")

    assert "Place du Marché, jour" in text
    assert "Place du Marché, soirée" in text
    assert "mercredi 4 : 0 sur 1 poste, 1 sous le minimum" in text


def test_posts_of_no_site_have_a_name_among_sites(service: Service) -> None:
    with writing(service.engine) as session:
        [entry] = (e for e in rows.page(session, KINDS["gabarits"]) if e.values["id"] == "P-J")
        values = {**entry.values, "site": ""}
        rows.change(session, KINDS["gabarits"], entry.key, entry.number, values)
    publish(service.engine, MARCH, 2)

    assert "Sans site fixe, jour" in page(service, "?month=2026-03&dispositif=P")


def test_a_month_without_slots_has_no_data_and_no_share(service: Service) -> None:
    text = page(service, "?month=2026-03")

    assert "Mars 2026 : pas de données. Rien n’est publié de ce mois" in text
    assert "%" not in text


def test_months_are_switched_by_links_and_by_a_form(service: Service) -> None:
    publish(service.engine, MARCH)
    publish(service.engine, APRIL)

    march, april = page(service, "?month=2026-03"), page(service, "?month=2026-04")

    assert 'href="/couverture?month=2026-04">Mois suivant' in march
    assert "Mois précédent" not in march
    assert 'href="/couverture?month=2026-03">Mois précédent' in april
    assert '<option value="2026-04" selected>avril 2026</option>' in april


def test_what_was_done_stands_beside_what_was_planned_once_it_is_confirmed(
    service: Service,
) -> None:
    publish(service.engine, MARCH, 2)
    publish(service.engine, APRIL)
    service.app.state.now = lambda: AFTER
    assert "postes faits" not in page(service).lower()
    shift = uid(again(service.engine), "ada", "P-J-2026-03-02")
    start, end = (datetime(2026, 3, 2, hour, 30, tzinfo=PARIS) for hour in (8, 16))
    enter_and_confirm(service.engine, Entry(uid=shift, kind=Kind.ABSENT, start=start, end=end))

    march, first = plain(page(service, "?month=2026-03")), plain(page(service))

    assert '<th scope="col">Faits, des confirmés</th>' in march
    assert '<td class="n" data-of="Faits, des confirmés">0/1</td>' in march
    # The first page is April's, which has just begun: nothing of it is confirmed yet.
    assert "Couverture : avril 2026" in first
    assert (
        'Le dernier mois confirmé, <a href="/couverture?month=2026-03">mars 2026</a> : '
        "<strong>0 sur 1 poste fait</strong>, 0 h 00 faites pour 7 h 00 prévues."
    ) in first


def test_posts_whose_person_is_away_are_said_to_be_replaced_and_nobody_is_named(
    service: Service,
) -> None:
    publish(service.engine, MARCH, 2)
    # Ada is on leave on the 6th already, and published that day.
    words = "<dt>Pourvus, mais à remplacer</dt><dd>{}<small>, la personne est absente ou partie"
    assert words.format(1) in plain(page(service, "?month=2026-03"))
    with writing(service.engine) as session:
        away = {"mediator": "ada", "start": "2026-03-02", "end": "2026-03-02", "kind": "maladie"}
        rows.add(session, KINDS["absences"], away)

    text = page(service, "?month=2026-03")

    assert words.format(2) in plain(text)
    assert "maladie" not in text
    assert "Ada" not in text


def test_a_dispositif_that_isnt_theirs_is_not_there(service: Service) -> None:
    publish(service.engine, MARCH)
    client = service.client("commanditaire", agency="ville", dispositif="Q")

    answer = client.get(f"{HERE}?month=2026-03&dispositif=P", headers=HTML)

    assert answer.status_code == 404
    assert "Aucun dispositif ne vous est ouvert" in page(service, dispositif="Q")


def test_documents_are_linked_and_name_nobody(service: Service) -> None:
    publish(service.engine, MARCH, 2)
    client = service.client("commanditaire")

    pdf, csv = re.findall(r'href="(/api/[^"]*)"', page(service, "?month=2026-03"))
    table = client.get(unescape(csv)).content
    rows = table.decode("utf-8-sig").splitlines()
    assert rows[3] == (
        "04/03/2026;mercredi;ville;P;Médiation de place;place;Place du Marché;jour;1;2;3;2;1;0;0"
    )
    assert mentions("\n".join(rows), names_of(service)) == []
    document = client.get(unescape(pdf))
    assert mentions("\n".join(texts(document.content)), names_of(service)) == []
    assert document.headers["content-disposition"] == (
        'attachment; filename="couverture-2026-03.pdf"'
    )
