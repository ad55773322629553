"""An instance is read whole, or refused by the line and the field that are wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.bench.instances.instance import Cover, Request, Shift
from tests.bench.instances.lines import InstanceError
from tests.bench.instances.reading import SECTIONS, parse, read
from tests.bench.instances.small import TEXT

if TYPE_CHECKING:
    from pathlib import Path

LINES = TEXT.splitlines()


def line_of(start: str) -> int:
    return next(n for n, line in enumerate(LINES, start=1) if line.startswith(start))


def refused(text: str) -> list[str]:
    with pytest.raises(InstanceError) as refusal:
        parse(text, "petite.txt")
    return str(refusal.value).splitlines()


def test_an_instance_is_read_whole() -> None:
    instance = parse(TEXT, "petite.txt")

    assert (instance.days, instance.uncovered) == (14, 0)
    assert instance.shifts == (
        Shift(id="E", minutes=480),
        Shift(id="L", minutes=600, not_before=frozenset({"E"})),
    )
    ana, bob, _ = instance.staff
    assert (ana.id, dict(ana.most_of)) == ("A", {"E": 14, "L": 2})
    assert ana.days_off == frozenset({0, 13})
    assert (ana.least_minutes, ana.most_minutes) == (3360, 4320)
    assert (bob.longest_run, bob.shortest_run, bob.shortest_rest, bob.most_weekends) == (5, 2, 2, 1)
    assert instance.requests == (
        Request(staff="A", day=2, shift="E", weight=2, wants=True),
        Request(staff="C", day=3, shift="E", weight=1, wants=True),
        Request(staff="B", day=9, shift="L", weight=3, wants=False),
    )
    assert instance.cover[3] == Cover(day=1, shift="L", required=1, under=50, over=2)


def test_spaces_ends_of_lines_of_windows_and_a_minus_zero_are_read_too(tmp_path: Path) -> None:
    text = TEXT.replace("0,L,0,50,2", "0 , L,-0,50, 2").replace("\n", "\r\n")
    path = tmp_path / "petite.txt"
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())

    assert read(path) == parse(TEXT, "petite.txt")


@pytest.mark.parametrize("section", SECTIONS)
def test_a_section_that_is_missing_or_cut_is_named(section: str) -> None:
    mark = f"SECTION_{section}"
    without = "\n".join(line for line in LINES if line != mark)

    assert any(mark in message for message in refused(without))
    cut = TEXT[: TEXT.index(mark + "\n") - 1]
    expected = f"petite.txt : attendu : une section {mark}"
    assert expected in refused(cut)


@pytest.mark.parametrize("section", ["HORIZON", "SHIFTS", "STAFF", "COVER"])
def test_a_section_without_a_line_is_named(section: str) -> None:
    head, _, tail = TEXT.partition(f"SECTION_{section}\n")
    rest = tail.partition("SECTION_")[2]
    text = f"{head}SECTION_{section}\n" + (f"SECTION_{rest}" if rest else "")

    assert any(f"« SECTION_{section} »" in message for message in refused(text))


@pytest.mark.parametrize(
    ("old", "new", "field", "expected"),
    [
        ("14\n", "quatorze\n", "Days", "« quatorze » lu ; attendu : un nombre entier de 1 à 3660"),
        ("14\n", "0\n", "Days", "« 0 » lu ; attendu : un nombre entier de 1 à 3660"),
        ("E,480,", "E,0,", "Length", "« 0 » lu ; attendu : un nombre entier de 1 à 1380"),
        ("E,480,", "E,1381,", "Length", "« 1381 » lu ; attendu : un nombre entier de 1 à 1380"),
        ("L,600,E", "E,600,E", "ShiftID", "« E » lu ; attendu : une seule ligne de ce nom"),
        ("L,600,E", "L,600,N", "NotFollowedBy", "« N » lu ; attendu : un shift de l’instance"),
        (
            "A,E=14|L=2",
            "A,E14|L=2",
            "MaxShifts",
            "« E14 » lu ; attendu : des shifts et leur maximum",
        ),
        ("A,E=14|L=2", "A,E=14|N=2", "MaxShifts", "« N » lu ; attendu : un shift de l’instance"),
        (
            "A,E=14|L=2",
            "A,E=14|L=x",
            "MaxShifts",
            "« x » lu ; attendu : un nombre entier de 0 ou plus",
        ),
        (
            "L=2,4320",
            "L=2,",
            "MaxTotalMinutes",
            "« rien » lu ; attendu : un nombre entier de 0 ou plus",
        ),
        (
            "L=2,4320",
            "L=2,3359",
            "MinTotalMinutes",
            "« 3360 » lu ; attendu : 3359 (MaxTotalMinutes) au plus",
        ),
        (
            "3360,5,2",
            "3360,0,0",
            "MaxConsecutiveShifts",
            "« 0 » lu ; attendu : un nombre entier de 1 ou plus",
        ),
        (
            "3360,5,2",
            "3360,1,2",
            "MinConsecutiveShifts",
            "« 2 » lu ; attendu : 1 (MaxConsecutiveShifts)",
        ),
        ("2,2,1", "2,2,-1", "MaxWeekends", "« -1 » lu ; attendu : un nombre entier de 0 ou plus"),
        ("A,0,13", "A,0,14", "DayIndexes", "« 14 » lu ; attendu : un nombre entier de 0 à 13"),
        ("A,0,13", "Z,0,13", "EmployeeID", "« Z » lu ; attendu : une personne de l’instance"),
        ("A,2,E,2", "A,2,X,2", "ShiftID", "« X » lu ; attendu : un shift de l’instance"),
        (
            "A,2,E,2",
            "A,2,E,deux",
            "Weight",
            "« deux » lu ; attendu : un nombre entier de 0 ou plus",
        ),
        ("B,9,L,3", "B,19,L,3", "Day", "« 19 » lu ; attendu : un nombre entier de 0 à 13"),
        ("3,L,1,50,2", "3,E,1,50,2", "ShiftID", "« E » lu ; attendu : une seule ligne de ce nom"),
        (
            "3,L,1,50,2",
            "3,L,1,x,2",
            "Weight for under",
            "« x » lu ; attendu : un nombre entier de 0 ou plus",
        ),
        ("3,L,1,50,2", "3,L,1,50,", "Weight for over", "« rien » lu ; attendu : un nombre entier"),
        ("3,L,1,50,2", "3,L,1e3,50,2", "Requirement", "« 1e3 » lu ; attendu : un nombre entier"),
    ],
)
def test_what_is_wrong_is_named_by_line_and_field(
    old: str, new: str, field: str, expected: str
) -> None:
    assert old in TEXT
    text = TEXT.replace(old, new, 1)
    line = TEXT[: TEXT.index(old)].count("\n") + 1

    messages = refused(text)

    assert any(
        message.startswith(f"petite.txt, ligne {line}, champ « {field} » : {expected}")
        for message in messages
    ), messages


def test_a_line_with_a_field_too_few_is_refused_with_all_that_were_expected() -> None:
    line = line_of("A,2,E,2")

    assert refused(TEXT.replace("A,2,E,2", "A,2,E")) == [
        (
            f"petite.txt, ligne {line} : « A,2,E » lu ; attendu : "
            "4 champs (EmployeeID, Day, ShiftID, Weight)"
        )
    ]


def test_a_section_twice_or_unknown_and_a_line_before_any_are_refused() -> None:
    assert any("SECTION_TASKS" in message for message in refused(TEXT + "SECTION_TASKS\n"))
    assert any("SECTION_COVER" in message for message in refused(TEXT + "SECTION_COVER\n"))
    assert any("ligne 1 :" in message for message in refused("perdu\n" + TEXT))


def test_what_is_no_text_or_no_file_is_said(tmp_path: Path) -> None:
    path = tmp_path / "petite.txt"
    with pytest.raises(InstanceError, match=r"petite.txt : fichier illisible"):
        read(path)
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InstanceError, match=r"texte en UTF-8 attendu"):
        read(path)


def test_days_without_cover_are_counted() -> None:
    instance = parse(TEXT.replace("\n3,L,1,50,2\n", "\n"), "petite.txt")

    assert instance.uncovered == 1
