"""What an association published, whole: no shift of anybody's is left aside."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from api.data.association import Association, Removal
from api.data.folder.load import load
from api.intake.reading import EntryCounts
from api.judging.case import Case
from api.judging.published import case_of_plan, case_of_published, published_days, published_problem
from constraints.registry import base
from scheduler.audit import audit
from scheduler.domain.problem import Assignment, Lock
from scheduler.domain.rota import Rota
from scheduler.errors import InvalidProblemError
from tests.api.judging.published import MARCH, everybody, petit, publish_and_export

LAST = date(2026, 3, 31)
DAYS = ("02", "03")
LAST_BEGINS = datetime(2026, 3, 3, 8, tzinfo=UTC)


def two_days(_: Rota) -> frozenset[Assignment]:
    return everybody([f"P-J-2026-03-{day}" for day in DAYS], ("ada", "brice"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = petit(tmp_path_factory.mktemp("publie") / "petit")
    publish_and_export(made, made.parent / "documents", two_days)
    return made


def case(folder: Path, association: Association) -> Case:
    return case_of_published(
        association, folder, published_problem(association, MARCH, LAST), base()
    )


def moved(association: Association) -> Association:
    """Post Brice on another dispositif, which has slots too."""
    other = replace(association.dispositifs[0], id="Q")
    there = replace(association.templates[0], id="Q-J", dispositif="Q")
    return replace(
        association,
        dispositifs=(*association.dispositifs, other),
        templates=(*association.templates, there),
        mediators=tuple(
            replace(m, dispositifs=frozenset({"Q"})) if m.id == "brice" else m
            for m in association.mediators
        ),
    )


def test_what_is_published_gives_its_days(folder: Path) -> None:
    assert published_days(load(folder)) == (MARCH, LAST)


def test_where_nothing_is_published_there_is_nothing_to_judge(tmp_path: Path) -> None:
    association = load(petit(tmp_path / "petit"))

    with pytest.raises(InvalidProblemError, match="aucun mois n’est publié"):
        published_days(association)
    with pytest.raises(InvalidProblemError, match="le mois 2026-03 n’est pas publié"):
        published_problem(association, MARCH, LAST)


def test_a_published_month_is_judged_as_it_stands(folder: Path) -> None:
    made = case(folder, load(folder))

    assert len(made.facts.rota.assignments) == 4
    assert made.read.counts == EntryCounts(read=4, used=4)
    assert [o.name for o in made.read.origins] == ["historique/2026-03.csv"]
    assert made.read.assumed == ()


def test_shifts_that_no_template_makes_any_more_are_judged_as_published(folder: Path) -> None:
    association = load(folder)
    templates = tuple(t for t in association.templates if t.id != "P-J")
    made = case(folder, replace(association, templates=templates))

    ada = made.facts.problem.mediator_of["ada"]
    assert [(d.id, d.decided) for d in made.facts.timeline(ada).working] == [
        (f"P-J-2026-03-{day}", True) for day in DAYS
    ]
    [assumption] = made.read.assumed
    assert assumption.text.startswith("4\u00a0services publiés sans créneau dans les gabarits")
    assert set(assumption.about) == {"ada", "brice"}


def test_people_without_a_contract_any_more_are_judged_too(folder: Path) -> None:
    association = load(folder)
    ended = tuple(
        replace(m, contracts=tuple(replace(c, end=date(2026, 2, 1)) for c in m.contracts))
        if m.id == "brice"
        else m
        for m in association.mediators
    )
    made = case(folder, replace(association, mediators=ended))

    brice = made.facts.problem.mediator_of["brice"]
    assert len(made.facts.timeline(brice).working) == 2
    assert "Des services publiés, et pas de contrat connu." in [
        assumption.text for assumption in made.read.assumed
    ]


def test_people_of_another_post_since_still_make_a_binome(folder: Path) -> None:
    association = load(folder)
    posted = tuple(
        replace(m, dispositifs=frozenset({"Q"})) if m.id == "brice" else m
        for m in association.mediators
    )
    rota = case(folder, replace(association, mediators=posted)).facts.rota

    assert {m.id for m in rota.team_of["P-J-2026-03-02"]} == {"ada", "brice"}
    assert "binome_size" not in {f.rule for f in audit(rota, base())}


@pytest.mark.parametrize(
    ("early", "rules"), [(timedelta(), set()), (timedelta(minutes=1), {"eligibility"})]
)
def test_a_post_that_is_another_since_is_found_in_what_is_yet_to_begin_alone(
    folder: Path, early: timedelta, rules: set[str]
) -> None:
    association = load(folder)
    problem = published_problem(moved(association), MARCH, LAST, now=LAST_BEGINS - early)
    rota = Rota(problem=problem, assignments=problem.previous)

    assert {f.rule for f in audit(rota, base()) if f.blocks} == rules
    brice = rota.timeline(problem.mediator_of["brice"])
    assert [(d.id, d.decided) for d in brice.working] == [(f"P-J-2026-03-{d}", True) for d in DAYS]


def test_shifts_of_a_post_that_is_another_since_are_told_apart(folder: Path) -> None:
    [assumption] = case(folder, moved(load(folder))).read.assumed

    assert assumption.about == ("brice",)
    assert assumption.text == (
        "2\u00a0services publiés, de qui n’a plus ce poste (le premier : P-J-2026-03-02) : le "
        "poste n’est pas jugé, le reste l’est tel qu’il a été publié."
    )


def test_who_is_known_no_more_is_left_out_and_the_others_are_judged(folder: Path) -> None:
    association = load(folder)
    left = tuple(m for m in association.mediators if m.id != "brice")

    made = case(folder, replace(association, mediators=left))

    people = {m.id for m in made.facts.problem.mediators}
    assert people == {m.id for m in left}
    assert {w.mediator for w in made.facts.problem.history} <= people


def test_a_lock_that_cannot_hold_stops_nobody_from_reading_what_is_published(
    folder: Path,
) -> None:
    locks = (
        Lock(mediator="ada", slot="P-J-2026-03-02", by="Nora", why="essai"),
        Lock(mediator="ada", slot="P-J-2026-03-07", by="Nora", why="un samedi"),
        Lock(mediator="personne", slot="P-J-2026-03-02", by="Nora", why="essai"),
    )
    problem = published_problem(replace(load(folder), locks=locks), MARCH, LAST)

    assert problem.locks == locks[:1]


def test_what_was_published_before_is_named_with_its_days(folder: Path) -> None:
    association = load(folder)
    april = replace(association, history={**association.history, "2026-02": ()})
    path = folder / "historique" / "2026-02.csv"
    path.write_bytes((folder / "historique" / "2026-03.csv").read_bytes().splitlines()[0] + b"\n")

    [march, february] = case(folder, april).read.origins
    path.unlink()

    assert (march.name, march.days) == ("historique/2026-03.csv", None)
    assert (february.name, february.days) == (
        "historique/2026-02.csv",
        (date(2026, 2, 1), date(2026, 2, 28)),
    )


def test_lines_of_a_plan_without_a_person_are_set_aside(folder: Path) -> None:
    association = load(folder)
    plan = folder.parent / "plan.csv"
    plan.write_text("creneau;personne\nP-J-2026-03-02;ada\nP-J-2026-03-03;\n", "utf-8")
    problem = published_problem(association, MARCH, LAST)
    rota = Rota(problem=problem, assignments=everybody(["P-J-2026-03-02"], ["ada"]))

    made = case_of_plan(association, folder, plan, rota, base())

    assert made.read.counts == EntryCounts(read=2, used=1, set_aside=1)
    assert [o.name for o in made.read.origins if o.counts] == ["plan.csv"]


def test_a_dispositif_that_is_not_published_is_not_judged(folder: Path) -> None:
    association = load(folder)
    other = replace(association.dispositifs[0], id="Q")
    there = replace(association.templates[0], id="Q-J", dispositif="Q")
    lock = Lock(mediator="chloe", slot="Q-J-2026-03-02", by="Nora", why="")
    kept = Lock(mediator="chloe", slot="P-J-2026-03-02", by="Nora", why="")
    both = frozenset({"P", "Q"})
    wider = replace(
        association,
        dispositifs=(*association.dispositifs, other),
        templates=(*association.templates, there),
        mediators=tuple(replace(m, dispositifs=both) for m in association.mediators),
        locks=(lock, kept),
    )

    problem = published_problem(wider, MARCH, LAST)
    findings = audit(Rota(problem=problem, assignments=problem.previous), base())

    assert {slot.dispositif for slot in problem.slots} == {"P"}
    assert [f.on.day for f in findings if f.rule == "locks"] == [2]
    # Once somebody holds a shift of it, or did, it is published: its locks count.
    row = association.history["2026-03"][0]
    duty = replace(row.worked.duty, id="Q-J-2026-03-03", dispositif="Q")
    shift = replace(row.worked, duty=duty)
    noted = Removal(worked=shift, removed=duty.span.start - timedelta(days=9))
    for published in (
        replace(
            wider,
            history={"2026-03": (*association.history["2026-03"], replace(row, worked=shift))},
        ),
        replace(wider, removals=(noted,)),
    ):
        problem = published_problem(published, MARCH, LAST)
        findings = audit(Rota(problem=problem, assignments=problem.previous), base())
        assert len([f for f in findings if f.rule == "locks"]) == 2
