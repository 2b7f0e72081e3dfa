"""``rectify about``: the version, and the components the service runs with."""

from __future__ import annotations

import json
import platform

import click

from rectify.language import say


@click.command(
    help=say(
        "显示版本；--sbom 输出所用组件及其许可证的清单（CycloneDX）。",
        "Tell the version; with --sbom the components that run here, with their licences, as a "
        "bill of materials (CycloneDX).",
    )
)
@click.option(
    "--sbom",
    is_flag=True,
    help=say("以 JSON 输出组件清单。", "Print the bill of materials as JSON."),
)
def command(sbom: bool) -> None:
    """Print the version, or the bill of materials."""
    from rectify.components import bill_of_materials

    found = bill_of_materials()
    if sbom:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    told = say(
        "Rectify {version}，Python {python}，{count}个组件（--sbom 列出）",
        "Rectify {version}, Python {python}, {count:component|components} (--sbom lists them)",
        version=found["metadata"]["component"]["version"],
        python=platform.python_version(),
        count=len(found["components"]),
    )
    click.echo(told)
