from dataclasses import replace
from datetime import date

import pytest

from api.data.folder.load import load
from api.month.frames import framed
from api.planning.holes import holes
from api.planning.names import Names, names_of
from api.staffing.bench import bench_of
from api.staffing.causes import Cause, OpenPost, open_posts
from api.staffing.groups import Reasons, reasons_of
from api.staffing.trial import tried
from api.staffing.wording import (
    cause_words,
    group_cause_words,
    group_lift_words,
    leaving_words,
    lift_words,
    nearest_words,
    stop_words,
)
from scheduler.audit import audit
from scheduler.domain.limits import Limit, LimitKind
from scheduler.domain.problem import Assignment, may_hold
from scheduler.domain.rota import Rota
from scheduler.domain.slots import Need
from scheduler.domain.time import Span, midnight_minute
from scheduler.engine.tiers import tiers_of
from tests.api.commands import PETIT
from tests.api.month.cases import ADA, BRICE, EVENING, FARID, MARCH, MONDAY, TUESDAY
from tests.api.staffing.tolerating import tolerating

NBSP = "\u00a0"
FRAME = framed(load(PETIT), MARCH, None)
FRIDAY = "P-J-2026-03-06"
WEEK = [f"P-J-2026-03-{day:02d}" for day in (2, 3, 4, 5, 6)]


def rota(*assignments: Assignment) -> Rota:
    return Rota(problem=FRAME.problem, assignments=frozenset(assignments))


def post_at(made: Rota, slot: str) -> tuple[OpenPost, Reasons]:
    findings = reasons_of(made, FRAME.profile, audit(made, FRAME.profile), slots={slot})
    return findings.posts[0], findings


def blocking(made: Rota) -> set[str]:
    return {f.code for f in audit(made, FRAME.profile) if f.blocks}


def all_week(*people: str) -> list[Assignment]:
    return [Assignment(who, slot) for who in people for slot in WEEK]


def test_a_bench_stops_whom_a_trial_of_all_rules_stops() -> None:
    made = rota(ADA, BRICE, Assignment("ada", FRIDAY), *all_week("chloe"))
    findings = audit(made, FRAME.profile)
    bench = bench_of(made, FRAME.profile, findings)
    compared = 0
    for slot in {FRAME.problem.slot_of[s] for s in (*WEEK, EVENING, "P-J-2026-03-09")}:
        team = {m.id for m in made.team_of[slot.id]}
        for person in FRAME.problem.mediators:
            if person.id in team or not may_hold(person, slot):
                continue
            stop = bench.stop(person, slot)
            whole = tried(made, FRAME.profile, findings, person, slot).stopping
            compared += 1

            assert (stop is None) == (whole == ())
            if stop is not None and stop.findings and not stop.busy:
                assert {f.code for f in stop.findings} <= {f.code for f in whole}

    assert compared > 20


def test_of_a_hole_that_somebody_may_fill_it_is_said_who() -> None:
    post, reasons = post_at(rota(ADA, BRICE), MONDAY)

    assert (post.cause, [m.id for m in post.can_come]) == (Cause.NOTHING, ["chloe"])
    assert cause_words(post, reasons) == (
        "rien ne l’empêche, quelqu’un peut venir sans rien enfreindre"
    )
    assert nearest_words(post, Names()) == "Chloé Marzin"


def test_whoever_would_come_at_too_high_a_price_is_told_with_it() -> None:
    made, dear = rota(ADA, BRICE), tolerating(FRAME.profile, -100)
    reasons = reasons_of(made, dear, audit(made, dear), slots={MONDAY})
    [post] = reasons.posts

    # Every hour costs here: seven of them, less two that a post of the target is worth.
    assert (post.cause, [m.id for m in post.can_come]) == (Cause.COSTLY, ["chloe"])
    assert cause_words(post, reasons).replace(NBSP, " ") == (
        "quelqu’un peut venir sans rien enfreindre, mais cela coûterait plus que le poste "
        "(heures au-delà des contrats : 7 h 00 de plus)"
    )
    assert nearest_words(post, Names()) == "Chloé Marzin"
    assert lift_words(post, reasons, Names()).replace(NBSP, " ") == (
        "l’affecter à la main (heures au-delà des contrats : 7 h 00 de plus, pour Chloé Marzin)"
    )


