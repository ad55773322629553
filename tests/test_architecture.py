"""The shape of the house: who may import whom, and what each file owes."""

import ast
import importlib.metadata
import re
import shutil
import subprocess
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

import pytest

import constraints.house
import constraints.law
import constraints.wishes
from constraints.registry import base, offers
from scheduler.goal import Goal
from scheduler.rule import Rule
from tests.test_a_new_rule import imports

ROOT = Path(__file__).parent.parent
PACKAGES = ("scheduler", "constraints", "calendars", "api", "fixtures")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def name_of(requirement: str) -> str:
    """Return the distribution that a requirement names."""
    return re.split(r"[^\w-]", requirement)[0].lower()


REQUIRED = {name_of(d) for d in PROJECT["project"]["dependencies"]}
CONTRACTS = {c["name"]: c for c in PROJECT["tool"]["importlinter"]["contracts"]}
SOURCES = sorted(path for name in (*PACKAGES, "tests") for path in (ROOT / name).rglob("*.py"))
OWED = sorted(
    path
    for folder in ("law", "house", "wishes")
    for path in (ROOT / "constraints" / folder).rglob("*.py")
    if path.name != "__init__.py"
)

# What breaks each contract, and no other one: file, line added to it.
VIOLATIONS = {
    "api > constraints > calendars > scheduler": ("calendars/planted.py", "import constraints.law"),
    "inside scheduler, from explanations down to errors": (
        "scheduler/domain/planted.py",
        "import scheduler.dated",
    ),
    "the domain knows no library": ("scheduler/domain/planted.py", "import holidays"),
    "only scheduler sees CP-SAT": ("api/asking/planted.py", "import ortools"),
    "judging a rota needs no solver": ("calendars/planted.py", "import scheduler.engine.build"),
    "inside constraints, from the registry down to what rules share": (
        "constraints/bans/planted.py",
        "import constraints.counters.sheet",
    ),
    "rules do not know each other": (
        "constraints/law/rests/planted.py",
        "import constraints.law.rests.daily_rest_11h",
    ),
    "files, screens and databases stay in api": ("constraints/rests/planted.py", "import rich"),
    "the product runs without its sample data": ("calendars/planted.py", "import fixtures"),
    "no import goes round in a circle": (
        "calendars/planted.py",
        "import calendars.planted_too",
    ),
    "routes and shapes hold no SQL": ("api/coverage/shapes.py", "import sqlalchemy.orm"),
    "the register knows no document": ("api/ledger/planted.py", "import api.export.month.bundle"),
    "nothing imports the command line": ("fixtures/planted.py", "import api.cli.app"),
    "inside the service, from its doors down to its words": (
        "api/leave/planted.py",
        "import api.wishes.service",
    ),
}


# The installed script holds the folder of its installation: a moved checkout has lost it.
LINT = "from importlinter.cli import lint_imports_command; lint_imports_command()"
FOLDERS = (constraints.law, constraints.house, constraints.wishes)


def offered(package: ModuleType) -> list[Rule | Goal]:
    """Return the rules and goals that a folder's files offer."""
    return [offer for offer in offers(package) if isinstance(offer, Rule | Goal)]


def linted(folder: Path) -> dict[str, bool]:
    """Run import-linter on the packages of `folder`; whether each contract is kept, by name."""
    done = subprocess.run(
        [sys.executable, "-c", LINT, "--no-logo"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "/usr/bin:/bin", "COLUMNS": "200"},
    )
    verdicts = re.findall(r"^(.+?) (KEPT|BROKEN)\b", done.stdout, flags=re.MULTILINE)
    assert verdicts, done.stdout + done.stderr
    return {name: verdict == "KEPT" for name, verdict in verdicts}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with what import-linter reads: the packages' files and the contracts."""
    folder = tmp_path_factory.mktemp("house")
    for name in PACKAGES:
        shutil.copytree(
            ROOT / name,
            folder / name,
            ignore=lambda _, names: (
                [n for n in names if "." in n and not n.endswith(".py")]
                + [n for n in names if n == "__pycache__"]
            ),
        )
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


