"""Proofs of unchanged lists, in the cache folder of the user.

The key of a proof is a hash of the sources below it: the module of the list, the checker, and all
modules imported by these, directly or not. A list without a file, added at run time, is not cached.
"""

from __future__ import annotations

import ast
import json
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from functools import cache
from hashlib import sha256
from importlib.machinery import ModuleSpec
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from pkgutil import iter_modules

from workflow.checks import checker
from workflow.checks.checker import Proof
from workflow.declaration import pack

_OURS = "workflow"


def kept(list_key: str) -> Proof | None:
    """Return the cached proof of a list; none where a source has changed."""
    path = _path(list_key)
    with suppress(OSError, ValueError, KeyError, TypeError):
        row = json.loads(path.read_text(encoding="utf-8")) if path else None
        if row and row["digest"] == digest(list_key):
            proof = Proof(list_key, int(row["explored"]))
            for finding in row["findings"]:
                proof.add(finding["sentence"], tuple(finding["steps"]))
            return proof
    return None


def keep(proof: Proof) -> None:
    """Write a proof to the cache; a cache without write access stays as before."""
    path, known = _path(proof.list_key), digest(proof.list_key)
    if path is None or not known:
        return
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(f".{os.getpid()}")
        row = json.dumps({"digest": known, **asdict(proof)}, ensure_ascii=False)
        draft.write_text(row, encoding="utf-8")
        draft.replace(path)  # at once, so that nobody reads half a proof


def digest(list_key: str) -> str:
    """Return the hash of the sources below a proof, in hex; empty for a list without a file."""
    module = _module_of(list_key)
    if not module:
        return ""
    told = sha256(sys.version.encode())
    told.update(_data().encode())
    for name in sorted(_closure({module, *pack().sources, checker.__name__})):
        told.update(f"\n{name}\n".encode())
        told.update(_source(name) if _is_ours(name) else _version(name))
    return told.hexdigest()


def _data() -> str:
    """Return what the lists take from the data of the pack: roles, severities and periods."""
    severities = {key: found.total.key for key, found in pack().severities.items()}
    days = {key: limit.days for key, limit in pack().limits.items()}
    return repr((pack().key, [*pack().roles], severities, days))


def _path(list_key: str) -> Path | None:
    with suppress(RuntimeError):  # a user without a home has no cache
        base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
        return Path(base) / "rectify" / "proofs" / f"{list_key}.json"
    return None


def _module_of(list_key: str) -> str:
    """Return the name of the module of a list; empty for a list without a file."""
    lists = pack().folder
    if lists is None or pack().lists.get(list_key) is not lists.DECLARED.get(list_key):
        return ""
    for found in iter_modules(lists.__path__):
        name = f"{lists.__name__}.{found.name}"
        if getattr(sys.modules.get(name), "LIST_TYPE", None) and (
            sys.modules[name].LIST_TYPE.key == list_key
        ):
            return name
    return ""


def _closure(names: set[str]) -> set[str]:
    """Return the modules and all their imports, direct or not, except the standard library."""
    found, ahead = set[str](), [*names]
    while ahead:
        name = ahead.pop()
        if name not in found:
            found.add(name)
            ahead += _imports(name) if _is_ours(name) else ()
    return found


@cache
def _imports(name: str) -> tuple[str, ...]:
    """Return the imports of a module of ours, with the packages around the imported modules."""
    found = {name.rpartition(".")[0], *_mentioned(ast.parse(_source(name)))} - {""}
    ours = {module if _is_ours(module) else module.partition(".")[0] for module in found}
    return tuple(ours - sys.stdlib_module_names)


def _mentioned(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            below = (f"{node.module}.{alias.name}" for alias in node.names)
            yield from (module for module in below if _is_ours(module) and _spec(module))


def _is_ours(name: str) -> bool:
    return name.partition(".")[0] == _OURS


@cache
def _spec(name: str) -> ModuleSpec | None:
    with suppress(ModuleNotFoundError):  # a name in a module is no module
        return find_spec(name)
    return None


@cache
def _source(name: str) -> bytes:
    spec = _spec(name)
    return Path(spec.origin).read_bytes() if spec and spec.origin else b""


def _version(name: str) -> bytes:
    with suppress(PackageNotFoundError):
        return version(name).encode()
    return b""
