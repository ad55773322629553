from api.french.nearest import nearest, question, suggestion

PEOPLE = ("ada", "brice", "chloe")


def test_the_nearest_name_is_proposed() -> None:
    assert nearest("brise", PEOPLE) == "brice"
    assert suggestion("brise", PEOPLE) == " (vouliez-vous dire « brice » ?)"


def test_nothing_is_proposed_where_no_name_is_near_enough() -> None:
    assert suggestion("zzz", PEOPLE) == ""
    assert nearest("brise", PEOPLE, 0.8) == "brice"  # eight letters of ten are the same
    assert nearest("brise", PEOPLE, 0.81) == ""


def test_several_names_are_proposed_together() -> None:
    assert question("--mois", "--sortie") == "vouliez-vous dire « --mois » ou « --sortie » ?"
