"""A person's sheet: contracts over time, apprentices, what RH alone sees, data given and erased."""

import io
import re
import zipfile
from datetime import UTC, date, datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.data.rows.kinds import KINDS
from api.data.stored import rows
from api.data.stored.association import read
from api.database.engine import reading, writing
from scheduler.domain.employment.contracts import Contract
from scheduler.domain.people import Mediator
from tests.api.asking.petit import BEFORE, WEEK, publish
from tests.api.entered import keys
from tests.api.page.data.forms import get, send
from tests.api.page.every_role import HTML
from tests.api.service import Service

NOBODY = "/equipe/personne-de-ce-nom"
CFA = {
    "cfa.title": "MSADS",
    "cfa.every": "4",
    "cfa.first": "2026-09-07",
    "cfa.until": "2027-06-25",
    "cfa.site": "cfa",
    "cfa.morning": "09:00-12:30",
    "cfa.afternoon": "13:30-17:00",
}


@pytest.fixture
def boss(service: Service) -> TestClient:
    return service.client("responsable", agency="ville")


def person(service: Service, ident: str) -> Mediator:
    with reading(service.engine) as session:
        return read(session).mediator_of[ident]


def terms(contracts: tuple[Contract, ...]) -> list[tuple[str, str, str, int]]:
    return [(str(c.kind), str(c.start), str(c.end), c.weekly_minutes) for c in contracts]


def change(client: TestClient, who: str, **fields: str) -> Any:
    typed = {"kind": "CDI", "weekly_minutes": "35"} | fields
    form = {f"contrat.{name}": text for name, text in typed.items()}
    seen = {"_vu": form.pop("contrat._vu")} if "contrat._vu" in form else {}
    return send(client, f"/equipe/{who}/contrat", form | seen)


def test_other_hours_from_a_day_on_end_the_contract_before_the_day_before(
    service: Service, boss: TestClient
) -> None:
    done = change(boss, "chloe", start="2026-04-01", weekly_minutes="32", days="")

    assert (done.status, done.location) == (303, "/equipe/chloe?fait=change")
    assert terms(person(service, "chloe").contracts) == [
        ("CDI", "2020-09-01", "2026-03-31", 1680),
        ("CDI", "2026-04-01", "None", 1920),
    ]
    assert "C’est enregistré." in get(boss, done.location).text


def test_the_form_of_another_contract_begins_as_the_present_one(boss: TestClient) -> None:
    text = get(boss, "/equipe/chloe").text

    assert 'name="contrat.weekly_minutes" value="28"' in text
    assert '<option value="CDI" selected>' in text
    assert 'name="contrat.start" value=""' in text


def test_a_contract_that_begins_that_day_is_corrected_itself(
    service: Service, boss: TestClient
) -> None:
    assert change(boss, "ada", start="2020-09-01", weekly_minutes="28").status == 303

    assert terms(person(service, "ada").contracts) == [("CDI", "2020-09-01", "None", 1680)]


def test_a_form_that_another_s_contract_overtook_changes_nothing_and_keeps_what_was_typed(
    service: Service, boss: TestClient
) -> None:
    def seen(text: str) -> str:
        [mark] = re.findall(r'name="contrat.vus" value="([^"]+)"', text)
        return str(mark)

    shown = seen(get(boss, "/equipe/ada").text)
    first = change(boss, "ada", start="2026-04-01", weekly_minutes="30", vus=shown)
    late = change(boss, "ada", start="2026-04-01", weekly_minutes="28", vus=shown)

    assert (first.status, late.status) == (303, 412)
    assert "Quelqu’un a changé ces contrats entre-temps" in late.text
    assert 'name="contrat.weekly_minutes" value="28"' in late.text
    assert [c.weekly_minutes for c in person(service, "ada").contracts] == [2100, 1800]
    again = seen(late.text)
    assert change(boss, "ada", start="2026-04-01", weekly_minutes="28", vus=again).status == 303
    assert [c.weekly_minutes for c in person(service, "ada").contracts] == [2100, 1680]


def test_a_fixed_term_keeps_its_end_and_goes_on_as_a_renewal(
    service: Service, boss: TestClient
) -> None:
    term = {"kind": "CDD", "start": "2026-01-01", "end": "2026-12-31"}
    rewritten(service, "elsa", **term, reason="accroissement", group="B")

    done = change(boss, "elsa", start="2026-06-01", kind="CDD", reason="accroissement")

    assert done.status == 303, done.summary
    before, after = person(service, "elsa").contracts
    assert (before.end, after.end) == (date(2026, 5, 31), date(2026, 12, 31))
    assert (after.renews, after.group, after.reason) == (True, "B", "accroissement")


