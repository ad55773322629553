"""Files of audits are kept for an account, in the database and for a day."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from secrets import token_urlsafe

import pytest
from sqlalchemy import Engine

from api.controls.answers import Answers, CodeAnswer
from api.controls.kept import (
    MOST_SEEN,
    KeptFiles,
    Placed,
    SeenAudits,
    Wanted,
    answer,
    forget,
    keep,
    of,
    placed_in,
)
from api.database.engine import reading, writing
from api.database.tables.access import UserRow
from api.web.refusing.problems import Refusal
from tests.api.service import account

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
TICK = timedelta(microseconds=1)
WANTED = Wanted(
    first=date(2026, 3, 1),
    last=date(2026, 3, 31),
    agreement="eclat",
    house=True,
    with_association=False,
    go_on=True,
    answers=Answers(
        codes={"N": CodeAnswer(word="travail", hours="21h-5h")},
        names={"Ada L.": "ada"},
        months={"mars.csv": date(2026, 3, 1)},
    ),
)


def sent(folder: Path, content: bytes = b"personne;date") -> Placed:
    """Write an upload of three files, two of which have one name."""
    paths = [folder / part / name for part, name in (("fichiers", "a.csv"), ("legendes", "a.csv"))]
    paths.append(folder / "colonnes" / "c.csv")
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return Placed(files=(paths[0],), legends=(paths[1],), mapping=paths[2])


def kept(engine: Engine, user: str, folder: Path, content: bytes = b"personne;date") -> KeptFiles:
    with writing(engine) as session:
        return keep(session, user, WANTED, sent(folder, content), NOW)


def still_kept(engine: Engine, user: str, now: datetime = NOW) -> KeptFiles | None:
    with reading(engine) as session:
        return of(session, user, now)


def test_another_connection_finds_files_and_all_that_was_wanted(
    engine: Engine, tmp_path: Path
) -> None:
    user, _ = account(engine, "rh")
    files = kept(engine, user, tmp_path / "un", b"\x00\xff")
    engine.dispose()

    assert still_kept(engine, user) == files
    assert files.wanted == WANTED
    (tmp_path / "deux").mkdir()
    with reading(engine) as session:
        placed = placed_in(session, files, tmp_path / "deux")
    assert [
        (part, str(path.relative_to(tmp_path / "deux")), path.read_bytes())
        for part, path in placed.parts()
    ] == [
        ("fichiers", "fichiers/a.csv", b"\x00\xff"),
        ("legendes", "legendes/a.csv", b"\x00\xff"),
        ("colonnes", "colonnes/c.csv", b"\x00\xff"),
    ]


def test_an_account_has_the_files_of_its_last_upload_alone(engine: Engine, tmp_path: Path) -> None:
    mine, other = account(engine, "rh")[0], account(engine, "rh")[0]
    first, others = kept(engine, mine, tmp_path), kept(engine, other, tmp_path)

    second = kept(engine, mine, tmp_path)

    assert (still_kept(engine, mine), still_kept(engine, other)) == (second, others)
    assert first.token != second.token
    with reading(engine) as session, pytest.raises(Refusal, match="fichiers_effaces"):
        placed_in(session, first, tmp_path / "rien")


def test_files_are_erased_when_asked_and_twice_harms_nobody(
    sqlite_engine: Engine, tmp_path: Path
) -> None:
    user, _ = account(sqlite_engine, "rh")
    kept(sqlite_engine, user, tmp_path)

    for _ in range(2):
        with writing(sqlite_engine) as session:
            forget(session, user)

    assert still_kept(sqlite_engine, user) is None


def test_files_go_with_their_account(sqlite_engine: Engine, tmp_path: Path) -> None:
    user, _ = account(sqlite_engine, "rh")
    kept(sqlite_engine, user, tmp_path)

    with writing(sqlite_engine) as session:
        session.delete(session.get_one(UserRow, user))

    assert still_kept(sqlite_engine, user) is None


def test_files_are_found_for_a_day_and_for_one_more_after_an_answer(
    sqlite_engine: Engine, tmp_path: Path
) -> None:
    user, _ = account(sqlite_engine, "rh")
    files = kept(sqlite_engine, user, tmp_path)
    day = timedelta(days=1)
    assert still_kept(sqlite_engine, user, NOW + day - TICK) == files
    assert still_kept(sqlite_engine, user, NOW + day) is None

    with writing(sqlite_engine) as session:
        files = answer(session, files, Wanted(), NOW + day - TICK)

    assert still_kept(sqlite_engine, user, NOW + 2 * day - 2 * TICK) == files
    assert (files.number, files.wanted) == (2, Wanted())


def test_of_two_answers_to_one_question_the_second_is_refused(
    engine: Engine, tmp_path: Path
) -> None:
    user, _ = account(engine, "rh")
    files = kept(engine, user, tmp_path)
    with writing(engine) as session:
        answer(session, files, Wanted(agreement="eclat"), NOW)

    with writing(engine) as session, pytest.raises(Refusal, match="reponses_changees"):
        answer(session, files, Wanted(), NOW)

    after = still_kept(engine, user)
    assert after is not None
    assert after.wanted == Wanted(agreement="eclat")
    kept(engine, user, tmp_path)
    with writing(engine) as session, pytest.raises(Refusal, match="fichiers_effaces"):
        answer(session, after, Wanted(), NOW)


FILES = KeptFiles(account="rh", token=token_urlsafe(), number=1, wanted=Wanted())
MINE = frozenset({"nord", "sud"})


def test_what_was_seen_is_that_of_the_same_files_and_answers() -> None:
    audits = SeenAudits()
    audits.remember(FILES, MINE, "vu")

    assert audits.of(FILES, MINE) == "vu"
    assert audits.of(replace(FILES, number=2), MINE) is None
    assert audits.of(replace(FILES, token=token_urlsafe()), MINE) is None
    assert audits.of(replace(FILES, account="autre"), MINE) is None
    assert audits.of(FILES, frozenset({"nord"})) is None
    assert audits.of(FILES, None) is None
    audits.forget("rh")
    assert audits.of(FILES, MINE) is None


def test_the_audits_of_the_last_accounts_alone_are_remembered() -> None:
    audits = SeenAudits()
    files = [replace(FILES, account=str(n)) for n in range(MOST_SEEN + 1)]
    for each in files[:MOST_SEEN]:
        audits.remember(each, None, each.account)
    audits.remember(files[0], None, "0")

    audits.remember(files[MOST_SEEN], None, str(MOST_SEEN))

    assert [audits.of(each, None) for each in files] == [
        "0",
        None,
        *(str(n) for n in range(2, MOST_SEEN + 1)),
    ]