@contextmanager
def planted(copy: Path, lines: Mapping[str, str]) -> Iterator[None]:
    """Add lines to files of the copy, named by their paths, and take them away again."""
    files = {copy / path: text for path, text in lines.items()}
    before = {file: file.read_bytes() if file.exists() else None for file in files}
    for file, text in files.items():
        file.write_text((before[file] or b"").decode() + text, "utf-8")
    try:
        yield
    finally:
        for file, content in before.items():
            if content is None:
                file.unlink()
            else:
                file.write_bytes(content)


def test_every_contract_is_kept(copy: Path) -> None:
    assert linted(copy) == dict.fromkeys(CONTRACTS, True)


def test_every_contract_has_its_planted_violation() -> None:
    assert set(VIOLATIONS) == set(CONTRACTS)


@pytest.mark.long
@pytest.mark.parametrize("name", VIOLATIONS)
def test_each_contract_and_no_other_sees_its_violation(name: str, copy: Path) -> None:
    path, line = VIOLATIONS[name]
    too = {"calendars/planted_too.py": "import calendars.planted\n"}

    with planted(copy, {path: f"\n{line}\n", **too}):
        assert linted(copy) == {other: other != name for other in CONTRACTS}


def test_a_type_only_import_counts_as_one(copy: Path) -> None:
    guarded = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import ortools\n"

    with planted(copy, {"api/planted.py": guarded}):
        assert not linted(copy)["only scheduler sees CP-SAT"]


def comparing(folder: Path) -> list[str]:
    """Return the places of `folder` that compare by themselves what a caller was granted."""
    accounts = (folder / "api/access", folder / "api/accounts")
    return [
        f"{path.relative_to(folder)}:{node.lineno}: .{node.attr}"
        for path in sorted((folder / "api").rglob("*.py"))
        if {"may", "grants"} & set(re.findall(r"\w+", text := path.read_text("utf-8")))
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Attribute)
        and (
            (node.attr == "may" and path != folder / "api/access/reach.py")
            or (
                node.attr == "grants"
                and not any(
                    path.is_relative_to(folder_of_accounts) for folder_of_accounts in accounts
                )
            )
        )
    ]


@pytest.mark.long
def test_reach_alone_compares_what_a_caller_was_granted() -> None:
    assert comparing(ROOT) == []


@pytest.mark.long
def test_a_route_that_compares_grants_by_itself_is_seen(copy: Path) -> None:
    route = (
        "def mine(who, roles):\n"
        "    if who.may(roles):\n"
        "        return who.may\n"
        "    return any(grant.role in roles for grant in who.grants)\n"
    )

    with planted(copy, {"api/leave/planted.py": route}):
        assert comparing(copy) == [
            "api/leave/planted.py:2: .may",
            "api/leave/planted.py:3: .may",
            "api/leave/planted.py:4: .grants",
        ]


def modules_by_distribution() -> Mapping[str, set[str]]:
    """Return the modules that each distribution brings, by its name as requirements write it."""
    modules: dict[str, set[str]] = defaultdict(set)
    for module, distributions in importlib.metadata.packages_distributions().items():
        for distribution in distributions:
            modules[distribution.lower().replace("_", "-")].add(module)
    return modules


def test_the_domain_s_contract_names_every_library_the_product_depends_on() -> None:
    named = set(CONTRACTS["the domain knows no library"]["forbidden_modules"])
    modules = modules_by_distribution()

    # tzdata is only what zoneinfo reads.
    assert [d for d in sorted(REQUIRED) if not modules[d] & named] == ["tzdata"]


