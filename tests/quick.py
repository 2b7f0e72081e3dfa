"""The checks of a developer's change in half a minute: ``make quick``.

Looks at the files that differ from ``HEAD`` (or from the commit that is named): style, types and
imports of the tree, and the tests of what was touched: the tests that mirror a changed module, the
tests that import it, and changed tests themselves. What starts whole services or browsers is left
to ``make test``.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from tests.servers import ROOT
from tests.sources import SHIPPED, trees

BIN = Path(sys.executable).parent
LONG = ("tests/bench/", "tests/chaos/", "tests/simulation/", "tests/rectify/", "tests/other_days/",
        "tests/web/test_browser.py", "tests/engine/test_histories.py")  # fmt: skip
MOST = 6  # test files that half a minute has room for; the nearest first
QUICK_LAWS = ("tests/test_rooms.py",)


def changed(since: str) -> list[str]:
    """Return the Python files that differ from a commit, those not yet tracked included."""
    named = _git("diff", "--name-only", "--diff-filter=d", since)
    named += _git("ls-files", "--others", "--exclude-standard")
    return sorted({name for name in named if name.endswith(".py")})


def nearest_tests(files: Iterable[str]) -> list[str]:
    """Return the test files to run for these changed files, the nearest first."""
    files = list(files)
    own = [name for name in files if _is_test(name)]
    touched = {_dotted(name) for name in files if name.startswith(SHIPPED)}
    mirrored = [name for module in sorted(touched) if (name := _mirror(module))]
    importing = [name for name, tree in trees("tests") if _is_test(name) and touched & _asks(tree)]
    importing.sort(key=lambda name: (ROOT / name).stat().st_size)
    found = dict.fromkeys([*own, *mirrored, *importing])
    return [name for name in found if name in own or not name.startswith(LONG)][:MOST]


def main(since: str = "HEAD") -> int:
    """Run the checks one after another and return the first exit code that is not 0."""
    files = changed(since)
    if not files:
        print(f"Nothing in Python differs from {since}.")
        return 0
    chosen = nearest_tests(files)
    print("\n".join(["Changed:", *files, "Tests:", *chosen]))
    steps = [
        ("ruff", "check", *files),
        ("ruff", "format", "--check", *files),
        ("mypy",),
        ("lint-imports",),
        ("pytest", "-q", "-x", *chosen, *QUICK_LAWS),
    ]
    for step in steps:
        code = subprocess.run([BIN / step[0], *step[1:]], cwd=ROOT, check=False).returncode
        if code:
            return code
    return 0


def _git(*words: str) -> list[str]:
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def _is_test(name: str) -> bool:
    return name.startswith("tests/") and Path(name).name.startswith("test_")


def _dotted(name: str) -> str:
    return name.removesuffix(".py").replace("/", ".").removesuffix(".__init__")


def _mirror(module: str) -> str:
    """Return the test file that mirrors a module, where there is one."""
    *rooms, last = module.removeprefix("workflow.").split(".")
    name = "/".join(["tests", *rooms, f"test_{last}.py"])
    return name if (ROOT / name).exists() else ""


def _asks(tree: ast.Module) -> set[str]:
    """Return the modules that a test imports, each also as the room it stands in."""
    asked: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            asked |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return asked


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
