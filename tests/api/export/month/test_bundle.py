from datetime import UTC, date, datetime

import pytest
from icalendar import Calendar
from sqlalchemy import Engine

from api.export.formats import Format
from api.export.month.bundle import Edition, Month, documents, month_of
from api.export.month.wall import open_posts
from api.month.frames import framed
from api.planning.grid import grid
from api.planning.month_change import events
from api.planning.published_shifts import published_rows
from constraints.registry import base
from tests.api.asking.petit import BEFORE, again, end_contract, start
from tests.api.export.printed import texts
from tests.api.export.samples import NAMES, small

NOW = datetime(2026, 9, 20, 8, tzinfo=UTC)
MARCH = date(2026, 3, 1)


def month() -> Month:
    rota = small()
    rows = published_rows(rota, (), NOW)
    return Month(
        rota=rota,
        grid=grid(rota, names=NAMES),
        findings=(),
        names=NAMES,
        edition=Edition(version="3f2a90c1", made=date(2026, 9, 20)),
        profile=base(),
        rows=rows,
        events=events(rota, rows, (), NOW, names=NAMES),
        now=NOW,
    )


@pytest.mark.long
def test_all_means_every_document() -> None:
    assert [name for name, _ in documents(month(), [Format.ALL])] == [
        "planning-2026-10.xlsx",
        "planning-2026-10.csv",
        "publication/2026-10.csv",
        "compteurs-2026-10.csv",
        "graphiques/couverture.svg",
        "graphiques/couverture.png",
        "graphiques/heures-nantes.svg",
        "graphiques/heures-nantes.png",
        "affichage/nantes.pdf",
        "affichage/nantes/parc-voyage-a-nantes-parc-des-chantiers.pdf",
        "affichage/nantes/quartier-mediation-de-quartier.pdf",
        "calendriers/personnes/anna.ics",
        "calendriers/personnes/bilal.ics",
        "calendriers/personnes/rose.ics",
        "calendriers/sites/parc-1.ics",
        "calendriers/sites/q-1.ics",
        "calendriers/sites/q-2.ics",
        "calendriers/dispositifs/parc.ics",
        "calendriers/dispositifs/quartier.ics",
        "fiches/toutes.pdf",
        "fiches/anna-loreau-anna.pdf",
        "fiches/bilal-orvault-bilal.pdf",
        "fiches/rose-valmy-rose.pdf",
    ]


def test_one_format_is_that_one_alone() -> None:
    assert [name for name, _ in documents(month(), [Format.XLSX])] == ["planning-2026-10.xlsx"]


def test_calendars_have_the_identity_of_the_publication_and_no_reason() -> None:
    made = month()
    content = dict(documents(made, [Format.ICAL]))

    anna = Calendar.from_ical(content["calendriers/personnes/anna.ics"])
    assert {str(e["UID"]) for e in anna.walk("VEVENT")} == {
        row.uid for row in made.rows if row.worked.mediator == "anna"
    }
    bilal = content["calendriers/personnes/bilal.ics"].decode()
    assert bilal.count("BEGIN:VEVENT") == 3
    assert "maladie" not in bilal.lower()


def test_calendars_leave_out_what_is_published_after_somebody_left(sqlite_engine: Engine) -> None:
    start(sqlite_engine)

    def brice() -> list[str]:
        frame = framed(again(sqlite_engine), MARCH, None)
        rota = frame.rota(frame.published)
        made = month_of(frame.association, rota, (), MARCH, published=BEFORE)
        calendar = dict(documents(made, [Format.ICAL]))["calendriers/personnes/brice.ics"]
        events = Calendar.from_ical(calendar).walk("VEVENT")
        starts = [event.decoded("DTSTART") for event in events if event["STATUS"] != "CANCELLED"]
        return sorted(f"{start:%d}" for start in starts)

    assert brice() == ["02", "03", "04", "05", "06"]
    end_contract(sqlite_engine, "brice", "2026-03-04")

    assert brice() == ["02", "03", "04"]


@pytest.mark.long
def test_the_same_month_gives_the_same_bytes() -> None:
    assert dict(documents(month(), [Format.ALL])) == dict(documents(month(), [Format.ALL]))


def test_a_wall_says_why_posts_are_open_and_names_nobody() -> None:
    made = month()
    first, *_ = open_posts(made)["quartier"]
    sheets = dict(documents(made, [Format.PDF]))
    (text,) = texts(sheets["affichage/nantes/quartier-mediation-de-quartier.pdf"])

    assert "Pourquoi ces postes sont à pourvoir" in text
    assert plain(first) in plain(text)
    assert not any(m.name in first for m in made.rota.problem.mediators)


def plain(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())
