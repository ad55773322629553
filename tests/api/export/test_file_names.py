from api.export.file_names import slug, unique


def test_file_names_hold_letters_figures_and_hyphens_alone() -> None:
    assert slug("Île-de-France / ../x") == "ile-de-france-x"
    assert slug("☾") == "sans-nom"
    assert len(slug("a" * 1000)) == 40


def test_two_people_never_share_a_file() -> None:
    taken: set[str] = set()
    names = [f"calendriers/personnes/{slug(ident)}.ics" for ident in ("jo.an", "jo-an", "Jo.An")]

    assert [unique(name, taken) for name in names] == [
        "calendriers/personnes/jo-an.ics",
        "calendriers/personnes/jo-an-2.ics",
        "calendriers/personnes/jo-an-3.ics",
    ]
