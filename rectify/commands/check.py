"""``rectify check``: prove the declarations of every list type, or show their faults."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import replace
from pathlib import Path
from traceback import extract_tb
from typing import TYPE_CHECKING, NamedTuple

import click

from rectify.language import language, say
from rectify.options import with_json
from workflow.declaration import pack, registered
from workflow.declaration.packs import register
from workflow.errors import BadDeclaration

if TYPE_CHECKING:
    from workflow.checks.checker import Proof
    from workflow.declaration import ListType


class Proven(NamedTuple):
    """A proof, and whether the proof came from the cache."""

    proof: Proof
    cached: bool


@click.command(
    help=say(
        "逐一核验清单声明：状态可达、没有死路、每一步有人能做且不是谁都能做、"
        "任何顺序都不能让一个人既做又批。不成立时退出码为 1，并给出最短的反例。"
        "不写清单名则核验全部；没有变动的清单直接用上次的结果。",
        "Prove the list types named, or all of them: states reached and left, each move open to "
        "somebody and not to everybody, and no sequence lets one person do and approve. Exit code "
        "1 and the shortest offending sequence if one does not hold. A list that has not changed "
        "is answered from the last time.",
    )
)
@click.argument("lists", nargs=-1, metavar=say("[清单]...", "[LIST]..."))
@with_json
@click.option(
    "--no-cache",
    is_flag=True,
    help=say("不用上次的结果，重新核验。", "Prove anew what has not changed, too."),
)
def command(lists: tuple[str, ...], as_json: bool, no_cache: bool) -> None:
    """Check list types side by side, a line as each is done."""
    began = time.perf_counter()
    done = []
    for proven in _proofs(_asked(lists), no_cache):
        done.append(proven)
        if not as_json:
            click.echo(_line(proven))
    if as_json:
        click.echo(json.dumps([_row(proven) for proven in done], ensure_ascii=False, indent=2))
    else:
        click.echo(_sum(done, time.perf_counter() - began))
    sys.exit(any(proven.proof.findings for proven in done))


def _asked(names: tuple[str, ...]) -> list[str]:
    """Return the keys of the named lists, or of all; raises bad usage for an unknown name."""
    known = _list_types()
    if unknown := [name for name in names if name not in known]:
        raise click.BadParameter(
            say(
                "没有“{name}”这个清单，现有：{known}",
                'there is no list "{name}"; there are: {known}',
                name=unknown[0],
                known=", ".join(known),
            )
        )
    return list(dict.fromkeys(names)) or [*known]


def _list_types() -> Mapping[str, ListType]:
    """Return the lists; a wrong declaration ends the command with a sentence."""
    try:
        return pack().lists
    except BadDeclaration as bad:
        click.echo(_refused(bad))
    except Exception as error:
        place = extract_tb(error.__traceback__)[-1]
        click.echo(
            say(
                "✗ 清单声明不能读取：{error}（{file}，第 {line} 行）",
                "✗ The lists cannot be read: {error} ({file}, line {line})",
                error=f"{type(error).__name__}: {error}",
                file=Path(place.filename).name,
                line=str(place.lineno),
            )
        )
    sys.exit(1)


def _refused(bad: BadDeclaration) -> str:
    """Return the refusal as text, with the shortest way around a missing rule."""
    from workflow.declaration import ListType
    from workflow.profession.vocabulary import VOCABULARY

    if isinstance(bad.declared, ListType):
        # The others cannot be loaded while this one is wrong.
        alone = replace(VOCABULARY, lists={bad.declared.key: bad.declared})
        register(lambda: alone)
        return _line(Proven(_explored(bad.declared), cached=False))
    return f"✗ {bad.words.of(language())}"


def _proofs(keys: list[str], no_cache: bool) -> Iterator[Proven]:
    """Yield the cached proofs first, then the others as they are done."""
    from workflow.checks import proof_cache

    ahead = []
    for key in keys:
        if not no_cache and (proof := proof_cache.kept(key)):
            yield Proven(_with_ladders(proof), cached=True)
        else:
            ahead.append(key)
    for proof in _prove(ahead):
        proof_cache.keep(proof)
        yield Proven(_with_ladders(proof), cached=False)


def _prove(keys: list[str]) -> Iterator[Proof]:
    if len(keys) < 2:
        yield from map(_check, keys)
        return
    with ProcessPoolExecutor(initializer=register, initargs=(registered(),)) as processes:
        for done in as_completed([processes.submit(_check, key) for key in keys]):
            yield done.result()


def _check(key: str) -> Proof:
    return _explored(pack().lists[key])


def _explored(list_type: ListType) -> Proof:
    """Return the proof of a list; an exception of the declaration is a finding."""
    from workflow.checks.checker import Proof, check

    try:
        return check(list_type)
    except Exception as error:
        proof = Proof(list_type.key)
        proof.add(f"it cannot be explored: {type(error).__name__}: {error}")
        return proof


def _with_ladders(proof: Proof) -> Proof:
    """Add the faults of a list's ladders, quick to find, which depend on other lists."""
    from workflow.escalation.ladders.validation import faults

    for state in [state for state in pack().lists[proof.list_key].states if state.ladder]:
        try:
            for fault in faults(proof.list_key, state.ladder):
                where = f"ladder of {state.key!r}, rung {fault.rung + 1}, {fault.column}"
                proof.add(f"{where}: {fault.words.en}")
        except Exception as error:
            proof.add(f"ladder of {state.key!r} fails: {type(error).__name__}: {error}")
    return proof


def _line(proven: Proven) -> str:
    proof = proven.proof
    cached = say("，没有变动，用上次的结果", ", unchanged, from the cache") if proven.cached else ""
    if not proof.findings:
        words = ("成立（{explored} 种情形）", "proven ({explored:situation|situations})")
        told = say(*words, explored=proof.explored)
        return f"✓ {proof.list_key}: {told}{cached}"
    lines = [f"✗ {proof.list_key}:{cached.lstrip('，,')}"]
    for finding in proof.findings:
        lines.append(f"    {finding.sentence}")
        lines += [f"      {n}. {step}" for n, step in enumerate(finding.steps, 1)]
    return "\n".join(lines)


def _sum(done: list[Proven], seconds: float) -> str:
    return say(
        "共探索 {explored} 种情形，用时 {seconds:.0f} 秒。",
        "{explored:situation|situations} explored in {seconds:.0f} s.",
        explored=sum(proven.proof.explored for proven in done if not proven.cached),
        seconds=seconds,
    )


def _row(proven: Proven) -> dict[str, object]:
    proof = proven.proof
    findings = [{"sentence": f.sentence, "steps": list(f.steps)} for f in proof.findings]
    return {
        "list": proof.list_key,
        "explored": proof.explored,
        "cached": proven.cached,
        "findings": findings,
    }
