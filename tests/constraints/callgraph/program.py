"""
Which functions a function may reach, by the syntax tree alone.

Names are resolved through imports, methods through annotations and assignments; where the type of
a receiver can't be told, every method of that name in sight is taken to be reached. So the graph
may hold too much, never too little; `test_independence.py` sees what really runs stay inside.
"""

import ast
from collections.abc import Mapping
from functools import cached_property

from tests.constraints.callgraph.sources import Class, Function, Module, read


class Program:
    """All modules, and how names lead from one to another."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        self.modules = {name: read(name, text) for name, text in sources.items()}
        self._lineages: dict[str, tuple[Class, ...]] = {}

    @cached_property
    def classes(self) -> dict[str, Class]:
        """Classes by key."""
        return {c.key: c for m in self.modules.values() for c in m.classes.values()}

    def resolve(self, module: Module, name: str) -> str | None:
        """Return the key of what a name of a module stands for (None: nothing of the product)."""
        if name in module.functions or name in module.classes or name in module.variables:
            return f"{module.name}:{name}"
        target = module.imported.get(name)
        if target is None:
            return None
        return self._follow(target)

    def _follow(self, target: str) -> str | None:
        owner, _, name = target.partition(":")
        if name and f"{owner}.{name}" in self.modules:
            return f"{owner}.{name}"
        if owner not in self.modules:
            return None
        return self.resolve(self.modules[owner], name) if name else owner

    def member(self, module: str, name: str) -> str | None:
        """Return the key of a name looked up in an imported module."""
        return self._follow(f"{module}:{name}")

    def class_of(self, module: Module, node: ast.expr) -> str | None:
        """Return the key of the class that an expression names (None: not one of the product)."""
        if isinstance(node, ast.Subscript):
            return self.class_of(module, node.value)
        name = None
        if isinstance(node, ast.Name):
            name = self.resolve(module, node.id)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            owner = self.resolve(module, node.value.id)
            name = None if owner is None else self.member(owner, node.attr)
        return name if name in self.classes else None

    def lineage(self, class_: Class) -> tuple[Class, ...]:
        """Return a class and its bases in the product, the nearest first."""
        if class_.key not in self._lineages:
            bases = [self.class_of(class_.module, base) for base in class_.node.bases]
            above = [self.classes[key] for key in bases if key is not None]
            self._lineages[class_.key] = (
                class_,
                *(up for base in above for up in self.lineage(base)),
            )
        return self._lineages[class_.key]

    @cached_property
    def heirs(self) -> dict[str, list[Class]]:
        """Classes that inherit from another, by the key of that one."""
        table: dict[str, list[Class]] = {}
        for class_ in self.classes.values():
            for above in self.lineage(class_)[1:]:
                table.setdefault(above.key, []).append(class_)
        return table

    def variable(self, key: str | None) -> tuple[Module, ast.expr] | None:
        """Return a module's variable with its value (None: it is none)."""
        owner, _, name = (key or "").partition(":")
        module = self.modules.get(owner)
        if module is None or name not in module.variables:
            return None
        return module, module.variables[name]

    def function(self, key: str) -> tuple[Module, Function]:
        """Return a function, or a method, by its key."""
        owner, _, name = key.partition(":")
        module = self.modules[owner]
        outer, _, method = name.partition(".")
        return module, module.classes[outer].methods[method] if method else module.functions[outer]

    def method(self, class_: Class, name: str) -> tuple[Class, Function] | None:
        """Return where a class has a method from."""
        for owner in self.lineage(class_):
            if name in owner.methods:
                return owner, owner.methods[name]
        return None

    def visible(self, module: Module) -> frozenset[str]:
        """Return the modules that a module imports, directly or not, and itself."""
        seen, left = {module.name}, [module]
        while left:
            for target in left.pop().imported.values():
                owner, _, name = target.partition(":")
                for key in (owner, f"{owner}.{name}"):
                    if key in self.modules and key not in seen:
                        seen.add(key)
                        left.append(self.modules[key])
        return frozenset(seen)
