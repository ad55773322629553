from api.french.plural import plural


def test_two_and_more_are_plural() -> None:
    assert [plural(n, "trou") for n in (0, 1, 2)] == ["0\u00a0trou", "1\u00a0trou", "2\u00a0trous"]


def test_thousands_stand_apart() -> None:
    assert plural(1002, "poste") == "1\u202f002\u00a0postes"


def test_a_plural_that_no_s_makes_is_written_out() -> None:
    assert plural(1, "mise de côté", "mises de côté") == "1\u00a0mise de côté"
    assert plural(2, "mise de côté", "mises de côté") == "2\u00a0mises de côté"