@pytest.mark.long
@pytest.mark.parametrize("percent", [10, -70, -90, -100])
@pytest.mark.parametrize("shifts", [(), (ADA, BRICE), tuple(all_week("ada", "brice"))])
def test_a_calculation_would_fill_a_post_where_it_is_said_that_it_would(
    percent: int, shifts: tuple[Assignment, ...]
) -> None:
    made, profile = rota(*shifts), tolerating(FRAME.profile, percent)
    reasons = reasons_of(made, profile, audit(made, profile))
    count = 0
    for post in reasons.posts:
        if not post.can_come:
            continue
        after = made.changed(Assignment(person.id, post.hole.slot.id) for person in post.can_come)
        old, new = (
            [sum(goal.measure(each) for goal in goals) for _, goals in tiers_of(profile)]
            for each in (made, after)
        )
        count += 1

        assert blocking(after) <= blocking(made)
        assert (post.cause is Cause.COSTLY) == (old < new)
        assert (post.cause is Cause.NOTHING) == (old >= new)
    assert count


def test_an_empty_binome_is_filled_by_two() -> None:
    post, _ = post_at(rota(), TUESDAY)

    assert (post.cause, len(post.can_come)) == (Cause.NOTHING, 2)
    made = rota(*(Assignment(person.id, TUESDAY) for person in post.can_come))
    assert [f for f in audit(made, FRAME.profile) if f.blocks] == []


def test_the_absences_that_keep_most_people_say_nothing_of_why() -> None:
    made = rota(*all_week("brice"), *(Assignment("chloe", s) for s in (MONDAY, TUESDAY, FRIDAY)))
    post, reasons = post_at(made, FRIDAY)

    assert (post.rule, post.kept, post.people) == ("absences", 2, 3)
    assert cause_words(post, reasons) == "absents : 2 sur 3 de ceux qui pourraient venir"
    assert nearest_words(post, Names()) == "Ada Lemoine, en absence"
    assert lift_words(post, reasons, Names()) == "Ada Lemoine pourrait venir sans son absence"


def test_whoever_would_come_without_their_absence_is_audited_without_it() -> None:
    made = rota(*all_week("brice"), *(Assignment("chloe", s) for s in (MONDAY, TUESDAY, FRIDAY)))
    _, reasons = post_at(made, FRIDAY)
    way = reasons.ways[FRIDAY]
    problem = replace(
        FRAME.problem,
        absences=tuple(a for a in FRAME.problem.absences if a.mediator != way.mediator.id),
    )
    before = Rota(problem=problem, assignments=made.assignments)
    mine = Assignment(way.mediator.id, FRIDAY)
    after = Rota(problem=problem, assignments=made.assignments | {mine})

    assert blocking(after) - blocking(before) == set()


def test_who_holds_a_post_meanwhile_is_busy_and_may_leave_it_where_it_stays_held() -> None:
    slots = [
        replace(s, binome=False, needs=(Need(minimum=1, target=1, maximum=3),))
        if s.id == MONDAY
        else s
        for s in FRAME.problem.slots
    ]
    twin = replace(
        next(s for s in slots if s.id == MONDAY),
        id="twin",
        needs=(Need(minimum=1, target=1, maximum=1),),
    )
    problem = replace(FRAME.problem, slots=(*slots, twin))
    assignments = {Assignment(who, MONDAY) for who in ("ada", "brice", "chloe")}
    made = Rota(problem=problem, assignments=frozenset(assignments))
    findings = reasons_of(made, FRAME.profile, audit(made, FRAME.profile), slots={"twin"})
    (post,) = findings.posts
    way = findings.ways["twin"]

    # Dorian is in training, Elsa away.
    assert (post.rule, post.kept, post.people) == ("one_place", 4, 5)
    assert way.slot is not None
    assert (way.slot.id, way.left) == (MONDAY, 2)
    moved = {Assignment(way.mediator.id, MONDAY)}, {Assignment(way.mediator.id, "twin")}
    after = Rota(problem=problem, assignments=made.assignments - moved[0] | moved[1])
    assert [f for f in audit(after, FRAME.profile) if f.blocks] == []
    assert lift_words(post, findings, Names()) == (
        f"{way.mediator.name} pourrait venir en quittant "
        "lun. 2 mars, 9\u00a0h – 16\u00a0h\u00a030, place, où "
        "resteraient 2\u00a0personnes"
    )


