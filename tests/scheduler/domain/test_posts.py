"""A post is one person wanted on one slot: each kind of need, and sums."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.people import StaffRole
from scheduler.domain.posts import Posts, count_posts, posts_of
from scheduler.domain.slots import Need
from tests.constraints.small import person, problem, rota, slot

TWO_ROLES = (
    Need(minimum=1, target=2, maximum=2),
    Need(roles=frozenset({StaffRole.REFERENT}), minimum=1, target=1, maximum=1),
)
ANA, BOB, CHLOE, DAN = (person(name) for name in ("ana", "bob", "chloe", "dan"))
ROSE = person("rose", role=StaffRole.REFERENT)
DAY = slot("a", "02 09:00", "02 12:00")


def test_posts_under_the_minimum_are_open_too() -> None:
    wanted = replace(DAY, needs=(Need(minimum=2, target=4, maximum=5),))

    counts = [
        (posts.have, posts.open, posts.under)
        for posts in (posts_of(wanted, team) for team in ((), (ANA,), (ANA, BOB), (ANA, BOB, DAN)))
    ]

    assert counts == [(0, 4, 2), (1, 3, 1), (2, 2, 0), (3, 1, 0)]


def test_whoever_comes_over_the_target_holds_no_post() -> None:
    wanted = replace(DAY, needs=(Need(minimum=1, target=2, maximum=4),))

    posts = posts_of(wanted, (ANA, BOB, CHLOE))

    assert (posts.target, posts.have, posts.beyond, posts.open) == (2, 2, 1, 0)
    assert posts.words == "3/2"


def test_what_is_optional_is_no_post_beyond_its_minimum() -> None:
    wanted = replace(DAY, needs=(Need(minimum=2, target=4, maximum=4, optional=True),))

    counts = [
        (posts.target, posts.have, posts.open, posts.under, posts.words)
        for posts in (posts_of(wanted, team) for team in ((ANA,), (ANA, BOB), (ANA, BOB, DAN)))
    ]

    assert counts == [(2, 1, 1, 1, "1/2"), (2, 2, 0, 0, "2/2"), (2, 2, 0, 0, "3/2")]


def test_a_need_of_two_titles_is_one_post_a_person() -> None:
    wanted = replace(DAY, needs=(Need(titles=frozenset({"permis", "secours"})),))

    assert (posts_of(wanted, ()).target, posts_of(wanted, ()).under) == (1, 1)
    # Whoever holds it without a title is a finding: the post isn't open.
    assert posts_of(wanted, (ANA,)).open == 0


def test_a_binome_is_two_posts_and_lacks_one_where_one_came() -> None:
    wanted = replace(DAY, binome=True, needs=(Need(minimum=2, target=2, maximum=2),))

    assert [posts_of(wanted, team).under for team in ((), (ANA,), (ANA, BOB))] == [2, 1, 0]


def test_nobody_fills_the_need_of_another_role() -> None:
    wanted = replace(DAY, needs=TWO_ROLES)

    posts = posts_of(wanted, (ANA, BOB, CHLOE))

    assert (posts.minimum, posts.target, posts.have) == (2, 3, 2)
    assert (posts.under, posts.beyond, posts.met, posts.full) == (1, 1, 0, 0)
    assert posts_of(wanted, (ANA, BOB, ROSE)).full == 1


def test_a_need_that_wants_nobody_has_no_post() -> None:
    wanted = replace(DAY, needs=(Need(minimum=0, target=0, maximum=1),))

    assert [posts_of(wanted, team).target for team in ((), (ROSE,))] == [0, 0]
    assert [posts_of(wanted, team).words for team in ((), (ANA,))] == ["0", "1"]


def test_one_too_many_on_a_slot_makes_up_for_no_other() -> None:
    spare = posts_of(replace(DAY, needs=(Need(maximum=2),)), (ANA, BOB))
    empty = posts_of(replace(DAY, id="b", needs=(Need(),)), ())

    both = spare + empty

    assert (both.slots, both.met, both.full, both.open, both.words) == (2, 1, 1, 1, "1/2")


@given(
    st.lists(
        st.tuples(st.integers(0, 2), st.integers(0, 2), st.sets(st.sampled_from("abcd"))),
        min_size=1,
        max_size=4,
    )
)
def test_a_sum_counts_each_slot_once(drawn: list[tuple[int, int, set[str]]]) -> None:
    team = [person(name) for name in "abcd"]
    slots = [
        replace(
            DAY,
            id=f"s{n}",
            needs=(Need(minimum=least, target=least + more, maximum=least + more + 4),),
        )
        for n, (least, more, _) in enumerate(drawn)
    ]
    pairs = [f"{who} s{n}" for n, (*_, names) in enumerate(drawn) for who in sorted(names)]
    made = rota(problem(team, slots), *pairs)

    total = count_posts(made)

    assert total == sum((posts_of(s, made.team_of[s.id]) for s in made.problem.slots), Posts())
    assert total.slots == len(drawn)
    assert total.have + total.open == total.target
    assert total.under == sum(max(0, least - len(names)) for least, _, names in drawn)
    assert total.open == sum(max(0, least + more - len(names)) for least, more, names in drawn)
