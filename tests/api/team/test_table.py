"""The table of the team: who is in it, what it says of each, who may see it."""

import re
from datetime import UTC, datetime

from sqlalchemy import Engine

from api.data.rows.kinds import KINDS
from api.data.stored import rows
from api.database.engine import writing
from tests.api.page.data.forms import get
from tests.api.schema import make_schema
from tests.api.service import Service, serve


def lines(text: str) -> list[list[str]]:
    matches = re.findall(r'<tr><th scope="row">(.*?)</tr>', text, re.DOTALL)
    cells = [re.split(r"</th>|</td>", line) for line in matches]
    return [[" ".join(re.sub("<.*?>", "", c).split()) for c in line] for line in cells]


def test_everybody_stands_in_one_table_with_what_their_contract_says(service: Service) -> None:
    service.app.state.now = lambda: datetime(2026, 2, 20, 9, tzinfo=UTC)

    table = lines(get(service.client("responsable", agency="ville"), "/equipe").text)

    assert [line[0] for line in table][:3] == ["Ada Lemoine", "Brice Kouassi", "Chloé Marzin"]
    assert table[2][1:6] == [
        "médiateur",
        "CDI depuis le 01/09/2020",
        "28 h 00",
        "mer., sam., dim.",
        "Médiation de place",
    ]
    assert table[3][:3] == [
        "Dorian Leval jusqu’au 31/08/2026",
        "médiateur",
        "apprentissage du 01/09/2025 au 31/08/2026",
    ]


def test_a_phone_number_is_read_beside_its_person(service: Service) -> None:
    with writing(service.engine) as session:
        [entry] = rows.of_person(session, KINDS["personnes"], "ada")
        known = {**entry.values, "phone": "06 12 34 56 78"}
        rows.change(session, KINDS["personnes"], entry.key, entry.number, known)
    boss = service.client("responsable", agency="ville")

    assert lines(get(boss, "/equipe").text)[0][6] == "06 12 34 56 78"
    assert "06 12 34 56 78" in get(boss, "/equipe/ada").text


def test_people_who_have_not_begun_are_counted_apart(service: Service) -> None:
    boss = service.client("responsable", agency="ville")
    counts = []
    for now in (datetime(2025, 8, 31, 9, tzinfo=UTC), datetime(2025, 9, 1, 9, tzinfo=UTC)):
        service.app.state.now = lambda now=now: now
        counts.append(re.findall(r'<p role="status">(.*)</p>', get(boss, "/equipe").text))

    assert [" ".join(each.split()) for (each,) in counts] == [
        "<strong>5 personnes</strong>, et 1 à venir",
        "<strong>6 personnes</strong>",
    ]


def test_people_who_have_not_begun_are_folded_until_they_are_looked_for(service: Service) -> None:
    service.app.state.now = lambda: datetime(2025, 8, 31, 9, tzinfo=UTC)
    boss = service.client("responsable", agency="ville")
    text = get(boss, "/equipe").text

    there, _, coming = text.partition('<details class="to-know"><summary><h2>À venir : ')
    assert coming.partition("<")[0].split() == ["1", "personne"]
    assert (len(lines(there)), len(lines(coming))) == (5, 1)
    assert '<details class="to-know" open>' in get(boss, "/equipe?q=mediateur").text


def test_who_has_left_is_counted_and_shown_where_it_is_wanted(service: Service) -> None:
    service.app.state.now = lambda: datetime(2026, 2, 20, 9, tzinfo=UTC)
    with writing(service.engine) as session:
        [entry] = rows.of_person(session, KINDS["contrats"], "ada")
        past = {**entry.values, "end": "2025-01-31"}
        rows.change(session, KINDS["contrats"], entry.key, entry.number, past)
    boss = service.client("responsable", agency="ville")

    text = get(boss, "/equipe").text

    assert "Ada Lemoine" not in text
    assert "avec ceux qui sont partis (1)" in text
    assert "départ le 31/01/2025" in get(boss, "/equipe?partis=true").text


def test_the_table_is_searched_by_name_role_contract(service: Service) -> None:
    boss = service.client("responsable", agency="ville")

    assert [line[0] for line in lines(get(boss, "/equipe?q=REFERENT").text)] == ["Farid Nouri"]
    assert [line[0] for line in lines(get(boss, "/equipe?q=marzin+cdi").text)] == ["Chloé Marzin"]
    assert "Personne ne correspond" in get(boss, "/equipe?q=jardinier").text


def test_an_e_mail_is_for_who_looks_after_accounts(service: Service) -> None:
    service.client("mediateur", person="ada", email="ada@exemple.org")
    boss, both = service.client("responsable", agency="ville"), service.client("rh", "admin")

    assert "ada@exemple.org" not in get(boss, "/equipe").text
    assert lines(get(boss, "/equipe").text)[0][7] == "invité"
    assert "ada@exemple.org" in get(both, "/equipe").text
    assert "/admin/comptes/" in get(both, "/equipe/ada").text
    assert "/admin/comptes" not in get(boss, "/equipe/ada").text
    assert 'action="/admin/comptes"' in get(both, "/equipe/brice").text


def test_a_stand_in_for_an_e_mail_is_not_shown_as_one(service: Service) -> None:
    service.client("mediateur", person="ada", email="ada-lemoine@sans-adresse.invalid")
    both = service.client("rh", "admin")

    assert lines(get(both, "/equipe").text)[0][7] == "invité, adresse à dire"
    assert ".invalid" not in get(both, "/equipe/ada").text


def test_an_association_without_agencies_says_that_they_come_first(sqlite_engine: Engine) -> None:
    make_schema(sqlite_engine)
    first = serve(sqlite_engine).client("admin", "rh", "responsable")

    assert "Personne encore" in get(first, "/equipe").text
    page = get(first, "/equipe/ajouter").text
    assert "Il faut d’abord une agence" in page
    assert 'href="/donnees/agences"' in page
    assert '<form method="post" action="/equipe' not in page


def test_an_association_without_anybody_says_what_to_do(service: Service) -> None:
    text = get(service.client("responsable", agency="mer"), "/equipe").text

    assert "Personne encore" in text
    assert 'href="/equipe/coller"' in text
