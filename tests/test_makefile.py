"""What make says on a machine where something is missing: one line, with what to type."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
VERSION = (ROOT / "Makefile").read_text("utf-8").split("UV_VERSION := ")[1].split()[0]

# Each stands on the path before the real one and plays a machine that lacks something.
OLD = '#!/bin/sh\ncase "$2" in *version_info*) exit 1 ;; esac\n'
NO_VENV = '#!/bin/sh\ncase "$2" in *ensurepip*) exit 1 ;; esac\n'
NO_NETWORK = "#!/bin/sh\nexit 0\n"  # makes an environment that holds no pip
ROOT_USER, SOMEONE = "#!/bin/sh\necho 0\n", "#!/bin/sh\necho 1000\n"
REFUSED = "#!/bin/sh\nexit 100\n"


def made(
    folder: Path, target: str, machine: dict[str, str], **variables: str
) -> subprocess.CompletedProcess[str]:
    """
    Run a target of the Makefile alone in a folder, on a machine with these programs.

    Its Python is the first of these, or of PATH, unless another is named.
    """
    variables.setdefault("PYTHON", "python3")
    shutil.copy(ROOT / "Makefile", folder)
    programs = folder / "programs"
    programs.mkdir()
    for name, text in machine.items():
        (programs / name).write_text(text, "utf-8")
        (programs / name).chmod(0o755)
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("MAKE")}
    return subprocess.run(
        ["make", target, *(f"{k}={v}" for k, v in variables.items())],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        env={**inherited, "PATH": f"{programs}:{os.environ['PATH']}", "LC_ALL": "C.UTF-8"},
    )


def complaint(done: subprocess.CompletedProcess[str]) -> str:
    """Return the single line that make's own last words follow."""
    assert done.returncode == 2, done.stdout + done.stderr
    said, last = done.stderr.splitlines()
    assert last.startswith("make: ***")
    return said


def test_the_python_of_the_system_comes_first_if_it_is_complete() -> None:
    complete = "import ensurepip, sys; sys.exit(sys.version_info < (3, 11))"
    system = subprocess.run(["/usr/bin/python3", "-c", complete], check=False)
    clean = {name: value for name, value in os.environ.items() if name != "PYTHON"}

    said = subprocess.run(
        ["make", "-p", "-n", "help"],
        cwd=ROOT,
        env=clean,
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    chosen = "python3" if system.returncode else "/usr/bin/python3"
    assert f"\nPYTHON := {chosen}\n" in said
    assert f"\nUV_PYTHON := {chosen}\n" in said


@pytest.mark.parametrize(("user", "sudo"), [(ROOT_USER, ""), (SOMEONE, "sudo ")])
def test_without_python_it_says_what_to_install(user: str, sudo: str, tmp_path: Path) -> None:
    done = made(tmp_path, "demo", {"id": user}, PYTHON="python3-absent")

    assert complaint(done) == (
        f"Il manque Python 3.11 ou plus récent. Tapez : {sudo}apt-get install -y python3"
    )


def test_an_old_python_is_named_with_the_way_to_choose_another(tmp_path: Path) -> None:
    done = made(tmp_path, "test", {"python3": OLD})

    assert complaint(done) == (
        "python3 est trop ancien : il faut 3.11 ou plus récent. "
        "Tapez par exemple : make demo PYTHON=python3.12"
    )


def test_without_venv_someone_is_told_to_install_it(tmp_path: Path) -> None:
    done = made(tmp_path, "demo", {"python3": NO_VENV, "id": SOMEONE})

    assert complaint(done) == (
        "Il manque python3-venv. Tapez : sudo apt-get install -y python3-venv"
    )


def test_without_venv_root_installs_it_or_learns_why_not(tmp_path: Path) -> None:
    done = made(tmp_path, "demo", {"python3": NO_VENV, "id": ROOT_USER, "apt-get": REFUSED})

    assert done.stdout == "Installation de python3-venv…\n"
    assert complaint(done) == (
        "Il manque python3-venv : vérifiez l’accès à Internet, "
        "puis tapez : apt-get install -y python3-venv"
    )


def test_without_network_it_says_so_and_keeps_the_detail(tmp_path: Path) -> None:
    done = made(tmp_path, "demo", {"python3": NO_NETWORK})

    assert complaint(done) == (
        "Installation impossible : vérifiez l’accès à Internet, "
        "puis relancez la même commande (détail : .tools/pip.log)."
    )
    assert (tmp_path / ".tools/pip.log").exists()
    assert not (tmp_path / f".tools/uv-{VERSION}").exists()


def installed(folder: Path) -> Path:
    """Install a uv that says what it is called with; return the folder of tools."""
    tools = folder / ".tools"
    (tools / "bin").mkdir(parents=True)
    (tools / f"uv-{VERSION}").touch()
    (folder / ".venv").mkdir()
    (tools / "bin/uv").write_text('#!/bin/sh\necho "$@"\n', "utf-8")
    (tools / "bin/uv").chmod(0o755)
    return tools


PYTEST = "run --no-sync python -m pytest -n auto --dist worksteal"


@pytest.mark.parametrize(
    ("target", "arguments", "calls"),
    [
        ("demo", "--help", ["sync … --no-dev", "run --no-sync rota demo --help"]),
        ("serve", "--port 0", ["sync … --no-dev", "run --no-sync rota serve --demo --port 0"]),
        (
            "test",
            "-k nuit",
            [
                "sync …",
                f"{PYTEST} -m not postgresql and not long and not lengthy and not browser -k nuit",
            ],
        ),
    ],
)
def test_once_installed_it_only_checks_and_runs(
    target: str, arguments: str, calls: list[str], tmp_path: Path
) -> None:
    (installed(tmp_path) / "columns").touch()

    done = made(tmp_path, target, {"python3": OLD}, ARGS=arguments)

    printed = done.stdout.replace("--frozen --inexact --quiet", "…")
    assert (done.returncode, printed.splitlines()) == (0, calls)


def test_tests_compile_ahead_once_and_those_who_only_run_it_do_not(tmp_path: Path) -> None:
    tools = installed(tmp_path)
    made(tmp_path, "runtime", {"python3": OLD})
    assert not (tools / "columns").exists()
    shutil.rmtree(tmp_path / "programs")

    done = made(tmp_path, "columns", {"python3": OLD})

    compiled = "run --no-sync python -m tests.bench.instances.compiling"
    assert done.stdout.splitlines()[1:] == [compiled]
    assert (tools / "columns").exists()


def test_the_help_lists_every_target_that_people_type(tmp_path: Path) -> None:
    done = made(tmp_path, "help", {})

    listed = [line.split()[1] for line in done.stdout.splitlines() if line.startswith("make ")]
    assert listed == ["serve", "demo", "test", "check", "bench", "prove", "docs", "wheel", "format"]
