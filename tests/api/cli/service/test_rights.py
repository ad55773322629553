import json

from api.access.rights.rule import rights_of
from api.app import declared
from tests.api.commands import rota

TABLE = rights_of(declared())


def test_the_table_is_read_in_french() -> None:
    done = rota("rights")

    assert done.exit_code == 0
    assert done.stdout.startswith("Sans compte : 401. Sans l’un des rôles : 403")
    lines = done.stdout.splitlines()
    assert "GET     /api/v1/admin/journal  admin : ce que son rôle lui montre" in lines
    assert "POST    /api/v1/session  sans compte : tout le monde" in lines
    assert (
        "GET     /api/v1/moi  tout compte : son propre compte · compte de service : read" in lines
    )


def test_a_program_reads_the_whole_table() -> None:
    rows = json.loads(rota("rights", "--json").stdout)

    assert {(row["method"], row["path"]) for row in rows} == set(TABLE)
    assert {
        "method": "GET",
        "path": "/api/v1/admin/journal",
        "roles": ["admin"],
        "scope": "role",
        "service": None,
    } in rows


def test_the_table_says_who_enters_what() -> None:
    lines = rota("rights").stdout.splitlines()

    absences = "responsable : lit et écrit · rh : lit et écrit · admin : rien"
    assert f"absences              {absences}" in lines
    balances = "responsable : rien · rh : lit et écrit · admin : rien"
    assert f"soldes                {balances}" in lines
    assert any("ni motif d’absence" in line for line in lines)
