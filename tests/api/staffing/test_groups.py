from dataclasses import replace
from pathlib import Path

import pytest

from api.cli.folder import last_day
from api.data.association import Association
from api.data.building.agreements import profile_for
from api.data.folder.load import load
from api.planning.names import names_of
from api.planning.problem import assemble
from api.staffing.causes import Cause
from api.staffing.groups import Reasons, reasons_of, reasons_on
from api.staffing.proposals.search import Month
from api.staffing.proposals.wording import once_words
from api.staffing.wording import cause_words, group_title, head_words, lift_words, nearest_words
from scheduler.audit import audit
from scheduler.domain.employment.grounds import GroundKind
from scheduler.domain.problem import Assignment
from scheduler.domain.rota import Rota
from tests.api.staffing.proposals.cases import RARE, month_of, problem_of, slot
from tests.api.staffing.saturdays import MAY, SATURDAYS, saturdays


@pytest.fixture(scope="module")
def without(tmp_path_factory: pytest.TempPathFactory) -> Association:
    return load(saturdays(tmp_path_factory.mktemp("samedis")))


def empty(association: Association) -> Rota:
    problem = assemble(association, MAY, last_day(MAY), dispositifs=frozenset({"N"}))
    return Rota(problem=problem, assignments=frozenset())


def reasons(association: Association, rota: Rota) -> Reasons:
    profile = profile_for(association)
    return reasons_of(rota, profile, audit(rota, profile))


def test_five_saturdays_empty_for_want_of_a_sunday_ground_are_told_once(
    without: Association,
) -> None:
    explained = reasons(without, empty(without))
    (group,) = explained.groups
    names = names_of(without)

    assert [post.hole.slot.id for post in group.posts] == list(SATURDAYS)
    assert (group.cause, group.rule, group.missing, group.under) == (
        Cause.RULE,
        "sunday_rest",
        5,
        5,
    )
    assert group_title(group, names) == (
        "Médiation du samedi soir : 5\u00a0postes à pourvoir, tous sous le minimum"
    )
    assert cause_words(group.posts[0], explained) == (
        "sans dérogation au repos dominical (L3132-3) : tous ceux qui pourraient venir"
    )
    assert nearest_words(group.posts[0], names).startswith(
        "Ada Lemoine : 1 h 30 de travail le dimanche 03/05/2026"
    )
    assert lift_words(group.posts[0], explained, names) == (
        "une dérogation au repos dominical (genre « dimanche » de derogations.csv) pour Médiation "
        "du samedi soir, du 02/05/2026 au 31/05/2026, si un texte la permet : postes alors "
        "tenus, 5 sur 5"
    )


def test_the_ground_that_is_named_lifts_as_many_posts_as_is_said(
    without: Association, tmp_path: Path
) -> None:
    explained = reasons(without, empty(without))
    (group,) = explained.groups
    assert group.lift is not None
    assert (group.lift.ground.kind, group.lift.ground.dispositif) == (GroundKind.SUNDAY, "N")

    association = load(saturdays(tmp_path, ground=True))
    bare = empty(association)
    people = ("ada", "brice", "elsa", "ada", "brice")
    assignments = frozenset(map(Assignment, people, SATURDAYS))
    planned = Rota(problem=bare.problem, assignments=assignments)

    assert (group.lift.wanted, group.lift.filled) == (5, 5)
    assert [f for f in audit(planned, profile_for(association)) if f.blocks] == []


def test_a_ground_that_is_recorded_is_no_cause_any_more(tmp_path: Path) -> None:
    association = load(saturdays(tmp_path, ground=True))

    (group,) = reasons(association, empty(association)).groups

    assert group.cause is Cause.NOTHING


def test_what_would_fill_a_post_is_asked_of_some_slots_alone(without: Association) -> None:
    rota, profile = empty(without), profile_for(without)

    findings = reasons_of(rota, profile, audit(rota, profile), slots={SATURDAYS[2]})

    assert [post.hole.slot.id for post in findings.posts] == [SATURDAYS[2]]


def test_two_posts_of_one_saturday_are_no_two_saturdays(without: Association) -> None:
    rota = empty(without)
    first, *_ = (slot for slot in rota.problem.slots if slot.id == SATURDAYS[0])
    twin = replace(first, id="N-T-2026-05-02")
    two = Rota(problem=replace(rota.problem, slots=(first, twin)), assignments=frozenset())
    (group,) = reasons(without, two).groups

    assert group.lift is not None
    assert group.lift.filled == 2
    assert (
        once_words(group, {})
        == "sans dérogation au repos dominical, deux postes restent à pourvoir"
    )


