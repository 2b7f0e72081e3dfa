"""No name in a template means two things: neither an import nor what the frame sets is reused."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, nodes

WEB = Path("web")
_ENVIRONMENT = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)


def _parsed(file: Path) -> nodes.Template:
    return _ENVIRONMENT.parse(file.read_text())


def _set(template: nodes.Node) -> Iterator[str]:
    """Yield every name that a template sets."""
    targets = [one.target for one in template.find_all(nodes.Assign)]
    targets += [one.target for one in template.find_all(nodes.AssignBlock)]
    for target in targets:
        names = target.items if isinstance(target, nodes.Tuple) else [target]
        yield from (name.name for name in names if isinstance(name, nodes.Name))


def _passed(file: Path) -> Iterator[str]:
    """Yield every name that a module gives to a template."""
    for call in ast.walk(ast.parse(file.read_text())):
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "render_template":
            yield from (keyword.arg for keyword in call.keywords if keyword.arg)


def test_no_template_sets_the_name_of_what_it_imports() -> None:
    reused = []
    for file in (WEB / "templates").rglob("*.html"):
        template = _parsed(file)
        imported = {one.target for one in template.find_all(nodes.Import)}
        reused += [(file.name, name) for name in imported & {*_set(template)}]
    assert reused == []


def test_no_page_gives_its_template_a_name_that_the_frame_sets() -> None:
    frame = {*_set(_parsed(WEB / "templates" / "base.html"))}
    assert "me" in frame
    given = [(file.name, name) for file in WEB.rglob("*.py") for name in _passed(file)]
    assert given
    assert [one for one in given if one[1] in frame] == []
