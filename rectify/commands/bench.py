"""``rectify bench``: how fast decisions are here, beside the limit and the peers."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click

from rectify.language import say
from workflow.errors import NotPossible
from workflow.words import Words

_SOURCES = Path(__file__).resolve().parents[2]
_NO_SOURCES = Words(
    "性能对比随源代码提供，安装包里没有。请取得源代码后执行 make bench。",
    "The benchmark comes with the source code and is no part of the installed package. "
    "Get the sources and run: make bench",
)


@click.command(
    help=say(
        "在一个临时数据库上比较：本软件、同类软件与数据库本身的极限。结果写入 bench/results.json。",
        "Compare this software, its peers and the limit of the database itself on one throw-away "
        "server. Writes bench/results.json.",
    )
)
@click.option("--quick", is_flag=True, help=say("只跑很短的一遍。", "A short run only."))
def command(quick: bool) -> None:
    """Run the benchmark of the source tree around the running code."""
    if not (_SOURCES / "bench" / "__main__.py").exists():
        raise NotPossible(_NO_SOURCES)
    asked = ["--quick"] if quick else []
    sys.exit(subprocess.call([sys.executable, "-m", "bench", *asked], cwd=_SOURCES))  # noqa: S603
