import re

import pytest
from sqlalchemy import event

from api.access.rights.rule import rights_of
from api.app import declared
from api.shell.assets.files import FOLDER, contents
from api.shell.document import TEMPLATES
from api.shell.guides import INDEX, SECTIONS, Guide, guide_of, guides
from tests.api.service import Service

WITHOUT = frozenset({"/", "/accessibilite", "/commencer/suite", INDEX})
"""What a browser shows without being a screen to learn: it leads elsewhere, or explains itself."""

PROGRAMS = ("/api/", "/feeds/", "/page/", "/statique/", "/sante", "/metrics")
"""Addresses of programs and scripts."""

MOST_WORDS, MOST_BYTES = 220, 60_000


def screens() -> set[str]:
    """Return the paths of the screens: what a browser may open, but the guides themselves."""
    own = {guide.address for guide in guides()} | WITHOUT
    paths = {path for method, path in rights_of(declared()) if method == "GET"}
    files = {path for path in paths if "." in path or "/documents/" in path}
    return {path for path in paths - own - files if not path.startswith(PROGRAMS)}


def test_every_screen_has_one_guide_and_every_guide_its_screens() -> None:
    explained = [screen for guide in guides() for screen in guide.screens]

    assert sorted(explained) == sorted(screens())


def test_every_guide_has_its_template_and_every_template_its_guide() -> None:
    files = {path.relative_to(TEMPLATES / "help") for path in (TEMPLATES / "help").glob("*/*.html")}

    assert sorted(f"{path.as_posix()}" for path in files) == sorted(
        f"{g.file}.html" for g in guides()
    )
    assert {guide.section for guide in guides()} <= set(SECTIONS)


@pytest.mark.parametrize("guide", guides(), ids=lambda guide: guide.file)
def test_a_guide_is_short_and_says_what_happens_if(guide: Guide) -> None:
    source = (TEMPLATES / guide.template).read_text(encoding="utf-8")
    words = re.sub(r"<[^>]+>|\{%.*?%\}", " ", source).split()

    assert len(words) <= MOST_WORDS
    assert "<h2>Que se passe-t-il si…</h2>" in source


def test_every_picture_is_light_and_said_in_words() -> None:
    pictures = {guide.image for guide in guides() if guide.picture}
    files = {name: content for name, content in contents().items() if name.startswith("help/")}

    assert set(files) == pictures
    assert {name for name, content in files.items() if len(content) > MOST_BYTES} == set()
    assert (FOLDER / "help").is_dir() == bool(pictures)


def test_a_form_shown_again_has_the_guide_of_its_screen() -> None:
    again = guide_of("/moi/conges/{leave_id}/retrait")
    grid = guide_of("/plannings/{rota_id}")

    assert again is guide_of("/moi/conges")
    assert grid is not None
    assert grid.title == "La grille"
    assert guide_of("/moisson") is None


def test_each_screen_links_to_its_own_guide(service: Service) -> None:
    client = service.client("responsable")

    def link(address: str) -> str:
        answer = client.get(address, headers={"accept": "text/html"})
        return re.sub(r"<svg.*?</svg>", "", answer.text)

    assert 'href="/aide/plannings">Aide<span class="of"> : Plannings</span></a>' in link(
        "/plannings"
    )
    assert 'href="/aide">Aide</a>' in link("/aide/plannings")
    assert 'href="/aide">Aide</a>' in link("/nulle-part")
    assert 'href="/aide/connexion">' in service.client().get("/connexion").text


def test_a_guide_opens_to_those_who_may_open_its_screen(service: Service) -> None:
    planner, rh, worker = (service.client(role) for role in ("responsable", "rh", "mediateur"))
    html = {"accept": "text/html"}

    assert planner.get("/aide/publier").status_code == 200
    assert rh.get("/aide/publier").status_code == 403
    assert rh.get("/aide/conformite").status_code == 200
    assert worker.get("/aide/conformite", headers=html).status_code == 403
    assert service.client().get("/aide/connexion").status_code == 200
    answer = service.client().get("/aide/grille", headers=html, follow_redirects=False)
    assert answer.headers["location"] == "/connexion?suite=/aide/grille"


def test_a_guide_that_is_not_open_to_all_looks_up_its_reader_once(service: Service) -> None:
    planner = service.client("responsable")
    planner.get("/aide/publier")
    statements: list[str] = []
    event.listen(
        service.engine, "before_cursor_execute", lambda *arguments: statements.append(arguments[2])
    )

    assert planner.get("/aide/publier").status_code == 200

    lookups = [statement for statement in statements if "FROM token" in statement]
    assert len(lookups) == 1


def test_the_list_has_the_guides_that_one_may_read_and_no_other(service: Service) -> None:
    service.client("rh")
    nobody = service.client().get(INDEX)
    worker = service.client("mediateur", person="ada").get(INDEX)

    assert re.findall(r'<li><a href="(/aide/[^"]+)"', nobody.text) == [
        "/aide/connexion",
        "/aide/premier-compte",
    ]
    assert "Connectez-vous" in nobody.text
    assert re.findall(r'<li><a href="(/aide/[^"]+)"', worker.text) == [
        "/aide/connexion",
        "/aide/premier-compte",
        "/aide/rendez-vous",
        "/aide/services",
        "/aide/agenda",
        "/aide/appareils",
        "/aide/mes-compteurs",
        "/aide/conges",
        "/aide/echanges",
        "/aide/heures",
        "/aide/pourquoi-moi",
        "/aide/souhaits",
    ]
    assert 'href="/moi"' in worker.text
