"""
The operator's guide, typed as it is written on a bare Debian 12 and a bare Debian 13.

A root that debootstrap makes stands for the machine: Debian's packages, accounts, PostgreSQL and
proxies are real; no systemd runs there (`systemctl.py` says what stands for it), and no certificate
is asked for.
"""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.api.database.next_version import FOLLOWING, NEXT
from tests.guides.bare_debian import Machine, bare_debian, status_by_https
from tests.guides.reading import ROOT
from tests.prove.service.container import LEFT_OUT, possible
from tests.test_wheel import UV, VERSION

GUIDE = (ROOT / "docs" / "guides" / "operateur.md").read_text("utf-8")
SECTIONS = {
    section.partition("\n")[0]: re.findall(r"^```sh\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)
    for section in GUIDE.split("\n## ")[1:]
}
NEXT_VERSION = f"{VERSION.rpartition('.')[0]}.{int(VERSION.rpartition('.')[2]) + 1}"
#: None where there is no root, or no debootstrap: `make prove` then says that it tried none.
SUITES = () if possible() else ("bookworm", "trixie")
TYPED = (
    *("Installer", "La base", "Les réglages", "Le service", "Le relais et TLS"),
    *("Sauvegarder et remettre", "Mettre à jour, et revenir", "Changer les secrets"),
    "Ce qu’il faut regarder",
)


def test_every_block_of_the_guide_is_typed_but_those_of_one_s_own_desk() -> None:
    assert tuple(title for title, blocks in SECTIONS.items() if blocks) == (
        "Sur votre poste",
        *TYPED,
    )


def built(source: Path, folder: Path) -> Path:
    subprocess.run(
        [UV, "build", "--quiet", "--wheel", "--out-dir", folder, source],
        check=True,
    )
    (wheel,) = folder.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Build this version, and a next one that has one more revision of the tables."""
    folder = tmp_path_factory.mktemp("roues")
    following = folder / "source"
    shutil.copytree(ROOT, following, ignore=shutil.ignore_patterns(*LEFT_OUT, "__pycache__"))
    project = (following / "pyproject.toml").read_text("utf-8")
    project = project.replace(f'version = "{VERSION}"', f'version = "{NEXT_VERSION}"')
    (following / "pyproject.toml").write_text(project, "utf-8")
    versions = following / "api" / "database" / "migrations" / "versions"
    (versions / f"v{FOLLOWING}_next.py").write_text(NEXT, "utf-8")
    return built(ROOT, folder / "cette"), built(following, folder / "suivante")


@pytest.mark.lengthy
@pytest.mark.parametrize("suite", SUITES)
def test_its_commands_run_on_a_bare_debian(suite: str, wheels: tuple[Path, Path]) -> None:
    this, following = wheels
    with bare_debian(suite) as machine:
        shutil.copytree(ROOT / ".deploy", machine.root / "root" / ".deploy")
        shutil.copy(this, machine.root / "root")
        _install(machine)
        _proxies(machine)
        _back_up_and_restore(machine)
        _upgrade_and_back(machine, following)
        _rotate(machine)


def _install(machine: Machine) -> None:
    machine.type(SECTIONS["Installer"][0])
    machine.type(
        "pg_ctlcluster $(pg_lsclusters -h | cut -d' ' -f1,2) start"
    )  # as Debian's unit does
    machine.type(SECTIONS["La base"][0])
    said = machine.type(SECTIONS["Les réglages"][0])
    assert f"Roulement {VERSION}" in said
    said = machine.type(SECTIONS["Le service"][0])
    assert "vous@exemple.org" in said
    machine.ready()


def _proxies(machine: Machine) -> None:
    caddy, nginx = SECTIONS["Le relais et TLS"]
    machine.type(f"nom=planning.exemple.org\n{caddy}")
    machine.type(
        "mkdir -p /etc/ssl/roulement && openssl req -x509 -newkey rsa:2048 -nodes -days 1 "
        "-subj /CN=planning.exemple.org -keyout /etc/ssl/roulement/cle.pem "
        "-out /etc/ssl/roulement/certificat.pem"
    )
    machine.type(f"nom=planning.exemple.org\n{nginx}")
    assert status_by_https("/connexion") == 200
    assert status_by_https("/metrics") == 404


def _back_up_and_restore(machine: Machine) -> None:
    machine.type(SECTIONS["Sauvegarder et remettre"][0])
    machine.ready()
    assert "vous@exemple.org" in machine.type("rota user list")


def _upgrade_and_back(machine: Machine, following: Path) -> None:
    keep, upgrade, back = SECTIONS["Mettre à jour, et revenir"]
    machine.type(keep)
    shutil.copy(following, machine.root / "root")
    said = machine.type(upgrade)
    machine.ready()
    assert f"à la version {FOLLOWING}" in said
    assert f"Roulement {NEXT_VERSION}" in machine.type("rota --version")
    machine.type(back)
    machine.ready()
    assert f"Roulement {VERSION}" in machine.type("rota --version")
    assert "vous@exemple.org" in machine.type("rota user list")


def _rotate(machine: Machine) -> None:
    assert machine.status("/metrics") == 200
    machine.type(SECTIONS["Changer les secrets"][0])
    machine.ready()
    settings = (machine.root / "etc/roulement/roulement.env").read_text("utf-8")
    (token,) = re.findall(r"^ROULEMENT_METRICS_TOKEN=(\w+)$", settings, re.MULTILINE)
    assert machine.status("/metrics") == 404
    assert machine.status("/metrics", token) == 200
    machine.type(SECTIONS["Ce qu’il faut regarder"][0])
