from dataclasses import replace
from datetime import date

from api.export.month.bundle import Edition
from api.planning.published_shifts import fingerprint
from scheduler.domain.rota import Rota
from tests.api.export.samples import small


def test_a_draft_says_so_and_a_publication_its_day() -> None:
    draft = Edition(version="3f2a90c1", made=date(2026, 9, 20))

    assert draft.title == "brouillon 3f2a90c1, édité le 20/09/2026"
    published = replace(draft, published=date(2026, 9, 21))
    assert published.title == "version 3f2a90c1, publiée le 21/09/2026"


def test_what_the_register_holds_bears_its_number_and_its_head() -> None:
    kept = Edition(
        version="3f2a90c1",
        made=date(2026, 9, 20),
        published=date(2026, 9, 21),
        register=12,
        head="0123456789abcdef" * 4,
    )

    assert kept.title == "version 3f2a90c1, publiée le 21/09/2026, registre n°\u00a012"
    assert kept.seal == (
        "Tête du registre n°\u00a012 : "
        "01234567 89abcdef 01234567 89abcdef 01234567 89abcdef 01234567 89abcdef"
    )
    assert replace(kept, published=None).seal == ""
    assert replace(kept, register=0).seal == ""


def test_the_version_changes_with_any_assignment() -> None:
    rota = small()
    fewer = Rota(problem=rota.problem, assignments=frozenset(sorted(rota.assignments)[1:]))

    assert fingerprint(rota) == fingerprint(small())
    assert fingerprint(fewer) != fingerprint(rota)
    assert len(fingerprint(rota)) == 8
