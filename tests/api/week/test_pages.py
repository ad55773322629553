"""The door of Semaine type: what a form shows, saves, and says when it is held back."""

import pytest
from fastapi.testclient import TestClient

from api.data.rows.kinds import KINDS
from api.data.stored.association import read
from api.data.stored.rows import add
from api.database.engine import reading, writing
from tests.api.entered import keys
from tests.api.page.data.forms import FORM
from tests.api.page.every_role import HTML
from tests.api.service import Service
from tests.api.week.pages import WEEK, fields, opened, send, spaced, templates

pytestmark = pytest.mark.usefixtures("today")


def test_a_week_is_shown_as_a_table_and_saved_unchanged_without_a_change(
    service: Service, boss: TestClient
) -> None:
    before = templates(service)
    sent = opened(boss)

    assert (sent["r0.start"], sent["r0.end"], sent["r0.pause.minutes"]) == ("09:00", "16:30", "30")
    assert [sent[f"r0.d{day}"] for day in range(7)] == ["2/3"] * 5 + ["", ""]
    assert (sent["r1.kind"], sent["r1.roles"], sent["_des"]) == ("", "referent", "01/03/2026")
    answer = send(boss, sent)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{WEEK}?fait=change")
    assert templates(service) == before


def test_a_row_is_added_by_place_hours_and_figures_alone(
    service: Service, boss: TestClient
) -> None:
    more = send(boss, opened(boss) | {"_geste": "lignes"})
    sent = fields(more) | {"r2.site": "place", "r2.start": "9", "r2.end": "12h30", "r2.d5": "1/2"}
    answer = send(boss, sent)

    assert (more.status_code, answer.status_code) == (200, 303), answer.text
    assert ("place-du-marche-9h", "09:00", [5], "01/03", "") in templates(service)


def test_a_change_applies_from_the_day_that_is_said(service: Service, boss: TestClient) -> None:
    answer = send(boss, opened(boss) | {"r0.d4": "1", "r0.start": "9:30", "_des": "01/04/2026"})

    assert answer.status_code == 303, answer.text
    assert [t for t in templates(service) if t[0] != "P-S"] == [
        ("place-du-marche-9h30", "09:30", [0, 1, 2, 3], "01/04", ""),
        ("place-du-marche-9h30-2", "09:30", [4], "01/04", ""),
    ]


def test_what_nobody_could_hold_is_said_at_the_row_with_the_break_that_mends_it(
    boss: TestClient,
) -> None:
    sent = opened(boss) | {"r0.pause.minutes": ""}
    held_back = send(boss, sent)

    assert held_back.status_code == 409
    assert "Personne ne peut tenir ce créneau" in held_back.text
    assert "Ajouter une pause de 20 min" in held_back.text
    assert "gabarit «" not in held_back.text
    mended = send(boss, fields(held_back) | {"_geste": "pause.0.20"})
    assert fields(mended)["r0.pause.minutes"] == "20"
    assert "Personne ne peut tenir" not in mended.text
    assert send(boss, fields(mended)).status_code == 303


def test_what_nobody_could_hold_is_saved_by_who_says_so(boss: TestClient) -> None:
    held_back = send(boss, opened(boss) | {"r0.pause.minutes": ""})

    assert send(boss, fields(held_back)).status_code == 303


def test_all_that_is_wrong_is_said_at_once_and_stays_typed(
    service: Service, boss: TestClient
) -> None:
    before = templates(service)
    wrong = {"r0.d0": "3/2", "r0.start": "neuf heures", "r1.until": "31/02/2026", "r1.d2": "x"}
    answer = send(boss, opened(boss) | wrong)

    assert answer.status_code == 422
    assert "4 valeurs refusées" in answer.text
    assert 'href="#r0.d0"' in answer.text
    assert answer.text.count("un nombre de personnes, comme 2, ou 1/2") == 4
    assert {name: fields(answer)[name] for name in wrong} == wrong
    assert templates(service) == before


@pytest.mark.parametrize("day", ["demain", "2026-02-30"])
def test_a_day_that_is_none_is_refused_in_its_field(boss: TestClient, day: str) -> None:
    answer = send(boss, opened(boss) | {"_des": day})

    assert answer.status_code == 422
    assert fields(answer)["_des"] == day


def test_a_button_that_saves_nothing_reads_rows_from_the_day_that_is_typed(
    boss: TestClient,
) -> None:
    later = {"_des": "01/02/2026", "r1.since": "16/02/2026", "_geste": "lignes"}

    assert "à partir du 16/02/2026" in send(boss, opened(boss) | later).text


