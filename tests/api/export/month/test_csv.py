import csv
import io
from dataclasses import replace
from datetime import UTC, datetime

from api.export.csv_table import harmless
from api.export.month.csv import HEADER, clock_of, rota_csv
from api.planning.names import Names
from scheduler.domain.rota import Rota
from scheduler.domain.time import PARIS
from tests.api.export.samples import NAMES, small


def test_every_assignment_and_every_missing_person_has_a_line() -> None:
    content = rota_csv(small(), NAMES)

    assert content.startswith(b"\xef\xbb\xbf")  # so that Excel reads the accents
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0] == list(HEADER)
    assert [(r[0], r[9], r[11], r[14]) for r in rows[1:]] == [
        ("01/10/2026", "anna", "médiateur", "pourvu"),
        ("01/10/2026", "rose", "référent", "pourvu"),
        ("06/10/2026", "anna", "médiateur", "pourvu"),
        ("06/10/2026", "", "médiateur", "à pourvoir (cible)"),
        ("07/10/2026", "", "médiateur", "à pourvoir (minimum)"),
        ("07/10/2026", "", "médiateur", "à pourvoir (cible)"),
        ("24/10/2026", "rose", "référent", "pourvu"),
    ]
    assert rows[1] == [
        *("01/10/2026", "jeudi", "21:30", "02/10/2026", "06:00", "Nantes"),
        *("Voyage à Nantes, Parc des Chantiers", "Parc des Chantiers", "nuit"),
        *("anna", "Anna Loreau", "médiateur", "480", "parc-nuit-2026-10-01", "pourvu"),
        *("30/non_payee", "nantes", "parc", "parc-1"),
    ]


def test_the_second_time_that_clocks_show_in_october_has_its_offset() -> None:
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC).astimezone(PARIS)
    second = datetime(2026, 10, 25, 1, 30, tzinfo=UTC).astimezone(PARIS)
    later = datetime(2026, 10, 25, 2, 30, tzinfo=UTC).astimezone(PARIS)

    assert [clock_of(instant) for instant in (first, second, later)] == [
        "02:30",
        "02:30+01:00",
        "03:30",
    ]


def test_what_looks_like_a_formula_stays_text() -> None:
    rota = small()
    people = tuple(
        replace(m, name="=HYPERLINK(1)") if m.id == "anna" else m for m in rota.problem.mediators
    )
    risky = Rota(problem=replace(rota.problem, mediators=people), assignments=rota.assignments)

    text = rota_csv(risky, Names()).decode("utf-8-sig")

    assert ";'=HYPERLINK(1);" in text
    assert ";=HYPERLINK" not in text


def test_each_sign_that_begins_a_formula_is_quoted() -> None:
    risky = [harmless(s + "x") for s in "=+-@\t\r"]

    assert risky == ["'=x", "'+x", "'-x", "'@x", "'\tx", "'\rx"]
    assert harmless("Jean-Marc") == "Jean-Marc"
