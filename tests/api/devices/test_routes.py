from api.devices.routes import MANIFEST
from api.shell.phone import WORKER
from tests.api.service import Service


def test_a_phone_may_install_one_s_own_pages_with_their_icons(service: Service) -> None:
    client = service.client()
    answer = client.get(MANIFEST)
    manifest = answer.json()

    assert answer.headers["content-type"] == "application/manifest+json"
    assert (manifest["start_url"], manifest["display"]) == ("/moi", "standalone")
    assert {icon["sizes"] for icon in manifest["icons"]} == {"192x192", "512x512"}
    for icon in manifest["icons"]:
        picture = client.get(icon["src"])
        assert picture.headers["content-type"] == "image/png"
        assert picture.content.startswith(b"\x89PNG")
        width = int.from_bytes(picture.content[16:20], "big")
        assert icon["sizes"] == f"{width}x{width}"


def test_the_worker_serves_one_s_own_pages_alone_and_asks_this_service_alone(
    service: Service,
) -> None:
    answer = service.client().get(WORKER)

    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["service-worker-allowed"] == "/moi"
    assert answer.headers["content-security-policy"] == "default-src 'none'; connect-src 'self'"


def test_a_page_that_a_phone_may_keep_says_whose_it_is(service: Service) -> None:
    ada, brice = (service.client("mediateur", person=who) for who in ("ada", "brice"))
    ours = ada.get("/moi").headers["roulement-account"]

    assert len(ours) == 16
    assert ada.get("/moi").headers["roulement-account"] == ours
    assert brice.get("/moi").headers["roulement-account"] != ours
    assert "roulement-account" not in ada.get("/moi/conges").headers


def test_signing_out_has_the_browser_drop_what_it_kept(service: Service) -> None:
    client = service.client("mediateur", person="ada")

    answer = client.post("/deconnexion", follow_redirects=False)
    assert answer.headers["clear-site-data"] == '"storage"'