NIGHTS = (10, 12, 17)
LATE = [slot(f"S-L-2026-03-{day}", (2026, 3, day, 15), (2026, 3, day, 20)) for day in NIGHTS]
NEXT = [
    slot(
        f"R-E-2026-03-{day + 1}", (2026, 3, day + 1, 5 + n), (2026, 3, day + 1, 10 + n), titles=RARE
    )
    for n, day in enumerate(NIGHTS)
]
"""Mornings that only Ada may hold, after nine, ten and eleven hours of rest."""


@pytest.fixture(scope="module")
def month() -> Month:
    problem = problem_of(*LATE, *NEXT, titled=("ada",))
    return month_of(problem, *(("ada", late.id) for late in LATE))


def test_the_posts_that_one_agreement_fills_are_one_sentence(month: Month) -> None:
    reasons = reasons_on(month.bench, with_terms=month.with_terms)
    (group,) = [group for group in reasons.groups if group.rule == "daily_rest_11h"]

    assert {post.hole.slot.id for post in group.posts} == {NEXT[0].id, NEXT[1].id}
    assert group.accord is not None
    assert [(t.parameter, t.value) for t in group.accord.terms] == [("rest", 540)]
    assert (group.accord.filled, group.accord.wanted) == (2, 2)
    assert once_words(group, reasons.rules) == (
        "sans qu’un accord d’entreprise (D3131-6) fixe à 9 h 00 la valeur « repos » de "
        "la règle « Repos quotidien », deux postes restent à pourvoir"
    )


def test_the_same_value_for_people_of_two_agencies_is_said_once(month: Month) -> None:
    reasons = reasons_on(month.bench, with_terms=month.with_terms)
    group = next(group for group in reasons.groups if group.accord is not None)
    assert group.accord is not None
    (term,) = group.accord.terms
    twice = replace(group.accord, terms=(term, replace(term, agency="ailleurs")))

    said = once_words(replace(group, accord=twice), reasons.rules)

    assert said == once_words(group, reasons.rules)


def test_a_rule_that_one_agency_alone_has_is_called_by_its_title(month: Month) -> None:
    rules = month.profile.person_rules
    (agency,) = {person.agency for person in month.rota.problem.mediators}
    alone = replace(
        month.profile,
        person_rules=tuple(rule for rule in rules if rule.id != "daily_rest_11h"),
        agencies=((agency, rules),),
    )

    reasons = reasons_of(month.rota, alone, month.findings, with_terms=month.with_terms)

    (group,) = [group for group in reasons.groups if group.rule == "daily_rest_11h"]
    assert "la règle « Repos quotidien »" in once_words(group, reasons.rules)
    assert head_words(group.posts[0], reasons).startswith("la règle « Repos quotidien »")


def test_that_count_is_had_by_setting_the_values(month: Month) -> None:
    reasons = reasons_on(month.bench, with_terms=month.with_terms)
    accord = next(group.accord for group in reasons.groups if group.accord is not None)
    filled = {Assignment("ada", post.id) for post in NEXT[:2]}
    rota = Rota(problem=month.rota.problem, assignments=frozenset(month.rota.assignments | filled))
    known = {finding.code for finding in audit(month.rota, month.profile)}

    def added(profile: object) -> list[str]:
        judged = audit(rota, profile)  # type: ignore[arg-type]
        return [f.rule for f in judged if f.blocks and f.code not in known]

    assert added(month.with_terms(accord.terms)) == []
    assert added(month.profile) == ["daily_rest_11h"] * 2


def test_an_agreement_that_the_law_refuses_is_not_told(month: Month) -> None:
    shorter = replace(NEXT[0], span=slot("x", (2026, 3, 11, 4), (2026, 3, 11, 9)).span)
    problem = problem_of(LATE[0], shorter, titled=("ada",))
    of = month_of(problem, ("ada", LATE[0].id))
    reasons = reasons_on(of.bench, with_terms=of.with_terms)

    assert [group.accord for group in reasons.groups if group.rule == "daily_rest_11h"] == [None]
    assert all(group.accord is None for group in reasons_on(month.bench).groups)
