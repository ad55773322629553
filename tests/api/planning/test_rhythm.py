"""The shape of people's weeks in words: counted, in order, and nothing where nothing is."""

from api.planning.counters import SHAPES, by_rhythm, counters_of, rhythm_words
from scheduler.domain.rhythm import RhythmKind, RhythmPrice
from scheduler.domain.rota import Rota
from tests.constraints.small import person, problem, rota, slot

ANA, BOB = person("ana"), person("bob")
SHIFTS = (
    slot("late", "03 14:00", "03 21:00"),
    slot("early", "04 09:00", "04 16:00"),
    slot("alone", "09 09:00", "09 16:00"),
    slot("other", "11 09:00", "11 16:00"),
)
SHIFTS_OF = ("ana late", "ana early", "ana alone", "ana other", "bob alone")


def weeks(*prices: RhythmPrice) -> Rota:
    return rota(problem([BOB, ANA], list(SHIFTS), rhythm=prices), *SHIFTS_OF)


def said(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_each_shape_is_counted_in_the_order_of_the_table() -> None:
    assert said(rhythm_words(weeks(), ANA)) == (
        "1 repos isolé, 2 jours isolés, 1 retour rapide, 1 début avancé"
    )
    assert said(rhythm_words(weeks(), BOB)) == "1 jour isolé"
    assert rhythm_words(Rota(problem=weeks().problem, assignments=frozenset()), ANA) == ""


def test_what_costs_nothing_is_not_told() -> None:
    kind = RhythmPrice(price=0, kind=RhythmKind.DAY_OF_WORK)

    assert said(rhythm_words(weeks(kind), ANA)) == "1 repos isolé, 1 retour rapide, 1 début avancé"
    assert rhythm_words(weeks(RhythmPrice(price=0)), ANA) == ""


def test_the_worst_off_come_first_and_the_others_are_left_out() -> None:
    assert [m.id for m, _ in by_rhythm(weeks())] == ["ana", "bob"]
    assert by_rhythm(weeks(RhythmPrice(price=0))) == []


def test_counters_say_the_same() -> None:
    assert counters_of(weeks(), ANA, ()).rhythm == rhythm_words(weeks(), ANA)


def test_every_kind_has_its_goal_and_its_words() -> None:
    assert [goal.kind for goal in SHAPES] == list(RhythmKind)
