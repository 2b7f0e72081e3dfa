"""Form values read by their declaration: each wrong field gets its own sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Protocol

from workflow.declaration import field_faults
from workflow.declaration.field import Field, FieldKind
from workflow.errors import BadInput, CodedWords, WorkflowError
from workflow.platform import cleaned, narrow, unfit
from workflow.words import Words

CHECK = Words("有内容需要改正，见下方提示。", "Something needs correcting, see below.")
_YEARS = (1900, 2199)  # beyond these the calendar has no holidays to count with
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")  # Python reads other forms, too
_DIGITS = re.compile("[0-9]{1,10}")
_SUM = re.compile(r"(?:[0-9]{1,12}|[0-9]{1,3}(?:,[0-9]{3}){1,3})(?:\.[0-9]{1,2})?")
_NUMBERED = re.compile("[A-Z]{1,4}[0-9]{4}-[0-9]{4,9}")
REASON_NEEDED = CodedWords(
    "请写明理由，至少十个字", "write a reason of at least ten characters", "too_short"
)
REASON_LEAST = 10  # characters
COMMENT = Field("comment", Words("意见", "Comment"), kind="long", required=False)


def is_reason(text: str) -> bool:
    """Say whether a trimmed text is long enough for a reason: at least 10 characters."""
    return len(text) >= REASON_LEAST


class _Wrong(WorkflowError):
    """A field is wrong; ``words`` hold the reason."""


class Asking(Protocol):
    """An act with a form: a move of an item, or a change of the organisation."""

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields of the form."""

    @property
    def comment_required(self) -> bool:
        """Whether a comment has to be written."""


@dataclass(frozen=True, slots=True)
class PartialForm:
    """The fields sent of a form; the others stay as they are."""

    fields: tuple[Field, ...]
    comment_required: bool


def parse(
    transition: Asking,
    raw: Mapping[str, object],
    comment: str,
    day: date | None = None,
    kept: Mapping[str, object] = MappingProxyType({}),
) -> tuple[dict[str, Any], str]:
    """Return the typed fields and the comment.

    A code has to be valid on ``day``, if given, or be the ``kept`` one of the field.

    Raises ``BadInput`` with the fault of every field.
    """
    values, remark, faults = _read(transition, raw, comment, day, kept)
    if faults:
        raise BadInput(CHECK, faults)
    return values, remark


def faults_of(
    transition: Asking, raw: Mapping[str, object], comment: str, day: date | None = None
) -> dict[str, Words]:
    """Return the fault of every field, without refusing."""
    return _read(transition, raw, comment, day)[2]


def value_of(field: Field, value: object) -> Any:
    """Return the value of a single field, or ``None`` for no value and for a wrong one."""
    return _one(field, value, {})


def _read(
    transition: Asking,
    raw: Mapping[str, object],
    comment: str,
    day: date | None,
    kept: Mapping[str, object] = MappingProxyType({}),
) -> tuple[dict[str, Any], str, dict[str, Words]]:
    faults: dict[str, Words] = {}
    values: dict[str, Any] = {}
    known = {field.key: field for field in transition.fields}
    for key in raw.keys() - known.keys():
        faults[key] = field_faults.UNKNOWN.format(field=_shown(key))
    for key, field in known.items():
        asked_for = None if raw.get(key) == kept.get(key) else day
        value = _one(field, raw.get(key), faults, asked_for)
        if value is not None:
            values[key] = value
    remark = _one(COMMENT, comment, faults) or ""
    if transition.comment_required and not remark and "comment" not in faults:
        faults["comment"] = field_faults.MISSING.format(field=COMMENT.words)
    return values, remark, faults


def _one(field: Field, value: object, faults: dict[str, Words], day: date | None = None) -> Any:
    try:
        value = _plain(field, value)
        if value is None or value in ("", []):
            if field.required:
                raise _wrong(
                    field, field_faults.NOT_YES if field.kind == "yes" else field_faults.MISSING
                )
            return None
        result = _READERS[field.kind](field, value)
        if field.table and day and not field.table.is_valid(result, day):
            raise _wrong(field, field_faults.NO_CODE, result)
        return result
    except _Wrong as wrong:
        faults[field.key] = wrong.words
        return None


def _wrong(field: Field, words: Words, value: object = "") -> _Wrong:
    return _Wrong(words.format(field=field.words, limit=field.limit, value=value))