def test_a_break_of_no_minutes_is_no_break(service: Service, boss: TestClient) -> None:
    copy = fields(send(boss, opened(boss) | {"_geste": "copier.0"}))
    row = {"r2.start": "09:00", "r2.end": "12:00", "r2.pause.minutes": "0"}

    answer = send(boss, copy | row)

    assert answer.status_code == 303
    assert "place-du-marche-9h" in {name for name, *_ in templates(service)}


def test_two_rows_at_once_get_their_teams(service: Service, boss: TestClient) -> None:
    copy = fields(send(boss, opened(boss) | {"_geste": "copier.0"}))

    assert send(boss, copy).status_code == 303
    teams = {name: team for name, *_, team in templates(service)}
    assert teams == {"P-J": "Équipe 1", "P-S": "", "place-du-marche-9h": "Équipe 2"}


def test_a_row_that_somebody_changed_meanwhile_is_shown_as_typed_and_saved_when_sent_again(
    boss: TestClient,
) -> None:
    mine = opened(boss) | {"r0.d0": "5"}
    assert send(boss, opened(boss) | {"r0.d0": "1", "_des": "01/01/2026"}).status_code == 303
    late = send(boss, mine | {"_des": "01/01/2026"})

    assert late.status_code == 412
    assert fields(late)["r0.d0"] == "5"


def test_rows_that_are_sent_twice_are_added_once(service: Service, boss: TestClient) -> None:
    sent = fields(send(boss, opened(boss) | {"_geste": "lignes"}))
    sent |= {"r2.site": "place", "r2.start": "9", "r2.end": "12h30", "r2.d5": "1/2"}
    assert send(boss, sent).status_code == 303
    before = templates(service)
    assert send(boss, sent).status_code == 303
    assert templates(service) == before


def test_a_row_that_was_sent_and_is_sent_again_otherwise_is_shown_beside_the_first(
    service: Service, boss: TestClient
) -> None:
    sent = fields(send(boss, opened(boss) | {"_geste": "lignes"}))
    sent |= {"r2.site": "place", "r2.start": "9", "r2.end": "12h30", "r2.d5": "1/2"}
    assert send(boss, sent).status_code == 303
    before = templates(service)
    again = send(boss, sent | {"r2.d5": "5"})

    assert again.status_code == 412
    assert templates(service) == before
    shown = fields(again)
    assert [shown[f"{row}.d5"] for row in ("r2", f"r{int(shown['_lignes']) - 1}")] == ["5", "1/2"]
    assert send(boss, shown).status_code == 303


def test_closed_in_school_holidays_is_the_zone_of_the_agency_and_only_then_a_season(
    service: Service, boss: TestClient
) -> None:
    sent = opened(boss) | {"r0.ecole": "ferme", "r1.ecole": "seulement"}
    assert send(boss, sent).status_code == 303

    with reading(service.engine) as session:
        association = read(session)
    days = {t.id: (t.school_zone, t.season) for t in association.templates if t.since.month == 3}
    assert sorted(days.values()) == [("", "vacances-scolaires-zone-b"), ("B", "")]
    (season,) = association.seasons
    assert (season.name, season.spans[0][0].year) == ("Vacances scolaires, zone B", 2026)
    again = opened(boss)
    assert (again["r0.ecole"], again["r1.ecole"], again["r1.season"]) == ("ferme", "seulement", "")


def test_a_season_and_school_holidays_are_not_both_said(boss: TestClient) -> None:
    season = {"id": "ete", "name": "Été", "first": "2026-07-01", "last": "2026-08-31"}
    boss.post("/api/v1/donnees/saisons", json=season)
    answer = send(boss, opened(boss) | {"r0.season": "ete", "r0.ecole": "seulement"})

    assert answer.status_code == 422
    assert "une saison, ou les vacances scolaires" in answer.text


def test_every_other_week_begins_in_the_week_that_is_said(boss: TestClient) -> None:
    sent = opened(boss) | {"r1.every": "2", "r1.premiere": "11/03/2026"}
    assert send(boss, sent).status_code == 303
    assert opened(boss)["r1.premiere"] == "09/03/2026"


def test_a_dispositif_begins_by_its_name_and_with_another_week(service: Service) -> None:
    chief = service.client("rh", "responsable")
    answer = send(chief, {"name": "Quartier Été", "agency": "ville", "de": "P"}, "/semaine-type")
    assert answer.status_code == 303, answer.text
    where = answer.headers["location"]
    assert where == "/semaine-type/quartier-ete?de=P"
    page = chief.get(where, headers=HTML)
    assert "2 lignes copiées" in page.text
    assert "Personne ne travaille encore dans ce dispositif" in page.text

    address = "/semaine-type/quartier-ete"
    sent = fields(page, address)
    assert sent["_des"] == "01/02/2026"  # this month, that of a first week
    alone = send(chief, sent, address)
    assert alone.status_code == 422
    assert 'href="#_qui"' in alone.text
    people = keys(chief, "personnes")
    ada, farid = (str(k) for k, row in people.items() if row["id"] in ("ada", "farid"))
    joined = [*sent.items(), ("_qui", ada), ("_qui", farid)]
    saved = chief.post(
        address,
        content="&".join(
            f"{name}={text.replace('/', '%2F').replace(' ', '+')}" for name, text in joined
        ),
        headers=HTML | FORM,
        follow_redirects=False,
    )
    assert saved.status_code == 303, saved.text
    with reading(service.engine) as session:
        assert read(session).mediator_of["ada"].dispositifs == {"P", "quartier-ete"}