def test_the_product_imports_no_library_that_is_installed_for_tests_alone() -> None:
    groups = PROJECT["dependency-groups"].values()
    extra = {name_of(d) for group in groups for d in group if isinstance(d, str)} - REQUIRED
    product = [p for p in SOURCES if p.relative_to(ROOT).parts[0] in PACKAGES]
    imported = {name.partition(".")[0] for path in product for name in imports(path)}
    modules = modules_by_distribution()

    assert "numba" in extra
    assert {d: own for d in sorted(extra) if (own := imported & modules[d])} == {}


def test_every_rule_and_goal_has_its_own_test_file() -> None:
    mirrors = [ROOT / "tests" / p.relative_to(ROOT).with_name(f"test_{p.name}") for p in OWED]

    assert [str(m.relative_to(ROOT)) for m in mirrors if not has_a_test(m)] == []


def has_a_test(path: Path) -> bool:
    """Whether a file is there and holds at least one test."""
    return path.exists() and bool(re.search(r"^def test_", path.read_text("utf-8"), re.MULTILINE))


def test_every_file_of_constraints_offers_one_rule_or_goals_of_one_kind() -> None:
    offers = {
        p: re.findall(r"^(?:RULE|GOALS?)\b", p.read_text("utf-8"), re.MULTILINE) for p in OWED
    }

    assert [
        f"{p.parent.name}/{p.name}" for p, offered_here in offers.items() if len(offered_here) != 1
    ] == []


@pytest.mark.parametrize("rule", offered(constraints.law), ids=lambda r: r.id)
def test_every_rule_of_law_cites_its_articles(rule: Rule) -> None:
    assert rule.sources
    assert all(s.article for s in rule.sources)


def test_no_two_rules_or_goals_share_an_id() -> None:
    ids = [offer.id for package in FOLDERS for offer in offered(package)]

    assert sorted(set(ids)) == sorted(ids)


def test_the_base_profile_holds_all_that_the_folders_hold() -> None:
    profile = base()

    assert {r.id for r in profile.rules} | {g.id for g in profile.goals} == {
        offer.id for package in FOLDERS for offer in offered(package)
    }


def test_every_rule_of_law_is_in_the_file_of_its_id() -> None:
    ids = {rule.id for rule in offered(constraints.law)}

    assert ids == {path.stem for path in OWED if path.is_relative_to(ROOT / "constraints/law")}


def test_no_file_that_people_write_is_over_400_lines() -> None:
    lines = {p: len(p.read_text("utf-8").splitlines()) for p in SOURCES}

    assert [f"{p.relative_to(ROOT)}: {n}" for p, n in lines.items() if n > 400] == []


def test_files_are_named_in_snake_case_and_for_what_they_hold() -> None:
    vague = {"utils", "util", "common", "helpers", "misc", "services", "manager"}
    names = {path.relative_to(ROOT).as_posix(): path.stem for path in SOURCES}

    assert [p for p, n in names.items() if not re.fullmatch(r"__\w+__|[a-z][a-z0-9_]*", n)] == []
    assert [p for p, n in names.items() if n in vague] == []


def test_nothing_is_left_for_later() -> None:
    # Spelt so that this file doesn't accuse itself.
    left = re.compile("|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X", "NotImplemented" + "Error")))
    skipped = re.compile(r"pytest\.(?:mark\.)?(?:skip|xfail)|pragma: no " + "cover")

    assert [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in SOURCES
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if left.search(line) or (skipped.search(line) and path != Path(__file__))
    ] == []


def test_the_public_packages_say_they_are_typed() -> None:
    assert [name for name in PACKAGES if not (ROOT / name / "py.typed").exists()] == []


@pytest.mark.long
def test_tests_are_collected_where_what_drives_browsers_is_not_installed() -> None:
    code = (
        "import sys; sys.modules['playwright'] = None; import pytest; "
        "sys.exit(pytest.main(['--collect-only', '-q', '-p', 'no:cacheprovider', 'tests/browser']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout
