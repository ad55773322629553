from tests.api.service import Service


def test_anyone_reads_the_statement_that_each_page_links_to(service: Service) -> None:
    service.client("rh")
    client = service.client()

    assert 'href="/accessibilite"' in client.get("/connexion").text
    answer = client.get("/accessibilite")
    assert answer.status_code == 200
    assert "<h1>Accessibilité</h1>" in answer.text


def test_who_is_signed_in_keeps_their_menu_beside_it(service: Service) -> None:
    answer = service.client("responsable").get("/accessibilite")

    assert 'href="/plannings"' in answer.text
    assert "Déclaration établie le 27 novembre 2026" in answer.text
