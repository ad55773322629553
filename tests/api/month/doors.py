"""Who reaches which function, by the syntax tree: names followed through the imports of modules."""

import ast
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

Node = tuple[str, str]
"""A module, and the name of a function or a class at its top (empty: the module's own lines)."""


@dataclass(frozen=True)
class Tree:
    """The functions and classes of the modules below a folder, and what each of them names."""

    root: Path
    package: str = "api"
    sources: Mapping[str, ast.Module] = field(init=False)

    def __post_init__(self) -> None:
        sources = {
            self.module_of(path): _parsed(path.read_text("utf-8"))
            for path in sorted((self.root / self.package).rglob("*.py"))
        }
        object.__setattr__(self, "sources", sources)

    def module_of(self, path: Path) -> str:
        """Return the dotted name of a file."""
        parts = path.relative_to(self.root).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @cached_property
    def names(self) -> Mapping[Node, frozenset[Node]]:
        """What each function, class and module names of other modules and of its own."""
        return {
            (module, name): nodes
            for module, tree in self.sources.items()
            for name, nodes in _names(module, tree).items()
        }

    def reached(self, door: Callable[[str], bool], closed: Callable[[str], bool]) -> set[Node]:
        """
        Return all that the modules of a door name, and what that names in turn.

        `closed`: modules that are no way through, those of the other doors.
        """
        queue = [node for node in self.names if door(node[0])]
        seen = set(queue)
        while queue:
            for node in self.names.get(queue.pop(), ()):
                if node not in seen and not closed(node[0]):
                    seen.add(node)
                    queue.append(node)
        return seen

    def functions(self, module: Callable[[str], bool]) -> Iterator[tuple[Node, ast.FunctionDef]]:
        """Yield the public functions at the top of some modules."""
        for name, tree in self.sources.items():
            for node in tree.body if module(name) else ():
                if isinstance(node, ast.FunctionDef) and node.name[0] != "_":
                    yield (name, node.name), node

    def imports(self, module: Callable[[str], bool]) -> Mapping[str, frozenset[str]]:
        """Return the names that each of some modules imports, whole, wherever in the file."""
        result: dict[str, set[str]] = defaultdict(set)
        for name, tree in self.sources.items():
            if module(name):
                result[name] |= {".".join(target) for _, target in _imported(tree)}
        return {name: frozenset(names) for name, names in result.items()}


@cache
def _parsed(source: str) -> ast.Module:
    """Parse a file once: a tree with a planted fault differs from the product in three files."""
    return ast.parse(source)


@cache
def _names(module: str, tree: ast.Module) -> Mapping[str, frozenset[Node]]:
    """Return what each function and class of a module names, and its own lines (empty name)."""
    tops = {
        node.name: node
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    }
    imported = dict(_imported(tree))
    rest = [node for node in tree.body if node not in tops.values()]
    return {
        **{name: frozenset(_named(top, module, imported, tops)) for name, top in tops.items()},
        "": frozenset(node for line in rest for node in _named(line, module, imported, tops)),
    }


def _imported(tree: ast.AST) -> Iterator[tuple[str, Node]]:
    """Yield the local names that imports make, and what each of them is."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            for alias in node.names:
                yield alias.asname or alias.name, (node.module, alias.name)
        elif isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.asname or alias.name, (alias.name, "")


def _named(
    top: ast.AST, module: str, imported: Mapping[str, Node], tops: Mapping[str, ast.AST]
) -> Iterator[Node]:
    for node in ast.walk(top):
        if isinstance(node, ast.Name):
            if node.id in imported:
                yield imported[node.id]
            elif node.id in tops:
                yield module, node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            # A name of an imported module: `publishing.publish`.
            owner = imported.get(node.value.id)
            if owner is not None:
                yield ".".join(filter(None, owner)), node.attr
