import gzip

import pytest

from api.shell.assets.files import address_of, contents, zipped
from tests.api.service import Service


@pytest.mark.parametrize(
    ("name", "media"),
    [
        ("style.css", "text/css; charset=utf-8"),
        ("icon.svg", "image/svg+xml"),
        ("secret.js", "text/javascript; charset=utf-8"),
    ],
)
def test_a_file_is_kept_for_ever_under_the_address_of_its_content(
    service: Service, name: str, media: str
) -> None:
    answer = service.client().get(address_of(name))

    assert answer.status_code == 200
    assert answer.content == contents()[name]
    assert answer.headers["content-type"] == media
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"


def test_a_file_is_compressed_for_who_accepts_gzip_and_as_it_is_for_others(
    service: Service,
) -> None:
    client = service.client()
    sizes = {}
    for accepted in ("gzip, br", "identity"):
        with client.stream(
            "GET", address_of("grid.js"), headers={"Accept-Encoding": accepted}
        ) as answer:
            raw = b"".join(answer.iter_raw())
        sizes[accepted] = len(raw), answer.headers.get("content-encoding")
        assert answer.headers["vary"] == "Accept-Encoding"
        assert answer.headers["content-length"] == str(len(raw))

    content = contents()["grid.js"]
    assert sizes == {
        "gzip, br": (len(zipped()["grid.js"]), "gzip"),
        "identity": (len(content), None),
    }
    assert gzip.decompress(zipped()["grid.js"]) == content


def test_the_head_of_a_file_has_its_headers_and_no_byte(service: Service) -> None:
    answer = service.client().head(address_of("style.css"))

    assert answer.status_code == 200
    assert answer.content == b""
    assert answer.headers["content-type"] == "text/css; charset=utf-8"


def test_the_address_of_another_version_is_kept_by_nobody(service: Service) -> None:
    answer = service.client().get("/statique/0123456789/style.css")

    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("name", ["../document.py", "style/base.css", "rien.css", "%2e%2e/menu.py"])
def test_nothing_else_is_served(service: Service, name: str) -> None:
    assert service.client().get(f"/statique/0123456789/{name}").status_code == 404


def test_a_name_without_a_file_is_an_error_of_ours() -> None:
    with pytest.raises(KeyError):
        address_of("rien.css")
