"""A ledger brought in at a browser: uploads, and the forms of the steps as they stand."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Any

from werkzeug.test import TestResponse

from tests.imports.ledger.books import csv_text
from tests.web.visitor import Visitor, words

HEAD = ["具体问题", "整改措施", "责任单位", "整改时限"]
GOOD = ["记录不全", "补全", "第一党支部", "2027-06-30"]
OTHER = ["牌匾破损", "更换", "第二党支部", "2027-06-30"]
TOO_LONG = ["牌匾破损", "更换", "二" * 1001, "2027-06-30"]
# For whoever may import; %s is an import of somebody else.
IMPORTS: dict[tuple[str, str], list[str]] = {
    ("imports.show", "GET"): ["/imports"],
    ("imports.upload", "POST"): ["/imports"],
    ("imports.draft", "GET"): ["/imports/%s"],
    ("imports.sheets", "GET"): ["/imports/%s/sheets"],
    ("imports.columns", "GET"): ["/imports/%s/columns"],
    ("imports.values", "GET"): ["/imports/%s/values"],
    ("imports.changes", "GET"): ["/imports/%s/changes"],
    ("imports.choose_changes", "POST"): ["/imports/%s/changes"],
    ("imports.take_back", "POST"): ["/imports/%s/take-back"],
    ("imports.rows", "GET"): ["/imports/%s/rows", "/imports/%s/rows?asking=1&after=x"],
    ("imports.choose_rows", "POST"): ["/imports/%s/rows"],
    ("imports.left_out", "GET"): ["/imports/%s/left-out"],
    ("imports.missing_people", "GET"): ["/imports/%s/missing-people"],
    ("imports.choose_sheets", "POST"): ["/imports/%s/sheets"],
    ("imports.choose_columns", "POST"): ["/imports/%s/columns"],
    ("imports.choose_values", "POST"): ["/imports/%s/values"],
    ("imports.write", "POST"): ["/imports/%s/write"],
    ("imports.again", "POST"): ["/imports/%s/again"],
    ("imports.stop", "POST"): ["/imports/%s/stop"],
    ("imports.throw_away", "POST"): ["/imports/%s/throw-away"],
}
# The system administrator's alone; %s is a file of somebody else.
ROSTERS: dict[tuple[str, str], list[str]] = {
    ("rosters.show", "GET"): ["/imports/roster"],
    ("rosters.upload", "POST"): ["/imports/roster"],
    ("rosters.draft", "GET"): ["/imports/roster/%s"],
    ("rosters.choose", "POST"): ["/imports/roster/%s/columns"],
    ("rosters.write", "POST"): ["/imports/roster/%s/write"],
    ("rosters.throw_away", "POST"): ["/imports/roster/%s/throw-away"],
}
# %d is an import that was written; it is told to whoever may import wherever it brought something.
PAST: dict[tuple[str, str], list[str]] = {
    ("past_imports.show", "GET"): ["/imports/past"],
    ("past_imports.one", "GET"): ["/imports/past/%d"],
    ("past_imports.take_back", "POST"): ["/imports/past/%d/take-back"],
    ("api.imports", "GET"): ["/api/v1/imports"],
    ("api.import_", "GET"): ["/api/v1/imports/%d"],
    ("api.take_back_import", "POST"): ["/api/v1/imports/%d/take-back"],
}


def table(*rows: Sequence[str], head: Sequence[str] = HEAD) -> bytes:
    return csv_text([head, *rows]).encode()


def upload(visitor: Visitor, data: bytes, name: str = "台账.csv") -> TestResponse:
    token = visitor.token("/imports")
    return visitor.send("/imports", {"csrf_token": token, "file": (io.BytesIO(data), name)})


def address_of(answer: TestResponse) -> str:
    """Return the address of the import that an answer leads to."""
    assert answer.status_code == 303, words(answer)
    found = re.match(r"/imports/[0-9a-f-]{36}", answer.location)
    assert found
    return found[0]


def sent(visitor: Visitor, path: str, to: str = "", **more: Any) -> TestResponse:
    """Send the form of a page as it stands there, but for what is told."""
    page = visitor.get(path).text
    form = page[page.index(f'action="{to or path}"') :]
    form = form[: form.index("</form>")]
    data = fields(form) | more
    data["csrf_token"] = visitor.token(path)
    return visitor.send(to or path, data)


def fields(form: str) -> dict[str, Any]:
    """Return the values of a form's fields, as a browser would send them."""
    data: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>|<select.*?</select>", form, re.S):
        name = re.search(r'name="([^"]*)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name is None or ('type="checkbox"' in tag or 'type="radio"' in tag) > (
            " checked" in tag
        ):
            continue
        if tag.startswith("<select"):
            value = re.search(r'value="([^"]*)" selected', tag) or value
        data.setdefault(name[1], []).append(value[1] if value else "")
    return dict(data)
