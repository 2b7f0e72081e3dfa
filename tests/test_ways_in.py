"""Every way into an account, and what guards it: a new one has no place here and fails.

The ways are found, not listed: the statements of all shipped sources, the forms of the pages and
the commands of the command line.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import click

from rectify.cli import cli
from tests.sources import SHIPPED, trees
from workflow.organisation.forms import forms as unit_forms
from workflow.organisation.staff.forms import ACCOUNT_FORMS, ADD, PERSON_FORMS

# Two administrators: the database demands their approval in the transaction that writes.
APPROVED = "two administrators"
# Whose account it is does it, and has proved to be the one: by a session, a code or a link.
OWNER = "the owner"
# Somebody who cannot sign in by it: a person without an account, a name, a right taken away.
NO_WAY_IN = "lets nobody in"
# The machine asks an administrator before it comes here.
PERMITTED = "asked for by the machine"

_TABLES = "(people|accounts|appointments|subjects|tokens|account_links|recovery_codes|approvals)"
_WRITE = re.compile(
    rf"(INSERT INTO|DELETE FROM)\s+{_TABLES}\b|(UPDATE)\s+{_TABLES}\b[^;]*?\bSET\s+\(?([a-z_]+)"
)
STATEMENTS: dict[tuple[str, str], str] = {
    ("accounts/approvals", "INSERT INTO approvals"): APPROVED,
    ("accounts/approvals", "UPDATE approvals agreed"): APPROVED,
    ("accounts/commands", "INSERT INTO accounts"): APPROVED,
    ("accounts/commands", "UPDATE accounts password_hash"): OWNER,
    ("accounts/commands", "UPDATE people language"): NO_WAY_IN,
    ("accounts/commands", "UPDATE people theme"): NO_WAY_IN,
    ("accounts/links", "INSERT INTO account_links"): OWNER,  # to an address that took two
    ("accounts/links", "UPDATE account_links token_hash"): OWNER,
    ("accounts/links", "UPDATE account_links used_at"): OWNER,
    ("accounts/links", "UPDATE accounts password_hash"): OWNER,
    ("accounts/person_fields", "INSERT INTO people"): NO_WAY_IN,
    ("accounts/person_fields", "UPDATE people name"): NO_WAY_IN,
    ("accounts/second_factor", "DELETE FROM recovery_codes"): OWNER,
    ("accounts/second_factor", "INSERT INTO recovery_codes"): OWNER,
    ("accounts/second_factor", "UPDATE accounts totp_secret"): OWNER,
    ("accounts/second_factor", "UPDATE accounts totp_since"): OWNER,
    ("accounts/second_factor", "UPDATE accounts totp_step"): OWNER,
    ("accounts/second_factor", "UPDATE recovery_codes used_at"): OWNER,
    ("accounts/sso", "INSERT INTO subjects"): OWNER,  # matched by an address that took two
    ("accounts/tokens", "INSERT INTO tokens"): OWNER,
    ("accounts/tokens", "UPDATE tokens revoked_at"): NO_WAY_IN,
    ("organisation/appointing", "DELETE FROM appointments"): NO_WAY_IN,
    ("organisation/appointing", "INSERT INTO appointments"): APPROVED,
    ("organisation/appointing", "UPDATE appointments valid_to"): APPROVED,
    ("organisation/appointing", "UPDATE people left_on"): APPROVED,
    ("organisation/posts", "UPDATE appointments valid_to"): APPROVED,
    ("organisation/staff/accounts", "UPDATE accounts active"): APPROVED,
    ("organisation/staff/commands", "UPDATE people email"): APPROVED,
    ("organisation/staff/commands", "UPDATE people left_on"): APPROVED,
    ("organisation/staff/machine", "UPDATE approvals used_at"): PERMITTED,
    ("organisation/founding/carrying_out", "UPDATE people email"): APPROVED,
    ("organisation/workbook_rows", "INSERT INTO appointments"): APPROVED,
    ("organisation/workbook_rows", "INSERT INTO people"): NO_WAY_IN,
    ("organisation/workbook_rows", "UPDATE appointments valid_to"): APPROVED,
    ("organisation/workbook_rows", "UPDATE people name"): APPROVED,
    ("demo/organisation", "INSERT INTO appointments"): APPROVED,
    ("demo/organisation", "INSERT INTO people"): NO_WAY_IN,
    ("ops/retention", "DELETE FROM account_links"): NO_WAY_IN,
}
FORMS_THAT_WAIT = {"add", "correct", "open-account", "return", "reopen", "reset-factor", "appoint"}
# A link goes to the address that took two administrators; the rest takes something away.
FORMS_THAT_DO_NOT = {"leave", "link", "end-sessions", "revoke-tokens", "close"} | {
    "found", "rename", "describe", "term", "move", "merge", "dissolve",
}  # fmt: skip
COMMANDS: dict[str, str] = {
    "user create": APPROVED, "user invite": OWNER, "user list": NO_WAY_IN,
    "user password": PERMITTED, "user second-factor": APPROVED,
    "token create": PERMITTED, "token list": NO_WAY_IN, "token revoke": NO_WAY_IN,
    "organisation import": APPROVED, "organisation export": NO_WAY_IN,
    "organisation check": NO_WAY_IN,
}  # fmt: skip


def _texts(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.JoinedStr):
            yield "".join(
                str(part.value) if isinstance(part, ast.Constant) else "?" for part in node.values
            )


def written() -> set[tuple[str, str]]:
    """Return each statement that writes what somebody signs in by, with its module."""
    found = set()
    for name, tree in trees(*SHIPPED):
        if "/migrations/" in name:
            continue
        module = name.removesuffix(".py").split("/", 1)[1]
        for text in _texts(tree):
            found |= {(module, " ".join(filter(None, it))) for it in _WRITE.findall(text)}
    return found


def test_every_statement_that_lets_somebody_in_has_its_guard() -> None:
    assert written() == set(STATEMENTS)


def test_every_form_about_a_person_waits_or_lets_nobody_in() -> None:
    forms = {form.key: form for form in (ADD, *PERSON_FORMS.values(), *ACCOUNT_FORMS.values())}
    waiting = {key for key, form in forms.items() if form.waits({"login": "x"}, 1)}
    waiting |= {form.key for form in unit_forms().values() if form.waits}
    assert waiting == FORMS_THAT_WAIT
    assert {*forms, *unit_forms()} - waiting == FORMS_THAT_DO_NOT


def test_every_command_about_people_has_its_guard() -> None:
    found = {
        f"{name} {key}"
        for name in ("user", "token", "organisation")
        if isinstance(group := cli.get_command(click.Context(cli), name), click.Group)
        for key in group.commands
    }
    assert found == set(COMMANDS)