def rewritten(service: Service, who: str, **values: Any) -> None:
    with writing(service.engine) as session:
        [entry] = rows.of_person(session, KINDS["contrats"], who)
        rows.change(session, KINDS["contrats"], entry.key, entry.number, entry.values | values)


@pytest.mark.parametrize(
    ("present", "basis"),
    [
        ({"basis": "annee", "annual_minutes": 90_000}, "annee"),
        ({"basis": "jours", "annual_days": 200, "weekly_minutes": None}, "semaine"),
    ],
)
def test_hours_are_counted_as_before_unless_there_were_none(
    service: Service, boss: TestClient, present: dict[str, Any], basis: str
) -> None:
    rewritten(service, "ada", **present)

    done = change(boss, "ada", start="2026-04-01", weekly_minutes="30")

    assert done.status == 303, done.summary
    before, after = person(service, "ada").contracts
    assert (before.basis, after.basis) == (present["basis"], basis)
    assert after.weekly_minutes == 1800


def test_who_comes_back_after_a_gap_has_both_contracts(service: Service, boss: TestClient) -> None:
    ended(service, "2026-01-31")

    assert change(boss, "ada", start="2026-09-01", weekly_minutes="30").status == 303

    assert terms(person(service, "ada").contracts) == [
        ("CDI", "2018-09-01", "2026-01-31", 2100),
        ("CDI", "2026-09-01", "None", 1800),
    ]


def test_what_is_wrong_is_told_at_its_field_and_stays_typed(
    service: Service, boss: TestClient
) -> None:
    few = change(boss, "ada", start="2026-04-01", weekly_minutes="20")
    late = change(boss, "ada", start="2026-04-01", end="2026-03-01")
    nothing = change(boss, "ada")

    assert "sous 24 h par semaine" in few.faults("contrat.short_hours")
    assert 'value="20"' in few.text
    assert late.faults("contrat.end") == "Attendu : une fin le 01/04/2026 ou après"
    assert nothing.faults("contrat.start").startswith("Attendu : une valeur")
    assert {few.status, late.status, nothing.status} == {422}
    assert re.search(r'<details class="sheet" open><summary>Changer de contrat', nothing.text)
    assert terms(person(service, "ada").contracts) == [("CDI", "2020-09-01", "None", 2100)]


def test_what_a_contract_upsets_is_shown_before_it_is_saved(
    service: Service, boss: TestClient
) -> None:
    service.app.state.now = lambda: BEFORE
    publish(service.engine, WEEK, BEFORE)
    fields = {"start": "2020-09-01", "end": "2026-03-01"}

    kept = change(boss, "ada", **fields)

    assert kept.status == 409
    assert "Rien n’est enregistré encore" in kept.text
    assert "Service publié d’Ada Lemoine" in kept.text
    mark = re.findall(r'name="_vu" value="(\w+)"', kept.text)[0]
    assert change(boss, "ada", **fields, _vu=mark).status == 303


def test_an_apprentice_is_enrolled_in_a_new_cohort_which_the_next_one_joins(
    service: Service, boss: TestClient
) -> None:
    first = send(boss, "/equipe/dorian/apprentissage", CFA)
    later = CFA | {"cfa.first": "2026-10-05", "cfa.title": "msads"}
    second = send(boss, "/equipe/ada/apprentissage", later)
    other = send(boss, "/equipe/brice/apprentissage", CFA | {"cfa.first": "2026-09-14"})

    assert [page.status for page in (first, second, other)] == [303] * 3
    with reading(service.engine) as session:
        association = read(session)
        cohort = next(c for c in association.cohorts if c.id == "msads-2026-09")
        assert [who for c, who in association.members if c == cohort.id] == ["dorian", "ada"]
        assert [who for c, who in association.members if c == "msads-2026-09-2"] == ["brice"]
    assert (cohort.every, cohort.first, cohort.until) == (4, date(2026, 9, 7), date(2027, 6, 25))
    days = sorted(cohort.dates)
    assert days[:6] == [date(2026, 9, 7 + n) for n in range(5)] + [date(2026, 10, 5)]
    assert "msads-2026-09" not in get(boss, "/equipe/ada").text.lower().replace("/", "")


def test_a_cohort_without_a_place_is_its_members_agencys(boss: TestClient) -> None:
    assert send(boss, "/equipe/ada/apprentissage", CFA | {"cfa.site": ""}).status == 303


