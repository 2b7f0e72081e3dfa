"""``rectify check``: prove the declarations of every list type, or show their faults."""

from __future__ import annotations

import json
import sys
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from typing import TYPE_CHECKING

import click

from rectify.language import say

if TYPE_CHECKING:
    from workflow.checks.checker import Proof


@click.command(
    help=say(
        "逐一核验清单声明：状态可达、没有死路、每一步有人能做且不是谁都能做、"
        "任何顺序都不能让一个人既做又批。不成立时退出码为 1，并给出最短的反例。",
        "Prove every list type: states reached and left, each move open to somebody and not to "
        "everybody, and no sequence lets one person do and approve. Exit code 1 and the shortest "
        "offending sequence if one does not hold.",
    )
)
@click.option("--json", "as_json", is_flag=True, help=say("输出 JSON。", "Print JSON."))
def command(as_json: bool) -> None:
    """Check all list types side by side, a line as each is done."""
    began = time.perf_counter()
    proofs = []
    for proof in _proofs():
        proofs.append(proof)
        if not as_json:
            click.echo(_line(proof))
    if as_json:
        click.echo(json.dumps([_row(proof) for proof in proofs], ensure_ascii=False, indent=2))
    else:
        explored = sum(proof.explored for proof in proofs)
        seconds = time.perf_counter() - began
        click.echo(
            say(
                "共探索 {explored} 种情形，用时 {seconds:.0f} 秒。",
                "{explored:situation|situations} explored in {seconds:.0f} s.",
                explored=explored,
                seconds=seconds,
            )
        )
    sys.exit(any(proof.findings for proof in proofs))


def _proofs() -> list[Proof]:
    from workflow.profession.lists import LIST_TYPES

    with ProcessPoolExecutor() as processes:
        return [
            done.result()
            for done in as_completed([processes.submit(_check, key) for key in LIST_TYPES])
        ]


def _check(key: str) -> Proof:
    from workflow.checks.checker import CheckFinding, check
    from workflow.escalation.ladders.validation import faults
    from workflow.profession.lists import LIST_TYPES

    proof = check(LIST_TYPES[key])
    for state in [state for state in LIST_TYPES[key].states if state.ladder]:
        for fault in faults(key, state.ladder):
            where = f"ladder of {state.key!r}, rung {fault.rung + 1}, {fault.column}"
            proof.findings.append(CheckFinding(key, f"{where}: {fault.words.en}"))
    return proof


def _line(proof: Proof) -> str:
    if not proof.findings:
        words = ("成立（{explored} 种情形）", "proven ({explored:situation|situations})")
        told = say(*words, explored=proof.explored)
        return f"✓ {proof.list_key}: {told}"
    lines = [f"✗ {proof.list_key}:"]
    for finding in proof.findings:
        lines.append(f"    {finding.sentence}")
        lines += [f"      {n}. {step}" for n, step in enumerate(finding.steps, 1)]
    return "\n".join(lines)


def _row(proof: Proof) -> dict[str, object]:
    findings = [{"sentence": f.sentence, "steps": list(f.steps)} for f in proof.findings]
    return {"list": proof.list_key, "explored": proof.explored, "findings": findings}
