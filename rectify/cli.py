"""The ``rectify`` command line: every file in ``commands/`` is a command with the file's name.

Exit codes: 0 done, 1 refused with a sentence, 2 bad usage. A command's module is loaded only when
the command is called, so ``rectify up`` does not wait for the imports of ``rectify import``.
"""

from __future__ import annotations

import re
import sys
from importlib import import_module
from pkgutil import iter_modules

import click

from rectify import commands
from rectify.language import language, say
from workflow import profession
from workflow.declaration.packs import register
from workflow.errors import BadInput, WorkflowError
from workflow.platform import BadSettings


class Folder(click.Group):
    """A group of commands: the modules of ``rectify.commands``, each with a ``command``."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the names of the commands; ``import_.py`` is ``import``, a keyword of Python."""
        return sorted(_spoken(module.name) for module in iter_modules(commands.__path__))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Load the module of a command."""
        for module in iter_modules(commands.__path__):
            if _spoken(module.name) == cmd_name:
                loaded = import_module(f"{commands.__name__}.{module.name}")
                command: click.Command = loaded.command
                command.short_help = _in_short(command)
                return command
        return None


def _in_short(command: click.Command) -> str | None:
    """Return the first clause of a Chinese help: click cuts at spaces, and Chinese has none."""
    return re.split("[。；]", command.help or "")[0] if language() == "zh" else None


def _spoken(module: str) -> str:
    return module.rstrip("_").replace("_", "-")


@click.group(
    cls=Folder,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=say(
        "整改销号：把检查发现的问题从提出办到销号。",
        "Rectify: works off what inspections find, from raised to closed.",
    ),
)
@click.version_option(package_name="rectify", message="rectify %(version)s")
def cli() -> None:
    """Hold the commands."""


def main() -> None:
    """Run a command; a refusal is a sentence on stderr and exit code 1."""
    register(profession.load)
    try:
        cli()
    except WorkflowError as refused:
        sys.exit(_refuse(_sentences(refused)))
    except BadSettings as bad:
        sys.exit(_refuse(str(bad)))


def _sentences(refused: WorkflowError) -> str:
    """Return the sentence of a refusal and, below, the sentence of each wrong field."""
    faults = refused.fields.values() if isinstance(refused, BadInput) else ()
    return "\n".join(words.of(language()) for words in (refused.words, *faults))


def _refuse(sentence: str) -> int:
    click.echo(sentence, err=True)
    return 1
