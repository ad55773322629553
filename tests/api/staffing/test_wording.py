from dataclasses import replace
from datetime import date

import pytest

from api.planning.holes import Hole
from api.planning.names import Names
from api.staffing.causes import Cause, OpenPost, Posted
from api.staffing.groups import Group, Reasons
from api.staffing.wording import advice_words, sentences
from constraints.house.teams.headcount import RULE as HEADCOUNT
from constraints.house.teams.referents import RULE as REFERENTS
from scheduler.domain.posts import Posts
from scheduler.domain.slots import Need
from scheduler.rule import Rule
from tests.constraints.small import slot

MARCH = date(2026, 3, 1)
NEED = Need(minimum=1, target=2, maximum=2)


def group(cause: Cause, *days: str, have: int = 1) -> Group:
    """Return posts that a cause keeps open on slots of seven hours, a day each."""
    slots = {day: slot(f"s{day}", f"{day} 09:00", f"{day} 16:00") for day in days}
    return Group(
        cause=cause,
        rule="",
        posts=tuple(
            OpenPost(
                hole=Hole(slot=slots[day], need=NEED, have=have),
                cause=cause,
                posted=Posted(role=1),
            )
            for day in days
        ),
    )


def summed_up(posts: Posts, *groups: Group) -> list[str]:
    reasons = Reasons(posts=tuple(p for g in groups for p in g.posts), groups=groups)
    texts = sentences(MARCH, posts, reasons, Names())
    return [text.replace("\xa0", " ").replace("\u202f", " ") for text in texts]


def test_a_month_without_holes_is_told_in_one_sentence() -> None:
    assert summed_up(Posts(slots=4, target=8, have=8)) == [
        "Mars 2026 : les 8 postes sont tous tenus."
    ]


def test_what_is_missing_is_told_by_cause_in_days_and_people() -> None:
    nobody = group(Cause.NOBODY, "02", "03", "04", have=0)
    free = group(Cause.NOTHING, "05")

    share, missing, takes = summed_up(Posts(slots=4, target=1000, have=993, under=3), nobody, free)

    assert share == "Mars 2026 : 993 postes sur 1 000 sont tenus, soit 99,3 %."
    assert missing == (
        "Il manque du monde sur 7 postes, dont 3 au-dessous du minimum, 4 jours en tout : 6 postes "
        "sur 3 jours (0,3 temps plein) : aucun médiateur n’est en poste sur ce dispositif ; "
        "1 poste sur 1 jour (0,1 temps plein) : rien ne l’empêche, quelqu’un peut venir sans rien "
        "enfreindre."
    )
    assert takes == (
        "Il faudrait affecter à la main 1 poste que quelqu’un peut tenir sans rien enfreindre ; "
        "0,3 temps plein de plus pour le reste."
    )


def test_a_share_is_never_rounded_up_to_all() -> None:
    share, *_ = summed_up(Posts(slots=1, target=10000, have=9999), group(Cause.NOBODY, "02"))

    assert share.endswith("soit 99,9 %.")


def test_what_has_begun_asks_for_nobody() -> None:
    *_, takes = summed_up(Posts(slots=1, target=2, have=1), group(Cause.BEGUN, "02"))

    assert takes == "Ce qui manque a déjà commencé : il n’y a plus rien à décider."


@pytest.mark.parametrize(
    ("cause", "rule", "advice"),
    [
        (
            Cause.RULE,
            REFERENTS,
            "mettez d’abord un référent en poste, ou un encadrant d’astreinte, à ces heures",
        ),
        (Cause.RULE, HEADCOUNT, ""),
        (Cause.NOTHING, REFERENTS, ""),
    ],
)
def test_a_rule_says_what_to_do_first_of_the_posts_that_it_keeps_open(
    cause: Cause, rule: Rule, advice: str
) -> None:
    (post,) = group(cause, "02").posts
    reasons = Reasons(posts=(post,), groups=(), rules={rule.id: rule})

    assert advice_words(replace(post, rule=rule.id), reasons) == advice
