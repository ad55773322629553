"""What RH answer is written as the files that readers take, and read again as it was."""

from pathlib import Path

import pytest

from api.controls.answers import (
    AWAY,
    MEANINGS,
    TIMED,
    Answers,
    CodeAnswer,
    answers_before,
    codes_book,
    guides_of,
    names_book,
)
from api.intake.foreign_file import read_legend
from api.judging.foreign.sources import Guides
from tests.api.intake.files import JUNE

CODES = {
    **{f"T{n}": CodeAnswer(word=word, hours="8h-12h et 14h-18h") for n, word in enumerate(TIMED)},
    **{f"A{n}": CodeAnswer(word=word) for n, word in enumerate(AWAY)},
    "=1+1": CodeAnswer(word="repos"),
    "9": CodeAnswer(word="travail", hours="9h-17h, pause 0 min"),
}


def test_every_meaning_is_a_word_that_legends_know(tmp_path: Path) -> None:
    path = tmp_path / "codes.xlsx"
    path.write_bytes(codes_book(Answers(codes=CODES)))

    legend = read_legend(path)

    assert {answer.word for answer in CODES.values()} == set(MEANINGS)
    assert set(legend.codes) == set(CODES)
    [stretch] = legend.codes["9"].stretches
    assert stretch.pauses == ()


def test_answers_given_again_are_what_they_were(tmp_path: Path) -> None:
    answers = Answers(codes=CODES, names={"ada lemoyne": "ada", "zoé": "autre"})
    codes, names = tmp_path / "codes.xlsx", tmp_path / "noms.xlsx"
    codes.write_bytes(codes_book(answers))
    names.write_bytes(names_book(answers))
    own = tmp_path / "legende.csv"
    own.write_text("code;debut;fin\nN;21:00;05:00\n", "utf-8")

    assert answers_before([own, codes], names) == (answers, (own,))


def test_answers_come_before_a_legend_given_beside(tmp_path: Path) -> None:
    own = tmp_path / "legende.csv"

    guides = guides_of(
        Answers(codes=CODES, names={"zoé": "autre"}), (own,), tmp_path, Guides(month=JUNE)
    )

    assert [path.name for path in guides.legends] == ["codes.xlsx", "legende.csv"]
    assert guides.answers.of("Zoé") == ""
    assert guides.month == JUNE
    assert guides_of(Answers(), (own,), tmp_path, Guides()).legends == (own,)


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        (CodeAnswer(word="travail", hours="9h-17h"), ""),
        (CodeAnswer(word="maladie"), ""),
        (CodeAnswer(word="maladie", hours="9h-12h"), ""),
        (CodeAnswer(word="travail"), "des horaires, comme 9h-16h30 ou 8h-12h et 14h-18h"),
        (CodeAnswer(word="repos", hours="9h-12h"), "un repos sans horaires, ou un autre sens"),
        (CodeAnswer(word="rien"), "l’un des sens proposés"),
        (CodeAnswer(word="conge", hours="00:00-00:00"), "deux heures différentes"),
    ],
)
def test_an_answer_says_what_is_wrong_with_it(answer: CodeAnswer, fault: str) -> None:
    assert answer.fault()[: len(fault) or None] == fault