def test_a_post_for_which_nobody_is_there_says_so() -> None:
    problem = replace(
        FRAME.problem, mediators=tuple(m for m in FRAME.problem.mediators if m.id != "farid")
    )
    made = Rota(problem=problem, assignments=frozenset())
    findings = reasons_of(made, FRAME.profile, audit(made, FRAME.profile), slots={EVENING})

    assert findings.posts[0].cause is Cause.NOBODY
    assert cause_words(findings.posts[0], findings) == "aucun référent ce mois-ci"


@pytest.mark.parametrize(("day", "begun"), [(date(2026, 3, 2), 0), (date(2026, 3, 4), 2)])
def test_what_is_published_and_has_begun_is_not_asked_about(day: date, begun: int) -> None:
    problem = replace(FRAME.problem, previous=frozenset({FARID}))
    made = Rota(problem=problem, assignments=frozenset({FARID}))
    bench = bench_of(made, FRAME.profile, audit(made, FRAME.profile))

    posts = open_posts(bench, now=midnight_minute(day))

    assert len(posts) == len(holes(made))
    assert sum(post.cause is Cause.BEGUN for post in posts) == begun


def test_people_who_make_no_team_are_told_of_the_slot_by_its_names() -> None:
    untrained = tuple(replace(m, socle=None) for m in FRAME.problem.mediators)
    made = Rota(problem=replace(FRAME.problem, mediators=untrained), assignments=frozenset())
    post, _ = post_at(made, MONDAY)

    assert post.needs_partner
    assert post.finding is not None
    assert post.hole.slot.label in post.finding.message
    words = nearest_words(post, names_of(load(PETIT)))
    assert " : lun. 2 mars, 9\u00a0h – 16\u00a0h\u00a030, Place du Marché (" in words
    assert post.hole.slot.label not in words


def test_whom_the_vehicles_of_the_agency_stop_is_named_and_the_slot_by_its_place() -> None:
    driven = replace(FRAME.problem.slot_of[MONDAY], vehicle=True)
    twin = replace(driven, id="twin", binome=False)
    problem = replace(FRAME.problem, slots=(driven, twin), vehicles=(("ville", 1),))
    made = Rota(problem=problem, assignments=frozenset({ADA, BRICE}))
    (post,) = reasons_of(made, FRAME.profile, audit(made, FRAME.profile), slots={"twin"}).posts
    chloe = next(stop for stop in post.stops if stop.mediator.id == "chloe")

    assert chloe.rules == {"vehicles"}
    assert stop_words(chloe, names_of(FRAME.association)).replace("\u00a0", " ") == (
        "Chloé Marzin : Place du Marché, 9 h – 16 h 30, le 02/03/2026 : 2 véhicules en même temps, "
        "pour 1 véhicule dans l’agence (et 1 autre constat)"
    )


@pytest.mark.parametrize(
    ("left", "stay"),
    [
        (0, "ne resterait personne"),
        (1, "resterait 1\u00a0personne"),
        (2, "resteraient 2\u00a0personnes"),
    ],
)
def test_how_many_stay_on_a_slot_that_somebody_leaves(left: int, stay: str) -> None:
    words = leaving_words(FRAME.problem.slot_of[MONDAY], left, Names())

    assert words == f"en quittant lun. 2 mars, 9\u00a0h – 16\u00a0h\u00a030, place, où {stay}"


