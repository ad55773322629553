"""A publication made again from the register's page."""

import re

from sqlalchemy import Engine, update

from api.database.counters import DATA, raise_number
from api.database.engine import reading, writing
from api.database.tables.month import AssignmentRow
from api.ledger.subjects import known_subjects
from api.month.replay.service import Replay, Verdict, replay
from constraints.law.leave.absences import RULE as ABSENCES
from tests.api.ledger.cases import BASE
from tests.api.ledger.cases import publish as publish_rows
from tests.api.month.replay.test_service import published_twice
from tests.api.page.every_role import HTML, mentions, names_of
from tests.api.service import Service

HERE = "/rh/registre/{}/rejeu"


def answer_of(engine: Engine, number: int) -> Replay:
    with reading(engine) as session:
        return replay(session, number)


def test_the_register_links_each_publication_to_its_replay(
    bare: Service, sqlite_engine: Engine
) -> None:
    published_twice(sqlite_engine)

    text = bare.client("rh").get("/rh/registre", headers=HTML).text

    links = re.findall(r'href="(/rh/registre/\d+/rejeu)"', text)
    assert links == [HERE.format(number) for number in (3, 2, 1)]
    assert text.count("Rejouer ce mois") == 3


def test_a_publication_that_comes_again_says_the_same_hash(
    bare: Service, sqlite_engine: Engine
) -> None:
    published_twice(sqlite_engine)
    client = bare.client("rh")

    text = client.get(HERE.format(2), headers=HTML).text
    answer = answer_of(sqlite_engine, 2)

    assert (answer.verdict, answer.again) == (Verdict.SAME, answer.hash)
    assert "Refaite à l’identique" in text
    assert text.count(answer.hash[:16]) == 2
    assert mentions(text, names_of(bare)) == []


def test_its_findings_are_told_in_the_register_s_terms(
    bare: Service, sqlite_engine: Engine
) -> None:
    published_twice(sqlite_engine)
    with writing(sqlite_engine) as session:
        onto_leave = update(AssignmentRow).where(AssignmentRow.mediator == "ada")
        session.execute(onto_leave.values(slot="P-J-2026-03-06"))
        raise_number(session, DATA)
        [subject] = known_subjects(session, ["ada"]).values()
    client = bare.client("rh")

    answer = answer_of(sqlite_engine, 1)
    text = client.get(HERE.format(1), headers=HTML).text

    assert answer.verdict is Verdict.DIFFERENT
    [leave] = (group for group in answer.findings if group.rule == ABSENCES.id)
    assert (leave.verdict, leave.blocks, leave.number) == ("violation", True, 1)
    assert leave.subjects == (subject[:8],)
    stopping = f"constat qui l’aurait arrêtée : {ABSENCES.id}, le 06/03/2026, sujet {subject[:8]}"
    assert stopping in answer.differences
    assert ABSENCES.title in text
    assert f"<code>{subject[:8]}</code>" in text
    assert mentions(text, names_of(bare)) == []


def test_what_is_missing_to_make_an_import_again_is_said(
    bare: Service, sqlite_engine: Engine
) -> None:
    publish_rows(sqlite_engine, BASE)
    client = bare.client("rh")

    text = client.get(HERE.format(1), headers=HTML).text

    assert "On ne peut pas l’assurer" in text
    assert "Elle vient d’un import" in text
    assert client.get(HERE.format(9), headers=HTML).status_code == 404
