"""Laws of what is typed and pasted, whoever writes a page: nothing is cut or lost."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path

import pytest

from tests.servers import ROOT
from tests.sources import trees
from web import formats

# These read files, calendars and keys, not what people type into a form.
NOT_TYPED = (
    "workflow/imports/ledger/",
    "workflow/organisation/rosters/",
    "workflow/calendar/",
    "workflow/audit/",
    "workflow/platform/",
    "workflow/queries/case_files/verify.py",
    "workflow/queries/papers/template_package.py",
    "workflow/declaration/pack_faults.py",
)
TEMPLATES = sorted((ROOT / "web" / "templates").rglob("*.html"))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_page_lets_the_browser_cut_what_is_pasted(template: Path) -> None:
    # A browser cuts at maxlength without a word; the service refuses with the limit and keeps all.
    assert "maxlength" not in template.read_text(encoding="utf-8")


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_element_stands_inside_an_attribute(template: Path) -> None:
    # These filters write an element of HTML: inside quotes it ends the attribute and is shown.
    elements = [
        name for name, filter_ in vars(formats).items()
        if inspect.isfunction(filter_) and filter_.__annotations__.get("return") == "Markup"
    ]  # fmt: skip
    assert "day" in elements
    text = template.read_text(encoding="utf-8")
    for found in re.finditer(rf"\|\s*(?:{'|'.join(elements)})\b", text):
        start = text.rfind("{", 0, found.start())
        html = re.sub(r"\{\{[^}]*\}\}|\{%[^%]*%\}|\{#[^#]*#\}", "", text[:start])
        assert html.rfind("<") <= html.rfind(">"), text[start : found.end()]


def test_typed_text_is_cleaned_in_one_place() -> None:
    stripping = {
        str(path)
        for path, tree in trees("workflow")
        if ".strip()" in ast.unparse(tree) and not str(path).startswith(NOT_TYPED)
    }
    assert not stripping


def test_texts_are_searched_in_one_way() -> None:
    others = {
        str(path)
        for path, tree in trees("workflow")
        if re.search(r"\bILIKE\b|\.icontains\(|\.(title|name)\.contains\(", ast.unparse(tree))
    }
    assert not others