def test_what_is_known_of_the_first_of_several_posts_is_said_to_be_its_own() -> None:
    made = rota(*all_week("brice"), *(Assignment("chloe", s) for s in (MONDAY, TUESDAY, FRIDAY)))
    post, reasons = post_at(made, FRIDAY)
    tuesday = replace(post.hole, slot=FRAME.problem.slot_of[TUESDAY])

    def words_of(*kept: int) -> tuple[str, str]:
        others = (replace(post, hole=tuesday, kept=count) for count in kept)
        group = replace(reasons.groups[0], posts=(post, *others))
        both = replace(reasons, posts=group.posts, groups=(group,))
        return group_cause_words(group, both), group_lift_words(group, both, Names())

    counted, lifted = cause_words(post, reasons), lift_words(post, reasons, Names())
    assert counted.startswith("absents : 2 sur 3")
    assert words_of() == (counted, lifted)
    assert words_of(2) == (counted, f"{lifted} (premier créneau)")
    varying = "absents : plus ou moins de ceux qui pourraient venir, selon le poste"
    assert words_of(1) == (varying, f"{lifted} (premier créneau)")


def long_days(*assignments: Assignment) -> Rota:
    """Lengthen the day of Monday to 19:00: six hours after its break at 12:30, sharp."""
    slot = FRAME.problem.slot_of[MONDAY]
    until_seven = slot.span.last + 150
    longer = replace(slot, span=Span.of_minutes(slot.span.first, until_seven))
    slots = tuple(longer if slot.id == MONDAY else slot for slot in FRAME.problem.slots)
    return Rota(problem=replace(FRAME.problem, slots=slots), assignments=frozenset(assignments))


def test_a_post_that_only_an_unsettled_reading_keeps_open_says_so() -> None:
    made = long_days()
    findings = reasons_of(made, FRAME.profile, audit(made, FRAME.profile), slots={MONDAY})
    (post,) = findings.posts

    assert (post.cause, post.rule, post.kept) == (Cause.RULE, "break_20min", 3)
    assert cause_words(post, findings) == (
        "la règle « Pause de 20 minutes » (L3121-16), à confirmer, que le calcul évite : "
        "3 sur 5 de ceux qui pourraient venir"
    )
    assert lift_words(post, findings, Names()) == (
        "l’affecter à la main, si la lecture qui le permet est la vôtre : rien ne bloquerait"
    )


def test_a_post_that_only_a_rule_of_the_house_keeps_open_says_so() -> None:
    """Chloé may work one day in a row, and works on Tuesday."""
    limit = Limit(mediator="chloe", kind=LimitKind.RUN, most=1)
    problem, chloe = replace(FRAME.problem, limits=(limit,)), Assignment("chloe", TUESDAY)
    made = Rota(problem=problem, assignments=frozenset({ADA, BRICE, chloe}))
    reasons = reasons_of(made, FRAME.profile, audit(made, FRAME.profile), slots={MONDAY})
    [post] = reasons.posts

    assert (post.cause, post.rule, post.can_come) == (Cause.RULE, "consecutive_days", ())
    assert cause_words(post, reasons).startswith(
        "la règle « Jours travaillés d’affilée », que le calcul tient toujours : "
    )
    assert nearest_words(post, Names()).startswith("Chloé Marzin : 2 jours travaillés d’affilée")
    assert lift_words(post, reasons, Names()) == (
        "l’affecter à la main, si vous passez outre : rien ne bloquerait"
    )


def test_it_is_true_that_nothing_would_block() -> None:
    made = long_days(Assignment("brice", MONDAY), Assignment("chloe", MONDAY))
    before = {f.code for f in audit(long_days(), FRAME.profile) if f.blocks}

    assert {f.code for f in audit(made, FRAME.profile) if f.blocks} <= before
