from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

from api.judging.case import Assumption, Facts, Shares, digest_of
from scheduler.domain.problem import Problem, Worked
from scheduler.domain.rota import Rota
from scheduler.domain.time import days_span
from tests.api.judging.samples import ADA, BRICE, JUNE, duty


def facts(until: date | None = None, known: date | None = JUNE) -> Facts:
    problem = Problem(
        horizon=days_span(JUNE, JUNE + timedelta(days=9)),
        mediators=(ADA, BRICE),
        slots=(),
        history=(
            Worked(mediator="ada", duty=duty(JUNE)),
            Worked(mediator="brice", duty=duty(JUNE)),
            Worked(mediator="ada", duty=duty(JUNE + timedelta(days=1))),
        ),
        known_since=known,
    )
    return Facts(rota=Rota(problem=problem, assignments=frozenset()), until=until)


def known_until(facts: Facts) -> date | None:
    known = facts.timeline(ADA).known
    return None if known is None else known.end.date()


def test_what_is_published_is_known_to_the_end_of_its_last_week() -> None:
    assert known_until(facts()) == JUNE + timedelta(days=14)


def test_what_is_described_is_known_no_further() -> None:
    assert known_until(facts(JUNE + timedelta(days=9))) == JUNE + timedelta(days=10)


def test_nothing_known_stays_unknown() -> None:
    assert known_until(facts(JUNE + timedelta(days=9), known=None)) is None


def test_a_share_holds_what_belongs_to_its_people_alone() -> None:
    share = Shares(facts()).of((ADA,))

    assert share.problem.mediators == (ADA,)
    assert [w.duty.span.day for w in share.problem.history] == [JUNE, JUNE + timedelta(days=1)]
    assert share.timeline(ADA) == facts().timeline(ADA)


def test_shares_cut_people_in_order() -> None:
    cut = list(Shares(facts()).cut((BRICE, ADA), 1))

    assert [share.problem.mediators for share in cut] == [(BRICE,), (ADA,)]


def test_what_is_assumed_of_all_concerns_everybody() -> None:
    assert Assumption(text="x").concerns("ada")
    assert Assumption(text="x", about=("ada",)).concerns("ada")
    assert not Assumption(text="x", about=("ada",)).concerns("brice")


def test_a_file_s_digest_is_that_of_its_bytes(tmp_path: Path) -> None:
    content = b"0" * 2_500_000
    (tmp_path / "f").write_bytes(content)

    assert digest_of(tmp_path / "f") == sha256(content).hexdigest()