def _shown(value: object) -> str:
    """Return a sent value fit to be repeated in a sentence."""
    return value[:40].encode("utf-8", "replace").decode() if isinstance(value, str) else ""


def _plain(field: Field, value: object) -> object:
    """Return a sent value, a text without what cannot be seen, a number with narrow digits."""
    if not isinstance(value, str):
        return value
    if field.kind not in ("text", "long"):
        return narrow(value)
    if found := unfit(value):
        raise _Wrong(field_faults.CONTROL.format(field=field.words, **found._asdict()))
    return cleaned(value)


def _text(field: Field, value: object) -> str:
    if not isinstance(value, str):
        raise _wrong(field, field_faults.NO_TEXT)
    if len(value) > field.limit:
        words = {"field": field.words, "limit": field.limit, "count": len(value)}
        raise _Wrong(field_faults.TOO_LONG.format(**words))
    if field.pattern and not field.pattern.fits(value):
        raise _Wrong(field.pattern.words)
    return value


def _date(field: Field, value: object) -> date:
    try:
        if not isinstance(value, str) or not _DAY.fullmatch(value):
            raise ValueError(value)
        day = date.fromisoformat(value)
    except ValueError:
        raise _wrong(field, field_faults.NO_DATE) from None
    first, last = _YEARS
    if not first <= day.year <= last:
        raise _Wrong(field_faults.FAR.format(field=field.words, first=first, last=last))
    return day


def _whole(value: object) -> int | None:
    """Read a whole number of at most ten digits, written or counted; ``True`` is none."""
    if isinstance(value, str) and _DIGITS.fullmatch(value):
        return int(value)
    return value if type(value) is int else None


def _number(field: Field, value: object) -> int:
    number = _whole(value)
    if number is None or not 0 <= number <= field.limit:
        raise _wrong(field, field_faults.NO_NUMBER)
    return number


def _choice(field: Field, value: object) -> str:
    if isinstance(value, str) and value in {choice.key for choice in field.choices}:
        return value
    raise _wrong(field, field_faults.NO_CHOICE, _shown(value))


def _many(field: Field, value: object) -> list[str]:
    """Return several choices, from a list or a text with commas, in declared order."""
    keys = value.split(",") if isinstance(value, str) else value
    if not isinstance(keys, list):
        raise _wrong(field, field_faults.NO_CHOICE, _shown(value))
    chosen = [_choice(field, one) for one in keys]
    return [choice.key for choice in field.choices if choice.key in chosen]


def _code(field: Field, value: object) -> str:
    if isinstance(value, str) and field.table and field.table.find(value):
        return value
    raise _wrong(field, field_faults.NO_CODE, _shown(value))


def _money(field: Field, value: object) -> str:
    """Return a sum of yuan as a text with two decimals, without loss."""
    whole = type(value) is int and 0 <= value <= field.limit
    text = value if isinstance(value, str) else str(value) if whole else ""
    if not _SUM.fullmatch(text) or Decimal(text.replace(",", "")) > field.limit:
        raise _wrong(field, field_faults.NO_MONEY)
    return f"{Decimal(text.replace(',', '')):.2f}"


def _ref(field: Field, value: object) -> str | int:
    """Return a reference: the number of an item, otherwise an id."""
    if isinstance(value, str) and not value.isdecimal():
        number = value.upper()
        if not _NUMBERED.fullmatch(number):
            raise _wrong(field, field_faults.NO_NUMBERED)
        return number
    return _key(field, value)


def _key(field: Field, value: object) -> int:
    key = _whole(value)
    if key is None or not 0 < key < 2**31:
        raise _wrong(field, field_faults.NO_KEY)
    return key


def _yes(field: Field, value: object) -> bool:
    if value is True or value in ("yes", "on", "true"):
        return True
    raise _wrong(field, field_faults.NOT_YES)


_READERS: dict[FieldKind, Callable[[Field, object], Any]] = {
    "text": _text,
    "long": _text,
    "date": _date,
    "number": _number,
    "money": _money,
    "choice": _choice,
    "many": _many,
    "code": _code,
    "ref": _ref,
    "person": _key,
    "unit": _key,
    "yes": _yes,
}


def unit_id(value: object) -> int | None:
    """Return the id of the chosen unit, or ``None``."""
    try:
        return _key(Field("unit", CHECK), value)
    except _Wrong:
        return None