def test_a_dispositif_without_a_name_is_refused_at_its_field(service: Service) -> None:
    answer = send(service.client("rh"), {"name": "", "agency": "ville"}, "/semaine-type")

    assert answer.status_code == 422
    assert 'href="#name"' in answer.text


def test_rh_reads_a_week_and_a_responsable_begins_no_dispositif(
    service: Service, boss: TestClient
) -> None:
    page = spaced(service.client("rh").get(WEEK, headers=HTML))

    assert "Place du Marché, 9 h – 16 h 30" in page
    assert 'id="semaine"' not in page
    assert send(service.client("rh"), {"_des": "01/03/2026"}).status_code == 303
    assert "Nouveau dispositif" not in boss.get("/semaine-type", headers=HTML).text
    assert send(boss, {"name": "X", "agency": "ville"}, "/semaine-type").status_code == 403


def test_a_dispositif_elsewhere_is_not_there(service: Service) -> None:
    other = service.client("responsable", agency="mer")
    pages = [other.get(f"/semaine-type/{name}", headers=HTML) for name in ("P", "aucun")]

    assert [page.status_code for page in pages] == [404, 404]
    assert pages[0].content == pages[1].content
    assert send(other, {"_des": ""}).status_code == 404


def test_a_text_that_no_column_takes_is_refused_whatever_its_field(boss: TestClient) -> None:
    sent = opened(boss)
    for name in sent:
        for text in ("a\x1bb", "a\N{REPLACEMENT CHARACTER}b", "é" * 500):
            assert send(boss, sent | {name: text}).status_code in {412, 422}, name


def test_a_row_that_nobody_there_could_hold_is_said_in_words(boss: TestClient) -> None:
    answer = send(boss, opened(boss) | {"r0.roles": "responsable"})

    assert answer.status_code == 422
    assert 'href="#r0"' in answer.text
    assert "quelqu’un du dispositif qui puisse tenir ce poste" in answer.text
    assert "besoins.csv" not in answer.text


def test_places_are_those_of_the_agency_and_the_chosen_one(
    service: Service, boss: TestClient
) -> None:
    with writing(service.engine) as session:
        add(session, KINDS["agences"], {"id": "mer", "name": "Mer"})
        add(session, KINDS["sites"], {"id": "plage", "name": "Plage", "agency": "mer"})
    chief = service.client("responsable").get(WEEK, headers=HTML).text

    assert "Plage" not in chief
    assert chief.count("sans lieu") == 2
    assert "Place du Marché" in boss.get(WEEK, headers=HTML).text


def test_what_names_a_slot_follows_it_when_it_begins_anew(
    service: Service, boss: TestClient
) -> None:
    with writing(service.engine) as session:
        add(session, KINDS["limites"], {"mediator": "ada", "kind": "creneaux",
            "templates": ["P-J"], "most": 4, "every": "mois"})  # fmt: skip
        add(session, KINDS["verrous"], {"mediator": "ada", "slot": "P-J-2026-04-08",
            "by": "Inès", "why": "Visite"})  # fmt: skip
        add(session, KINDS["exceptions"], {"template": "P-J", "day": "2026-04-09",
            "action": "supprime", "why": "Travaux"})  # fmt: skip
    answer = send(boss, opened(boss) | {"r0.end": "16:45", "_des": "01/04/2026"})

    assert answer.status_code == 303, answer.text
    new = "place-du-marche-9h"
    assert [row["templates"] for row in keys(boss, "limites").values()] == [["P-J", new]]
    assert [row["slot"] for row in keys(boss, "verrous").values()] == [f"{new}-2026-04-08"]
    assert [row["template"] for row in keys(boss, "exceptions").values()] == [new]


def test_a_row_that_is_over_by_the_day_that_is_said_stays_as_it_was(
    service: Service, boss: TestClient
) -> None:
    assert send(boss, opened(boss) | {"r1.until": "31/03/2026"}).status_code == 303
    before = templates(service)
    sent = opened(boss)
    assert "31/03/2026" in sent.values()

    assert send(boss, sent | {"_des": "01/05/2026"}).status_code == 303
    assert templates(service) == before
