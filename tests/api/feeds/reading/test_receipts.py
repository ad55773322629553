from threading import Barrier, Thread

import pytest
from sqlalchemy import Engine

from api.database.engine import reading, writing
from api.feeds.reading.receipts import OTHER, FeedReading, Receipt, first_read, program, receipts_of
from tests.api.feeds.made import loaded, own, publish
from tests.api.ledger.cases import BASE, LATER, LATEST

BOTH = ("brice", "ada")


def test_a_publication_knows_who_has_seen_it(engine: Engine) -> None:
    loaded(engine)
    phone, computer = own(engine, "ada"), own(engine, "ada")
    number = publish(engine, BASE)
    with reading(engine) as session:
        assert receipts_of(session, BOTH, number) == (
            Receipt(mediator="ada", feeds=2, seen=None),
            Receipt(mediator="brice", feeds=0, seen=None),
        )
    with writing(engine) as session:
        assert first_read(session, computer.feed, number, FeedReading(at=LATER, reader="KDE"))
        assert not first_read(session, computer.feed, number, FeedReading(at=LATEST, reader="KDE"))
        assert first_read(session, phone.feed, number + 1, FeedReading(at=LATEST, reader="KDE"))
    with reading(engine) as session:
        assert receipts_of(session, BOTH, number)[0] == Receipt(mediator="ada", feeds=2, seen=LATER)


def test_two_readings_that_are_the_first_at_once_are_noted_once(engine: Engine) -> None:
    loaded(engine)
    phone = own(engine, "ada")
    number = publish(engine, BASE)
    seen = FeedReading(at=LATER, reader="KDE")
    inside, results = Barrier(2), list[bool]()

    def read() -> None:
        with writing(engine, alone=False) as session:
            results.append(first_read(session, phone.feed, number, seen))

    def read_first() -> None:
        with writing(engine, alone=False) as session:
            results.append(first_read(session, phone.feed, number, seen))
            inside.wait()

    threads = [Thread(target=read_first), Thread(target=read)]
    threads[0].start()
    inside.wait()
    threads[1].start()
    for thread in threads:
        thread.join()

    assert results == [True, False]


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Google-Calendar-Importer", "Google Agenda"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Thunderbird/153.0", "Thunderbird"),
        ("iOS/18.1 (22B83) dataaccessd/1.0", "Calendrier (iPhone)"),
        ("macOS/15.1 (24B83) CalendarAgent/989", "Calendrier (Mac)"),
        ("Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0)", "Outlook"),
        ("Evolution/3.56.2", "GNOME"),
        ("vdirsyncer/0.21.0", "vdirsyncer"),
        ("ICSx5/2.3 (okhttp)", "ICSx⁵"),
        ("curl/8.14.1", "curl"),
        ("Mozilla/5.0", "un navigateur"),
        ("", OTHER),
        ("https://exemple.fr/feeds/secret", OTHER),
        ("\x00\x01", OTHER),
    ],
)  # fmt: skip
def test_a_program_is_called_what_people_call_it_and_nothing_else_is_kept(
    agent: str, name: str
) -> None:
    assert program(agent) == name


@pytest.mark.parametrize(("letters", "kept"), [(24, True), (25, False), (43, False)])
def test_a_long_word_is_not_kept_it_may_be_a_secret(letters: int, kept: bool) -> None:
    assert program("A" * letters + "/1") == ("A" * letters if kept else OTHER)
