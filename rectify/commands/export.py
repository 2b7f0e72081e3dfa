"""``rectify export``: a list, the special ledger or a register, as a sheet."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rectify.language import language as terminal_language
from rectify.language import say
from rectify.options import write_file
from workflow.words import LANGUAGES, Words

if TYPE_CHECKING:
    from workflow.declaration import Actor
    from workflow.queries.exports.files import ExportFile
    from workflow.queries.exports.own_layouts import Layout

LEDGER = "ledger"
_FORMS = ("xlsx", "csv", "json")
_BAD_FILTER = Words(
    "筛选条件“{text}”要写成 名称=值，例如 state=open。",
    'The filter "{text}" has to be written NAME=VALUE, such as state=open.',
)
_UNKNOWN = Words(
    "没有“{what}”这个清单或台账；可用：{known}。",
    'There is no list or register "{what}"; there are: {known}.',
)
_WHO = Words(
    "导出台账要写明由谁查看：--as 登录名。", "Say who reads the register: --as SIGN-IN NAME."
)
_NO_UNIT = Words("单位要写编号。", "A unit is named by its number.")


@click.command(
    help=say(
        "导出清单、专项工作台账（ledger）或登记台账，形式为 .xlsx、.csv 或 .json，"
        "筛选条件与页面相同。每次导出都记入日志。",
        "Take out a list, the special ledger (ledger) or a register as .xlsx, .csv or .json, with "
        "the filters of its page. The journal notes each export.",
    )
)
@click.argument("what")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--filter", "filters", multiple=True, metavar="NAME=VALUE",
    help=say(
        "筛选条件，可重复，如 state=open、severity=major、unit=3、overdue=1、q=文字。",
        "A filter, may be given again: state=open, severity=major, unit=3, overdue=1, q=TEXT.",
    ),
)  # fmt: skip
@click.option(
    "--form", type=click.Choice(_FORMS),
    help=say("文件形式（不写则按文件名）。", "The form of the file; by default as its name says."),
)  # fmt: skip
@click.option(
    "--as", "login", metavar="LOGIN",
    help=say(
        "以谁的身份查看；不写则以本机身份，保密清单除外。",
        "Who reads it; by default the machine, which reads no confidential list.",
    ),
)  # fmt: skip
@click.option(
    "--layout", metavar="NAME|FILE",
    help=say(
        "自定版式：一个带列名的 .xlsx，或数据目录 layouts 下的名称。",
        "A layout of your own: an .xlsx with named columns, or a name in the folder layouts.",
    ),
)  # fmt: skip
@click.option("--photos", is_flag=True, help=say("附上照片缩略图。", "With small photos."))
@click.option(
    "--language", type=click.Choice(LANGUAGES),
    help=say("列名所用的语言。", "Language of the names of columns."),
)  # fmt: skip
def command(what: str, file: Path, language: str | None, form: str | None, **told: Any) -> None:
    """Write the sheet; exit with 1 for a refusal."""
    from rectify.servers.command_database import running_environment
    from workflow.errors import WorkflowError

    language = language or terminal_language()
    told["form"] = form or (file.suffix[1:] if file.suffix[1:] in _FORMS else "xlsx")
    try:
        with running_environment(), closing(_export(what, language, **told)) as sheet:
            write_file(sheet, file)
    except WorkflowError as refused:
        click.echo(refused.words.of(language), err=True)
        sys.exit(1)
    click.echo(say("已写入 {file}。", "Written to {file}.", file=file), err=True)


def _export(
    what: str, language: str, login: str | None, layout: str | None, **told: Any
) -> ExportFile:
    from workflow.accounts import actor_of
    from workflow.declaration import SYSTEM, pack
    from workflow.errors import NotFound
    from workflow.registers import every_register

    who = actor_of(login) if login else SYSTEM
    told |= {"language": language, "layout": _layout(layout) if layout else None}
    if what == LEDGER or what in pack().lists:
        return _list(what, who, **told)
    if what in every_register():
        return _register(what, who, **told)
    known = ", ".join((LEDGER, *pack().lists, *every_register()))
    raise NotFound(_UNKNOWN.format(what=what, known=known))


def _list(what: str, who: Actor, filters: tuple[str, ...], **told: Any) -> ExportFile:
    from datetime import UTC, datetime

    from workflow.declaration import pack
    from workflow.queries.exports.export import LEDGER_OF, ExportWish, export
    from workflow.queries.list_address import NAMES, read_address
    from workflow.queries.list_words import bad_filter

    list_key = LEDGER_OF if what == LEDGER else what
    list_type, given = pack().lists[list_key], _given(filters)
    if unknown := given.keys() - {*NAMES, *(f.key for f in list_type.filters)}:
        raise bad_filter(min(unknown), given[min(unknown)])
    asked = read_address(list_type, given)
    kind: Any = "ledger" if what == LEDGER else "list"
    wish = ExportWish(list_key=list_key, what=kind, filters=asked, **told)
    return export(who, wish, datetime.now(UTC))


def _register(
    what: str, who: Actor, filters: tuple[str, ...], *, photos: bool, **told: Any
) -> ExportFile:
    from workflow.errors import BadInput
    from workflow.registers.conditions import RegisterFilter
    from workflow.registers.export import RegisterWish, export
    from workflow.registers.queries import register_of

    del photos  # an entry has none
    if who.is_system:
        raise BadInput(_WHO)
    given = _given(filters)
    named = {key: given.pop(key) for key in ("q", "state") if key in given}
    sought = RegisterFilter(unit_id=_number(given.pop("unit", None)), **named, fields=given)
    return export(who, register_of(who, what), RegisterWish(sought=sought, **told))


def _given(filters: tuple[str, ...]) -> dict[str, str]:
    from workflow.errors import BadInput

    for text in filters:
        if "=" not in text:
            raise BadInput(_BAD_FILTER.format(text=text[:40]))
    return {name: value for name, _, value in (text.partition("=") for text in filters)}


def _number(text: str | None) -> int | None:
    from workflow.errors import BadInput

    if text is None:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise BadInput(_NO_UNIT)
    return int(text)


def _layout(name: str) -> Layout:
    from workflow.queries.exports.own_layouts import Layout, layout_of

    path = Path(name)
    return Layout(path) if path.suffix else layout_of(name)
