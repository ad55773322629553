from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from api.access.accounts.service import LOCAL, account
from api.access.signing_in.invitations import invite, reset
from api.data.rows.kinds import KINDS
from api.data.stored.rows import add
from api.database.engine import reading, writing
from api.database.tables.access import TokenRow
from api.database.tables.devices import PasskeyRow, PushRow
from api.privacy.personal import personal
from api.privacy.service import archive
from tests.api.access.life import EMAIL, NAME, WHO, lived
from tests.api.access.people import NOW, QUICK, opened_account

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine

    from api.access.secrets.secret import Issued

    Send = Callable[..., Issued]

HOUR = timedelta(hours=1)


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as made:
        assert made.testzip() is None
        return {name: made.read(name) for name in made.namelist()}


def test_all_that_is_kept_of_a_person_is_given_by_sort(engine: Engine) -> None:
    _, user = lived(engine, HOUR)

    with reading(engine) as session:
        sorts = {sort.name: sort for sort in personal(session, person=WHO, user=user)}

    assert {name: len(sort.rows) for name, sort in sorts.items()} == {
        "personnes": 1,
        "contrats": 1,
        "inscriptions": 1,
        "absences": 1,
        "binomes": 1,
        "compte": 1,
        "droits": 1,
        "secrets": 1,
        "abonnements": 1,
        "courriels_envoyes": 1,
        "controles": 1,
        "services": 1,
        "publications": 1,
        "registre": 1,
        "prevenances_publiees": 1,
        "evenements": 1,
        "revisions": 10,
        "conges_demandes": 1,
        "echanges": 1,
        "heures_faites": 1,
        "historique": 2,
        "journal": 3,
    }
    assert (sorts["controles"].columns, sorts["controles"].rows) == (
        ("part", "name"),
        [["fichiers", "a.csv"]],
    )
    assert sorts["absences"].rows[0][-2:] == ["maladie", None]
    hidden = {"password", "hash", "oidc_subject"}
    assert not any(
        hidden & set(sort.columns) for sort in sorts.values() if sort.name != "publications"
    )


def test_nobody_is_given_what_is_anothers_or_nobodys(sqlite_engine: Engine) -> None:
    _, user = lived(sqlite_engine, HOUR)

    with reading(sqlite_engine) as session:
        of_ada = personal(session, person="ada")
        of_user = personal(session, user=user)
        of_nobody = personal(session)

    assert {sort.name for sort in of_ada} == {
        "personnes", "contrats", "formation_socle", "absences", "binomes", "echanges",
        "revisions", "historique",
    }  # fmt: skip
    assert {sort.name for sort in of_user} == {
        "compte", "droits", "secrets", "abonnements", "courriels_envoyes", "controles", "journal",
    }  # fmt: skip
    assert of_nobody == ()
    assert EMAIL not in str(of_ada)


def test_the_archive_is_read_by_people_and_by_programs(sqlite_engine: Engine) -> None:
    _, user = lived(sqlite_engine, HOUR)
    with reading(sqlite_engine) as session:
        sorts = personal(session, person=WHO, user=user)

    files = unpacked(archive(sorts, NAME, NOW))

    content = json.loads(files["donnees.json"])
    assert [*files] == ["lisez-moi.txt", "donnees.json", *(f"{sort.name}.csv" for sort in sorts)]
    assert content["compte"][0]["email"] == EMAIL
    assert content["absences"] == [
        {
            "mediator": WHO,
            "start": "2026-03-09",
            "end": "2026-03-10",
            "kind": "maladie",
            "day_minutes": None,
        }
    ]
    text = files["conges_demandes.csv"].decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text), delimiter=";")
    assert (row["start"], row["end"], row["note"]) == ("2026-04-01", "2026-04-02", "mariage")
    readme = files["lisez-moi.txt"].decode()
    assert readme.startswith(f"Données personnelles de {NAME}\nExtraites le lundi 2 mars 2026\n")
    assert "heures_faites.csv : heures réellement faites.\n" in readme
    assert "contrats.csv : tel que l’association l’a saisi.\n" in readme


def test_the_same_data_give_the_same_bytes(sqlite_engine: Engine) -> None:
    _, user = lived(sqlite_engine, HOUR)
    with reading(sqlite_engine) as session:
        first = archive(personal(session, person=WHO, user=user), NAME, NOW)
        second = archive(personal(session, person=WHO, user=user), NAME, NOW)

    assert first == second


@pytest.mark.parametrize("send", [invite, reset])
def test_a_link_that_waits_to_be_sent_is_given_to_nobody(sqlite_engine: Engine, send: Send) -> None:
    caller = opened_account(sqlite_engine)
    with writing(sqlite_engine) as session:
        made = send(session, QUICK, LOCAL, account(session, caller.user), NOW)

    with reading(sqlite_engine) as session:
        sorts = {sort.name: sort for sort in personal(session, user=caller.user)}

    (mail,) = sorts["courriels_envoyes"].rows
    values = dict(zip(sorts["courriels_envoyes"].columns, mail, strict=True))
    assert (values["address"], values["body"]) == (caller.email, "")
    assert made.token not in str(sorts)


def test_of_a_meeting_one_is_given_that_one_is_invited_and_not_who_else_is(
    sqlite_engine: Engine,
) -> None:
    lived(sqlite_engine, HOUR)
    meeting = {
        "id": "R",
        "name": "Réunion",
        "dispositif": "P",
        "people": ["brice", WHO],
        "site": "cfa",
        "start": "09:30",
        "end": "12:00",
        "since": "2026-03-10",
        "attendance": "souhaitee",
    }
    with writing(sqlite_engine) as session:
        add(session, KINDS["temps_equipe"], meeting)
    with reading(sqlite_engine) as session:
        (sort,) = (s for s in personal(session, person=WHO) if s.name == "temps_equipe")

    assert [row[sort.columns.index("people")] for row in sort.rows] == [[WHO]]


def test_devices_are_given_without_what_opens_them(sqlite_engine: Engine) -> None:
    _, user = lived(sqlite_engine, HOUR)
    with writing(sqlite_engine) as session:
        opened = session.scalars(select(TokenRow.id).where(TokenRow.user == user)).first()
        session.add(
            PushRow(user=user, session=opened, endpoint="e", public_key="k", auth="a", made=NOW)
        )
        session.add(PasskeyRow(user=user, credential="c", public_key="k", label="Pixel", made=NOW))
    with reading(sqlite_engine) as session:
        sorts = {sort.name: sort for sort in personal(session, user=user)}

    assert sorts["cles"].columns == ("id", "user", "uses", "label", "made", "used")
    assert sorts["cles"].rows[0][3] == "Pixel"
    assert sorts["notifications"].columns == ("id", "user", "session", "made")
