"""The form of a sitting: chosen lines as shown, shared values, and choices of single lines."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256

from flask import request

from web import standing_in
from web.auth import actor, identity
from web.forms import Filled, Input, form_keys, inputs, unit_chosen
from workflow.declaration import Field, Transition
from workflow.engine.idempotency import Key
from workflow.engine.together import SharedForm
from workflow.errors import BadInput
from workflow.queries.sitting import MOST, Sitting
from workflow.words import Words

LINE = "line"
_LINE = re.compile(r"([A-Z]{1,4}[0-9]{4}-[0-9]{4,9}):([0-9]{1,9}):([0-9a-f]{1,12})")
_OWN = re.compile(r"own-([A-Z]{1,4}[0-9]{4}-[0-9]{4,9})-(\w+)")
_PROPOSED = Words(
    "不填：各按各的建议办理，见下面每一行", "Left empty: each as proposed in its line below"
)
_NOTHING = Words("请至少选择一项。", "Choose at least one line.")
_FEW = 5  # choices that a line shows side by side


@dataclass(frozen=True, slots=True)
class ChosenLine:
    """A line as chosen: number, version, and the digest of the effects as shown."""

    number: str
    version: int
    mark: str


@dataclass(slots=True, kw_only=True)
class SittingForm:
    """A form of a sitting as sent."""

    list_key: str
    trigger: str
    lines: list[ChosenLine]
    filled: Filled
    own: dict[str, dict[str, str]] = field(default_factory=dict)
    opens: frozenset[str] = frozenset()  # the lists in which the page foresaw new items

    @classmethod
    def sent(cls, list_key: str, trigger: str, asked: Sequence[Field]) -> SittingForm:
        """Return the form of the request; names of no shared field are left out."""
        form, keys = request.form, {f.key for f in asked}
        found = (_LINE.fullmatch(line) for line in form.getlist(LINE)[:MOST])
        lines = [ChosenLine(line[1], int(line[2]), line[3]) for line in found if line]
        own: dict[str, dict[str, str]] = {}
        for name, value in form.items():
            if (named := _OWN.fullmatch(name)) and named[2] in keys and value:
                own.setdefault(named[1], {})[named[2]] = value
        filled = Filled(
            {key: ",".join(form.getlist(key)).strip() for key in keys if key in form},
            form.get("comment", ""),
            key=(form.get("key") or form_keys.key())[: form_keys.LONGEST],
        )
        opens = frozenset(form.get("opens", "").split(","))
        return cls(
            list_key=list_key, trigger=trigger, lines=lines, filled=filled, own=own, opens=opens
        )

    def shared(self) -> SharedForm:
        """Return the form for the domain.

        Raises ``BadInput`` where a unit named by a text is not found.
        """
        return SharedForm(
            list_key=self.list_key,
            trigger=self.trigger,
            values=unit_chosen(actor(), self.filled.values),
            comment=self.filled.comment,
            own=self.own,
            versions={line.number: line.version for line in self.lines},
        )

    def key(self) -> Key | None:
        """Return the idempotency key of the form, or ``None``."""
        if not self.filled.key:
            return None
        lines = [[line.number, line.version] for line in self.lines]
        parts = [self.list_key, self.trigger, lines, self.filled.values, self.own]
        parts = standing_in.in_name([*parts, self.filled.comment], by_header=False)
        content = json.dumps(parts, sort_keys=True)
        return Key(identity().account_id, self.filled.key, sha256(content.encode()).hexdigest())

    def demand_lines(self) -> list[str]:
        """Return the numbers of the chosen lines.

        Raises ``BadInput`` where no line is chosen.
        """
        if not self.lines:
            raise BadInput(_NOTHING)
        return [line.number for line in self.lines]

    def was_shown(self, present: Sitting) -> bool:
        """Say whether the effects are the effects shown, for every chosen line still possible."""
        if present.foreseen and not present.foreseen.opened.keys() <= self.opens:
            return False
        marks = {line.number: line.mark for line in self.lines}
        return all(marks[line.item.number] == line.mark for line in present.possible)

    def changed(self, present: Sitting) -> set[str]:
        """Return the numbers of the chosen lines with items changed since the page was shown."""
        now = {line.item.number: line.item.version for line in present.lines}
        return {line.number for line in self.lines if now.get(line.number) != line.version}

    def still_chosen(self, present: Sitting) -> set[str]:
        """Return the numbers of the chosen lines without a change."""
        return {line.number for line in self.lines} - self.changed(present)


def shared_inputs(move: Transition, filled: Filled, shown: Sitting) -> list[Input]:
    """Return the inputs of the shared form; people are offered where all items have them."""
    asking = replace(move, fields=tuple(_shared(f) for f in move.fields))
    return inputs(asking, filled, actor(), _common([line.item.scope for line in shown.lines]))


def each(move: Transition) -> Field | None:
    """Return the single judgement of a move, to be made for a line alone, too; or ``None``.

    A move that asks for several judgements asks for them once, for all lines.
    """
    judged = [f for f in move.fields if f.required and not f.suggests]
    if len(judged) != 1 or judged[0].kind != "choice" or len(judged[0].choices) > _FEW:
        return None
    return judged[0]


def _shared(asked: Field) -> Field:
    return replace(asked, required=False, help=_PROPOSED) if asked.suggests else asked


def _common(scopes: Sequence[str]) -> str | None:
    """Return the path of the nearest unit above all the scopes, or ``None`` without any."""
    parts = [scope.strip("/").split("/") for scope in scopes]
    shared = []
    for level in zip(*parts, strict=False):
        if len({*level}) > 1:
            break
        shared.append(level[0])
    return f"/{'/'.join(shared)}/" if shared else None
