"""``rectify new``: begin a list or a register in a source tree, with its test."""

from __future__ import annotations

import keyword
from importlib.resources import files
from pathlib import Path
from string import Template, ascii_uppercase

import click

from rectify.language import say
from workflow.errors import NotPossible
from workflow.words import Words

_NO_TREE = Words(
    "当前目录不是 Rectify 的源码目录，没有 {folder}/。请先进入源码目录。",
    "This is no source tree of Rectify: there is no {folder}/ here. Go to the tree first.",
)
_THERE = Words("已有 {file}，没有写任何文件。", "{file} is there already; nothing was written.")
_NO_NAME = Words(
    "“{name}”不能作名称：请用小写英文字母、数字和下划线，以字母开头，如 suggestions。",
    "“{name}” is no name for it: use small letters, digits and _, beginning with a letter, such as"
    " suggestions.",
)
_NO_PREFIX = Words(
    "编号前缀已用完，请在文件里自定。", "No prefix of one letter is left; choose one."
)
_LISTS, _REGISTERS = "workflow/profession/lists", "workflow/profession/registers"


@click.group(
    help=say(
        "在源码目录里新建一个清单或登记簿，连同它的测试。",
        "Begin a list or a register in a source tree, with its test.",
    )
)
def command() -> None:
    """Hold the kinds of declarations."""


_TITLES = (
    click.argument("name"),
    click.option("--zh", default="", help=say("中文名称", "Name in Chinese")),
    click.option("--en", default="", help=say("英文名称", "Name in English")),
)


@command.command(name="list", help=say("新建一个清单（NAME）。", "Begin a list of this NAME."))
@_TITLES[0]
@_TITLES[1]
@_TITLES[2]
def list_(name: str, zh: str, en: str) -> None:
    """Write the file of a list and its test."""
    values = _values(name, zh, en) | {"prefix": _free_prefix()}
    _write(
        {
            f"{_LISTS}/{name}.py": _filled("list.py.txt", values),
            f"tests/profession/test_{name}.py": _filled("list_test.py.txt", values),
        }
    )
    click.echo(say("接下来：make docs，然后 make quick。", "Next: make docs, then make quick."))


@command.command(help=say("新建一个登记簿（NAME）。", "Begin a register of this NAME."))
@_TITLES[0]
@_TITLES[1]
@_TITLES[2]
def register(name: str, zh: str, en: str) -> None:
    """Write the file of a register and its test."""
    values = _values(name, zh, en)
    _write(
        {
            f"{_REGISTERS}/{name}.py": _filled("register.py.txt", values),
            f"tests/registers/test_{name}.py": _filled("register_test.py.txt", values),
        }
    )
    click.echo(say("接下来：make docs，然后 make quick。", "Next: make docs, then make quick."))


def _values(name: str, zh: str, en: str) -> dict[str, str]:
    """Return the values of the templates; raises ``NotPossible`` for a name that is none."""
    plain = name.isascii() and name.isidentifier() and name == name.lower()
    if not plain or name.startswith("_") or keyword.iskeyword(name):
        raise NotPossible(_NO_NAME.format(name=name))
    english = en or name.replace("_", " ").capitalize()
    quoted = {"zh": zh or english, "en": english}
    return {"name": name} | {key: text.replace('"', "'") for key, text in quoted.items()}


def _free_prefix() -> str:
    from workflow.declaration import pack

    taken = {list_type.prefix for list_type in pack().lists.values()}
    free = [letter for letter in ascii_uppercase if letter not in taken]
    if not free:
        raise NotPossible(_NO_PREFIX)
    return free[0]


def _filled(template: str, values: dict[str, str]) -> str:
    text = files("rectify.templates").joinpath(template).read_text(encoding="utf-8")
    return Template(text).substitute(values)


def _write(texts: dict[str, str]) -> None:
    """Write all files or none; raises ``NotPossible`` outside a tree and over a file."""
    for name in texts:
        path = Path(name)
        if not path.parent.is_dir():
            raise NotPossible(_NO_TREE.format(folder=path.parent))
        if path.exists():
            raise NotPossible(_THERE.format(file=path))
    for name, text in texts.items():
        Path(name).write_text(text, encoding="utf-8")
        click.echo(name)