def test_a_rhythm_without_its_days_is_refused_at_its_fields(boss: TestClient) -> None:
    wrong = {"cfa.first": "", "cfa.until": "", "cfa.every": "souvent"}
    page = send(boss, "/equipe/ada/apprentissage", CFA | wrong)

    assert page.status == 422
    assert page.faults("cfa.every").startswith("Attendu : un nombre")
    assert page.faults("cfa.first").startswith("Attendu : une date")
    assert page.faults("cfa.until").startswith("Attendu : une date")


def test_courses_end_with_the_contract_unless_another_day_is_typed(
    service: Service, boss: TestClient
) -> None:
    text = get(boss, "/equipe/dorian").text

    [until] = re.findall(r'<input[^>]*name="cfa.until"[^>]*>', text)
    assert 'value="2026-08-31"' in until
    assert 'Jusqu’au, compris <span class="needed">obligatoire</span>' in text
    assert person(service, "dorian").contracts[0].end == date(2026, 8, 31)
    [endless] = re.findall(r'<input[^>]*name="cfa.until"[^>]*>', get(boss, "/equipe/ada").text)
    assert 'value=""' in endless


def test_the_forms_of_a_sheet_add_what_data_keep_and_lead_back(boss: TestClient) -> None:
    text = get(boss, "/equipe/ada").text
    assert text.count('action="/donnees/absences/nouveau"') == 1
    hidden = {"mediator": "ada", "_retour": "/equipe/ada"}
    assert all(f'name="{name}" value="{value}"' in text for name, value in hidden.items())
    absence = {"start": "2026-05-04", "end": "2026-05-07", "kind": "conge"}

    done = send(boss, "/donnees/absences/nouveau", hidden | absence)

    assert (done.status, done.location) == (303, "/equipe/ada?fait=ajoute")
    assert "04/05/2026" in get(boss, done.location).text
    pair = {"first": "ada", "second": "brice", "kind": "ensemble", "_retour": "/equipe/ada"}
    assert send(boss, "/donnees/binomes/nouveau", pair).location == "/equipe/ada?fait=ajoute"
    assert "Brice Kouassi" in get(boss, "/equipe/ada").text


def test_a_sheet_is_corrected_in_place(service: Service, boss: TestClient) -> None:
    form = get(boss, "/equipe/ada").text.partition("Corriger la fiche")[2].partition("</form>")[0]
    fields = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form))
    kept = {"role": "mediateur", "agency": "ville", "dispositifs": "P"}
    assert "home" not in fields
    assert "Identifiant" not in form

    done = send(boss, re.findall(r'action="([^"]+)"', get(boss, "/equipe/ada").text)[1], fields)
    assert done.status in (303, 422)
    key = next(k for k, v in keys(boss, "personnes").items() if v["id"] == "ada")
    changed = send(
        boss, f"/donnees/personnes/{key}", fields | kept | {"name": "Ada Petit", "licence": "oui"}
    )
    assert changed.location == "/equipe/ada?fait=change", changed.summary
    assert person(service, "ada").name == "Ada Petit"


@pytest.mark.parametrize(
    ("today", "months"),
    [
        (datetime(2025, 12, 31, 12, tzinfo=UTC), range(1, 9)),
        (datetime(2026, 6, 15, 12, tzinfo=UTC), range(3, 11)),
        (datetime(2027, 1, 1, 12, tzinfo=UTC), range(5, 13)),
    ],
)
def test_of_many_absences_a_sheet_shows_those_around_today(
    service: Service, today: datetime, months: range
) -> None:
    with writing(service.engine) as session:
        for month in range(1, 13):
            day = f"2026-{month:02}-10"
            away = {"mediator": "brice", "start": day, "end": day, "kind": "conge"}
            rows.add(session, KINDS["absences"], away)
    service.app.state.now = lambda: today

    text = get(service.client("rh"), "/equipe/brice").text

    shown = re.findall(r">(10/\d\d/2026)</a>", text)
    assert shown == [f"10/{month:02}/2026" for month in reversed(months)]
    assert "Voir les 12" in text


