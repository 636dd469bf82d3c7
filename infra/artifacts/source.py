"""One module's source cut into units, each with what it mentions, imports and reads.

A step of `closure.py`. Read as a syntax tree: nothing is imported, so nothing runs.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

_FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)
_CLIENTS = {"client", "create_client"}  # of boto3's and of botocore's session


@dataclass(frozen=True, slots=True, eq=False)
class Unit:
    """A function, a method, a folder's constant, or the rest of a module.

    It runs if its `name` is mentioned by what runs, or `always`.
    """

    name: str
    always: bool
    words: frozenset[str]
    imports: Sequence[tuple[str, Sequence[str]]]  # module, and the names taken from it
    services: frozenset[str]
    folders: frozenset[Path]


def units_of(path: Path, text: str) -> list[Unit]:
    """Every unit of the module at `path`, relative to the root of the source."""
    tree = ast.parse(text, str(path))
    named = list(_named(tree.body, path))
    apart = {id(node) for _, _, node in named}
    rest = _unit("", True, _nodes(tree.body, apart), path)
    return [rest, *(_unit(name, always, _nodes([node]), path) for name, always, node in named)]


def _named(
    body: Iterable[ast.stmt], path: Path, always: bool = False
) -> Iterator[tuple[str, bool, ast.AST]]:
    """The functions, methods and folders of a body: name, whether it runs in any case, node.

    A method of a class with a base may be called by that base, whoever wrote it.
    """
    for node in body:
        if isinstance(node, _FUNCTION):
            yield node.name, always or node.name.startswith("__"), node
        elif isinstance(node, ast.ClassDef):
            yield from _named(node.body, path, bool(node.bases))
        elif isinstance(node, ast.Assign) and any(_folders([node], path)):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    yield target.id, False, node


def _nodes(body: Iterable[ast.AST], apart: Iterable[int] = ()) -> Iterator[ast.AST]:
    """Every node under these, but not those `apart` nor what is for type checkers alone."""
    apart = set(apart)
    waiting = list(body)
    while waiting:
        node = waiting.pop()
        if id(node) in apart:
            continue
        yield node
        if isinstance(node, ast.If) and _is_for_type_checkers(node.test):
            waiting += node.orelse
        else:
            waiting += ast.iter_child_nodes(node)


def _is_for_type_checkers(test: ast.expr) -> bool:
    return "TYPE_CHECKING" in (getattr(test, "id", ""), getattr(test, "attr", ""))


def _unit(name: str, always: bool, nodes: Iterable[ast.AST], path: Path) -> Unit:
    seen = list(nodes)
    return Unit(
        name=name,
        always=always,
        words=frozenset(word for node in seen for word in _words(node)),
        imports=[found for node in seen for found in _imports(node, path)],
        services=frozenset(service for node in seen for service in _services(node)),
        folders=frozenset(_folders(seen, path)),
    )


def _words(node: ast.AST) -> Iterator[str]:
    """The names a node mentions; a text may be one for `getattr`."""
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        yield node.id
    elif isinstance(node, ast.Attribute):
        yield node.attr
    elif isinstance(node, ast.alias) and node.asname:
        yield node.name.rpartition(".")[2]
    elif isinstance(node, ast.Constant) and str(node.value).isidentifier():
        yield str(node.value)


def _imports(node: ast.AST, path: Path) -> Iterator[tuple[str, Sequence[str]]]:
    if isinstance(node, ast.Import):
        for alias in node.names:
            yield alias.name, ()
    elif isinstance(node, ast.ImportFrom):
        around = path.parent.parts[: len(path.parent.parts) + 1 - node.level] if node.level else ()
        module = ".".join((*around, *filter(None, [node.module])))
        yield module, [alias.name for alias in node.names]


def _services(node: ast.AST) -> Iterator[str]:
    """`session.client("sqs")` → sqs."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
        first = node.args[0]
        if node.func.attr in _CLIENTS and isinstance(first, ast.Constant):
            yield str(first.value)


def _folders(nodes: Iterable[ast.AST], path: Path) -> Iterator[Path]:
    """`F = Path(__file__).parents[1] / "templates"` → templates, of a file under functions/."""
    for node in nodes:
        if isinstance(node, ast.Assign):
            found = _folder(node.value, path)
            if found is not None and found.parts:
                yield found


def _folder(node: ast.expr, path: Path) -> Path | None:
    if isinstance(node, ast.BinOp) and isinstance(node.right, ast.Constant):
        above = _folder(node.left, path)
        return above / str(node.right.value) if above is not None else None
    if ast.unparse(node).startswith("Path(__file__).parents[") and isinstance(node, ast.Subscript):
        return path.parents[int(ast.literal_eval(node.slice))]
    return None
