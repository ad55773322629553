"""Every finding in its place, with its proof, its sanction and who may answer for it."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from api.data.association import Acknowledgement
from api.judging.acknowledging import Answers, acknowledge
from api.judging.case import Case, Origin
from api.judging.foreign.case import Scope, case_of_files
from api.judging.judging import judge
from api.judging.report.report import Answer, Part, Report, by_person, part_of, report
from api.judging.report.shapes import json_pieces, proven_out
from api.judging.report.wording import answer_words
from api.judging.rules import without_house
from constraints.registry import base
from scheduler.finding import Effect, Finding, Severity, Verdict
from tests.api.judging.samples import JUNE, PLACES, duty, reading, shift

LAW = without_house(base())
DAY = timedelta(days=1)


def long_week(person: str, line: int) -> list[object]:
    """Five days of ten hours and one minute: over the day's limit, and the week's."""
    return [shift(person, duty(JUNE + n * DAY, "08:00-19:01"), line + n) for n in range(5)]


@pytest.fixture(scope="module")
def case() -> Case:
    read = reading(*long_week("brice", 20), *long_week("ada", 10))  # type: ignore[arg-type]
    origin = Origin(name="juin.xlsx", digest="0" * 64, counts=read.counts)
    return case_of_files([(origin, read)], LAW, Scope(), PLACES)


@pytest.fixture(scope="module")
def findings(case: Case) -> list[Finding]:
    return [
        f for person in judge(case.facts, case.profile, case.mediators) for f in person.findings
    ]


@pytest.fixture
def made(case: Case, findings: list[Finding]) -> Report:
    return report(case, findings, Answers())


def test_findings_come_by_part_then_severity_then_person_then_day(made: Report) -> None:
    wrong = [
        (reported.who, reported.finding.on, reported.finding.rule)
        for reported in made.of(Part.WRONG)
    ]

    assert wrong[0] == ("Ada Lemoine", JUNE, "daily_max_10h")
    assert wrong == sorted(wrong, key=lambda w: (w[0], w[1], w[2]))
    assert [reported.part for reported in made.findings] == sorted(
        (reported.part for reported in made.findings), key=list(Part).index
    )
    assert {reported.finding.rule for reported in made.of(Part.DUE)} == {"legal_35h_overtime"}


def test_a_finding_has_its_proof_row_value_and_sanction(made: Report) -> None:
    reported = made.findings[0]

    assert (reported.proof.total, reported.finding.measured) == (601, 601)
    assert [str(where) for where in reported.where] == ["juin.xlsx, feuille « Juin », ligne 10"]
    assert reported.value is not None
    assert reported.value.value == reported.finding.limit == 600
    assert reported.penalty is not None
    assert "R3124-3" in reported.penalty.text
    assert reported.answer is Answer.IMPOSSIBLE


def test_what_is_due_has_no_sanction(made: Report) -> None:
    assert {reported.penalty for reported in made.of(Part.DUE)} == {None}


def test_what_blocks_stops(made: Report, findings: list[Finding]) -> None:
    assert not made.lawful
    assert set(made.stopping) == {f for f in findings if f.blocks}
    assert made.whole


def test_since_a_day_only_what_is_dated_from_it_is_told(
    case: Case, findings: list[Finding]
) -> None:
    answered = report(case, findings, Answers(), since=JUNE + DAY)

    assert {reported.finding.on >= JUNE + DAY for reported in answered.findings} == {True}
    assert any(reported.finding.on == JUNE + DAY for reported in answered.findings)
    assert not answered.whole


@pytest.mark.parametrize(
    ("effect", "verdict", "part"),
    [
        (Effect.BLOCK, Verdict.VIOLATION, Part.WRONG),
        (Effect.WARN, Verdict.TO_CONFIRM, Part.WRONG),
        (Effect.BLOCK, Verdict.NOTE, Part.NOTE),
        (Effect.COMPUTE, Verdict.NOTE, Part.DUE),
        (Effect.COMPUTE, Verdict.TO_CONFIRM, Part.DUE),
        (Effect.INFORM, Verdict.TO_CONFIRM, Part.NOTE),
    ],
)
def test_a_finding_has_one_place(
    effect: Effect, verdict: Verdict, part: Part, findings: list[Finding]
) -> None:
    assert part_of(replace(findings[0], effect=effect, verdict=verdict)) is part


def answer(case: Case, finding: Finding, ground: str = "Accord") -> Report:
    acknowledgement = Acknowledgement(
        code=finding.code, ground=ground, by="Nora V.", day=date(2026, 7, 1)
    )
    return report(case, [finding], acknowledge([finding], [acknowledgement]))


def test_who_answered_for_a_finding_is_named(case: Case, findings: list[Finding]) -> None:
    doubt = replace(findings[0], verdict=Verdict.TO_CONFIRM)
    [reported] = answer(case, doubt).findings

    assert reported.answer is Answer.ACKED
    assert answer_words(reported) == "acquitté par Nora V. le 01/07/2026 : Accord"


def test_an_acknowledgement_of_public_order_is_refused_and_says_why(
    case: Case, findings: list[Finding]
) -> None:
    answered = answer(case, findings[0])
    [reported] = answered.findings

    assert reported.answer is Answer.REFUSED
    assert answer_words(reported).startswith("acquittement refusé : ce constat bloque et rien ne")
    assert answered.stopping == (findings[0],)


def test_what_an_agreement_may_settle_needs_one(case: Case, findings: list[Finding]) -> None:
    open_ = replace(findings[0], severity=Severity.NEGOTIABLE_DEFAULT)
    house = replace(findings[0], severity=Severity.HOUSE)

    assert report(case, [open_], Answers()).findings[0].answer is Answer.WITH_GROUND
    assert report(case, [house], Answers()).findings[0].answer is Answer.POSSIBLE


@pytest.mark.parametrize(
    ("verdict", "answer"), [(Verdict.TO_CONFIRM, Answer.POSSIBLE), (Verdict.NOTE, Answer.NONE)]
)
def test_what_informs_is_answered_for_where_it_is_to_confirm(
    case: Case, findings: list[Finding], verdict: Verdict, answer: Answer
) -> None:
    informing = replace(findings[0], effect=Effect.INFORM, verdict=verdict)

    assert report(case, [informing], Answers()).findings[0].answer is answer


def test_people_keep_their_order_and_their_findings_together(made: Report) -> None:
    groups = dict(by_person(made.of(Part.WRONG)))

    assert list(groups) == ["Ada Lemoine", "Brice Kouassi"]
    assert {reported.who for reported in groups["Ada Lemoine"]} == {"Ada Lemoine"}


def test_json_has_the_keys_that_programs_rely_on(made: Report) -> None:
    answer_ = json.loads("".join(json_pieces(made, {}, {})))

    assert list(answer_) == [
        *("format", "period", "profile", "lawful", "complete", "totals", "findings", "people"),
        *("moot", "markets", "read"),
    ]
    assert answer_["period"] == {"first": "2026-06-01", "last": "2026-06-05"}
    read = answer_["read"]
    assert read["counts"] == {"read": 10, "used": 10, "refused": 0, "set_aside": 0}
    assert (read["refused"], read["set_aside"]) == ([], [])
    first = answer_["findings"][0]
    assert (first["measured"], first["limit"], first["amount"]) == (601, 600, 1)
    proof = first["proof"]
    assert proof["total_minutes"] == sum(s["counted_minutes"] for s in proof["shifts"])
    assert proof["url"].endswith(proof["version"])
    assert first["code"] in next(
        p["findings"] for p in answer_["people"] if p["id"] == first["person"]
    )


def test_json_written_piece_by_piece_is_whole(case: Case, made: Report) -> None:
    around = json.loads("".join(json_pieces(report(case, [], Answers()), {}, {})))
    answer_ = json.loads("".join(json_pieces(made, {"state": "controle"}, {"files": []})))

    assert list(answer_) == ["state", *around, "files"]
    assert answer_["findings"] == [
        proven_out(reported).model_dump(mode="json") for reported in made.findings
    ]


def test_json_of_nothing_found_is_json(case: Case) -> None:
    assert json.loads("".join(json_pieces(report(case, [], Answers()), {}, {})))["findings"] == []