def test_of_many_sites_those_of_a_person_come_first_and_the_others_are_folded(
    service: Service, boss: TestClient
) -> None:
    with writing(service.engine) as session:
        for place in range(13):
            site = {"id": f"s{place:02}", "name": f"Site {place:02}", "agency": "ville"}
            rows.add(session, KINDS["sites"], site)
    form = get(boss, "/equipe/ada").text.partition("Corriger la fiche")[2].partition("</form>")[0]
    fields = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form))
    key = next(k for k, v in keys(boss, "personnes").items() if v["id"] == "ada")
    kept = {"name": "Ada", "role": "mediateur", "agency": "ville", "dispositifs": "P"}
    changed = send(boss, f"/donnees/personnes/{key}", fields | kept | {"sites": "s11"})
    assert changed.status == 303, changed.summary

    form = (
        get(boss, "/equipe/ada").text.partition('id="fiche-sites"')[2].partition("</fieldset>")[0]
    )
    chosen, others = (
        re.findall(r'name="sites" value="([^"]+)"', part) for part in form.split("<details>")
    )

    assert chosen == ["s11"]
    assert others.index("s00") < others.index("s10") < others.index("s12")
    assert f">En ajouter parmi {len(others)}<" in form


def test_why_somebody_is_away_is_told_to_rh_alone(service: Service, boss: TestClient) -> None:
    ill = {"mediator": "ada", "start": "2026-03-09", "end": "2026-03-13", "kind": "maladie"}
    with writing(service.engine) as session:
        rows.add(session, KINDS["absences"], ill)

    theirs, full = get(boss, "/equipe/ada").text, get(service.client("rh"), "/equipe/ada").text

    assert "09/03/2026" in theirs
    assert "maladie" not in theirs
    assert "maladie" in full
    assert "donnees.zip" not in theirs
    assert "Effacer…" not in theirs


def test_who_is_elsewhere_answers_to_the_byte_as_who_is_not_there(two: Service) -> None:
    boss = two.client("responsable", agency="ville")
    for path in ("", "/donnees.zip", "/effacement"):
        rh = two.client("rh", agency="ville")
        client = boss if not path else rh
        foreign = client.get(f"/equipe/001~ada{path}", headers=HTML)
        nobody = client.get(f"{NOBODY}{path}", headers=HTML)
        assert (foreign.status_code, nobody.status_code) == (404, 404), path
        assert foreign.content == nobody.content
    for form in ("contrat", "apprentissage"):
        fields = {"contrat.start": "2026-04-01", "contrat.kind": "CDI", **CFA}
        fields |= {"contrat.weekly_minutes": "35", "cfa.site": ""}
        assert send(boss, f"/equipe/001~ada/{form}", fields).status == 404
        assert send(boss, f"{NOBODY}/{form}", fields).status == 404
    shown = get(boss, "/equipe").text
    assert 'href="/equipe/ada"' in shown
    assert "001~" not in shown


def test_rh_give_all_that_is_kept_of_a_person(service: Service) -> None:
    answer = service.client("rh", agency="ville").get("/equipe/ada/donnees.zip")

    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert {"lisez-moi.txt", "donnees.json", "personnes.csv"} <= set(archive.namelist())
    assert (
        service.client("responsable", agency="ville").get("/equipe/ada/donnees.zip").status_code
        == 403
    )


def ended(service: Service, day: str) -> None:
    rewritten(service, "ada", start="2018-09-01", end=day)


def test_rh_erase_a_person_whose_name_they_type_again(service: Service) -> None:
    service.app.state.now = lambda: datetime(2026, 2, 20, 9, tzinfo=UTC)
    ended(service, "2021-01-31")
    rh = service.client("rh")
    assert "Tapez : Ada Lemoine" in get(rh, "/equipe/ada/effacement").text.replace("\u00a0", " ")

    wrong = send(rh, "/equipe/ada/effacement", {"name": "Ada"})
    assert wrong.status == 422
    assert wrong.faults("name") == "Attendu : « Ada Lemoine », retapé pour confirmer"
    done = send(rh, "/equipe/ada/effacement", {"name": "ada LEMOINE"})

    assert (done.status, done.location) == (303, "/equipe?fait=efface")
    assert get(rh, "/equipe/ada").status == 404


def test_whom_the_law_keeps_is_not_erased(service: Service) -> None:
    service.app.state.now = lambda: datetime(2026, 2, 20, 9, tzinfo=UTC)
    rh = service.client("rh")
    assert "contrat sans fin est en cours" in get(rh, "/equipe/ada/effacement").text
    ended(service, "2025-01-31")

    page = get(rh, "/equipe/ada/effacement")

    assert "jusqu’au 31/01/2028 compris" in page.text
    assert 'name="name"' not in page.text
    assert send(rh, "/equipe/ada/effacement", {"name": "Ada Lemoine"}).status == 409
    assert get(rh, "/equipe/ada").status == 200
