"""What several commands take and do alike: options, and a file written whole or not at all."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

import click

from rectify.language import say
from workflow.words import Words

_NOT_WRITTEN = Words(
    "{file} 无法写入（{why}）；请换一个位置。",
    "{file} cannot be written ({why}); name another place.",
)
Command = TypeVar("Command", bound=Callable[..., Any])


with_json = click.option(
    "--json",
    "as_json",
    is_flag=True,
    help=say("输出 JSON，供程序使用。", "Print JSON for programs."),
)


def with_map(command: Command) -> Command:
    """Give a command ``--map`` and ``--save-map``: what the columns of a sheet mean."""
    read = click.option(
        "--map",
        "map_",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help=say(
            "列和值的含义（--save-map 写出、改过的 JSON）。",
            "Meanings of columns and values: the JSON that --save-map wrote, corrected.",
        ),
    )
    written = click.option(
        "--save-map",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help=say(
            "把推测的含义写到文件，供修改。",
            "Write the meanings that are proposed to a file, to be corrected.",
        ),
    )
    return read(written(command))


def write_file(pieces: Iterable[bytes], file: Path) -> None:
    """Write a file under a temporary name first: a refusal leaves no half file; - is the output.

    Raises ``BadInput`` where the file cannot be written.
    """
    from workflow.errors import BadInput

    if str(file) == "-":
        for piece in pieces:
            sys.stdout.buffer.write(piece)
        return
    half = file.with_name(f".{file.name}.half")
    try:
        with half.open("wb") as target:
            for piece in pieces:
                target.write(piece)
        half.replace(file)
    except OSError as refused:
        raise BadInput(_NOT_WRITTEN.format(file=file, why=refused.strerror)) from None
    finally:
        half.unlink(missing_ok=True)
