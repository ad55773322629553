"""What a planned month says on the screen of the shape of people's weeks."""

import pytest

from api.cli.month.screen import show_rhythm
from scheduler.domain.rhythm import RhythmPrice
from tests.api.planning.test_rhythm import weeks


def lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().out.replace("\N{NO-BREAK SPACE}", " ").splitlines()


def test_each_person_has_a_line_and_the_worst_off_come_first(
    capsys: pytest.CaptureFixture[str],
) -> None:
    show_rhythm(weeks())

    assert lines(capsys) == [
        "Rythme des semaines, 2 personnes :",
        "  Ana : 1 repos isolé, 2 jours isolés, 1 retour rapide, 1 début avancé",
        "  Bob : 1 jour isolé",
    ]


def test_the_others_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    show_rhythm(weeks(), most=1)

    assert lines(capsys)[-1] == "  … et 1 autre : --detail, ou la feuille « Heures » du classeur."


def test_nothing_is_said_where_nothing_is_to_be(capsys: pytest.CaptureFixture[str]) -> None:
    show_rhythm(weeks(RhythmPrice(price=0)))

    assert lines(capsys) == []
