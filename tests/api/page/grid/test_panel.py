"""The sentence of a finding stands beside the person's name, and doesn't say it again."""

from dataclasses import replace

import pytest

from api.data.folder.load import load
from api.month.findings import judge
from api.month.frames import framed
from api.page.grid.panel import line_of, panel_of, sentence_beside
from scheduler.domain.problem import Worked
from scheduler.domain.time import Span
from tests.api.commands import PETIT
from tests.api.month.cases import ADA, BRICE, MARCH, MONDAY


@pytest.mark.parametrize(
    ("message", "beside"),
    [
        ("Ada Lemoine : 14 h 00 de travail.", "14 h 00 de travail."),
        ("Ada Lemoine : deux affectations.", "Deux affectations."),
        ("Ada Lemoine (apprentissage) : 70 h 00.", "Apprentissage : 70 h 00."),
        # What reads as one sentence stays one.
        ("Ada Lemoine est absente le 06/03/2026.", "Ada Lemoine est absente le 06/03/2026."),
        ("Ada Lemoine (sans fin", "Ada Lemoine (sans fin"),
        # Another's name that begins alike is another's.
        ("Ada Lemoine-Roy : 14 h 00.", "Ada Lemoine-Roy : 14 h 00."),
        ("P, place : 4 personnes.", "P, place : 4 personnes."),
    ],
)
def test_the_name_that_a_sentence_begins_with_is_left_out_of_it(message: str, beside: str) -> None:
    assert sentence_beside("Ada Lemoine", message) == beside


def test_a_sentence_about_a_team_stays_as_it_is() -> None:
    assert sentence_beside("", " : 4 personnes.") == " : 4 personnes."


def test_a_finding_names_the_shifts_of_its_month_and_not_those_before() -> None:
    frame = framed(load(PETIT), MARCH, None)
    first = frame.problem.horizon.first
    duty = replace(frame.problem.slot_of[MONDAY].duty, breaks=())
    history = tuple(
        Worked(mediator="ada", duty=replace(duty, id=name, span=Span.of_minutes(first - 300, last)))
        for name, last in (("ended before", first), ("ends in it", first + 1))
    )
    of = replace(frame, problem=replace(frame.problem, history=history))
    finding = judge(of, {ADA}).findings[0]
    proven = replace(finding, subject="ada", evidence=("ended before", "ends in it", MONDAY))

    assert line_of(proven, judge(of, {ADA})).shifts == f"ends in it {MONDAY}"


def test_a_finding_of_a_frame_is_written_once_for_all_its_versions() -> None:
    frame = framed(load(PETIT), MARCH, None)
    alone, both = judge(frame, {ADA}), judge(frame, {ADA, BRICE})
    finding = next(f for f in alone.findings if f.rule == "binome_size")
    line = line_of(finding, alone)

    assert line_of(replace(finding), both) is line
    assert line_of(finding, alone, "Inès") == replace(line, answered="Inès", answerable=False)
    assert line_of(replace(finding, measured=0), alone).measure == "0\u00a0personne"
    assert line_of(finding, judge(replace(frame), {ADA})) is not line


def test_what_comes_from_begun_shifts_is_counted_apart_from_what_stops() -> None:
    judged = judge(framed(load(PETIT), MARCH, None), {ADA})
    (stops,) = judged.stopping
    before = panel_of(judged)
    after = panel_of(replace(judged, findings=(replace(stops, inherited=True),), stopping=()))

    assert (before.stopping, before.begun) == (1, 0)
    assert (after.stopping, after.begun) == (0, 1)
