"""Write the rows of an imported organisation, with a sentence for each refused row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from psycopg import Rollback
from psycopg.errors import ExclusionViolation

from workflow.accounts.approvals import MACHINE, Wanted, ask
from workflow.declaration import pack
from workflow.errors import BadInput, NotPossible, WorkflowError
from workflow.organisation.appointing import wanted_post
from workflow.organisation.commands import move_at, rename_at
from workflow.organisation.kinds import ROOT, SINGLE, kind_of, may_stand_under
from workflow.organisation.rosters.draft import Keyless
from workflow.organisation.transaction import Desk
from workflow.organisation.workbook import SheetOf, WorkbookRow
from workflow.words import Words

_FIXED = Words(
    "“{sheet}”{key}的“{column}”是“{was}”，不能由导入改为“{now}”。",
    '{sheet} {key}: "{column}" is "{was}", which an import cannot change to "{now}".',
)
_PLACE = Words(
    "{kind}“{name}”不能设在{parent}之下。", '{kind} "{name}" cannot stand under this: {parent}.'
)
_REFUSED = Words("“{sheet}”{key}：{why}。", "{sheet} {key}: {why}.")
_TOP = Words("最高一级", "the top")
_LOOP = Words("单位“{name}”的上级互相循环。", 'Unit "{name}" stands under itself.')
_TWO = Words(
    "“{unit}”的{role}在同一天有两个人：{first}、{second}。",
    'In "{unit}" two people are {role} on one day: {first}, {second}.',
)
_TWICE = Words(
    "{first}在“{unit}”的{role}职务有日期重叠的两条任职。",
    '{first} is {role} in "{unit}" twice on one day.',
)
_APART = Words(
    "三员分立：{person}同时任{first}和{second}。",
    "{person} is {first} and {second} at once; administrators hold no other post.",
)
_TWO_ADMINISTRATORS = Words(
    "三员分立：任职“{post}”与此人另一管理员职务的日期重叠。",
    'The post "{post}" overlaps another administrator\'s post of the same person.',
)
# The columns that an import may change of a row that is there; the rest has its own command.
_MAY_CHANGE: dict[str, tuple[int, ...]] = {
    "units": (1, 3, 4, 5, 6, 7, 8), "names": (), "terms": (2, 3, 4),
    "people": (1, 2, 3, 4, 5), "posts": (4,),
}  # fmt: skip
_ADD_UNIT = """
    INSERT INTO units (code, parent_id, kind, name, name_en, unit_class, full_members,
                       probationary_members, joined_units, valid_from, valid_to, path)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, '') RETURNING id"""
_COUNTS = """
    UPDATE units SET unit_class = %s, full_members = %s, probationary_members = %s,
           joined_units = %s WHERE id = %s"""
_PERSON = """
    UPDATE people SET name = %s, name_en = %s, email = %s, language = %s, left_on = %s
     WHERE id = %s"""
_POST = """
    INSERT INTO appointments (person_id, unit_id, role, valid_from, valid_to)
    VALUES (%s, %s, %s, %s, %s)"""
_EXTENDED = """
    UPDATE appointments SET valid_to = %s
     WHERE person_id = %s AND unit_id = %s AND role = %s AND valid_from = %s"""
# Two joins by equality: one with "or" would compare every post with every other.
_PAIR = """
    SELECT a.id AS one, b.id AS other, a.role, b.role AS second, a.person_id, b.person_id AS who,
           a.unit_id
      FROM appointments a JOIN appointments b ON {same} AND b.id {order} a.id
       AND a.valid_from <= coalesce(b.valid_to, 'infinity')
       AND b.valid_from <= coalesce(a.valid_to, 'infinity')"""
_HEADS = _PAIR.format(same="a.unit_id = b.unit_id AND a.role = b.role", order=">")
_ADMINISTRATORS = _PAIR.format(same="a.person_id = b.person_id", order="<>")
_OVERLAP = f"""
    SELECT p.name, q.name, x.role, x.second, u.name, x.person_id = x.who
      FROM ({_HEADS} WHERE a.role = ANY (%(single)s)
            UNION ALL {_ADMINISTRATORS} WHERE a.role = ANY (%(apart)s)
               AND (b.id > a.id OR b.role <> ALL (%(apart)s))) AS x
      JOIN people p ON p.id = x.person_id JOIN people q ON q.id = x.who
      JOIN units u ON u.id = x.unit_id ORDER BY x.one, x.other LIMIT 50"""  # noqa: S608

_Rows = Mapping[WorkbookRow, WorkbookRow]


@dataclass(slots=True)
class Writer:
    """Writes sheet after sheet; knows the keys of existing and of added rows."""

    desk: Desk
    founding: bool = True  # everything at once: nobody is there yet who could agree
    asks_as: str = MACHINE  # else the kind of the administrator who brings it in
    asked: int = 0  # what waits for an administrator
    waiting: list[Callable[[], None]] = field(default_factory=list)  # the posts among it
    units: dict[str, int] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for table, letter, known in (("units", "U", self.units), ("people", "P", self.people)):
            query = f"SELECT coalesce(code, '{letter}' || id), id FROM {table}"  # noqa: S608
            known.update(self.desk.connection.execute(query).fetchall())

    def write(self, sheet: SheetOf, before: _Rows, after: _Rows) -> list[Words]:
        """Write the new and changed rows of a sheet; return the sentences of refused rows."""
        faults = [*fixed(sheet, before, after)]
        if faults:
            return faults
        if sheet.key == "units":
            faults += self._add_units({k: row for k, row in after.items() if k not in before})
        writers: dict[str, Callable[[WorkbookRow, WorkbookRow | None], None]] = {
            "units": self._unit, "names": self._name, "terms": self._term,
            "people": self._person, "posts": self._post,
        }  # fmt: skip
        for key, row in after.items():
            if row == before.get(key) or faults:
                continue
            try:
                writers[sheet.key](row, before.get(key))
            except WorkflowError as refused:
                faults += _sentences(refused, sheet, key)
        return faults

    def settle(self) -> list[Words]:
        """Return the rules broken by all posts, asked-for posts included, as sentences."""
        faults: list[Words] = []
        with self.desk.connection.transaction():
            try:
                for write in self.waiting:
                    write()
                faults = self._overlaps()
            except BadInput as refused:
                faults = [refused.words]
            raise Rollback
        return faults

    def _overlaps(self) -> list[Words]:
        asked = {"single": sorted(SINGLE), "apart": list(pack().administrators)}
        return [
            _APART.format(person=first, first=pack().roles[role], second=pack().roles[other])
            if same and role != other
            else (_TWICE if same else _TWO).format(
                first=first, second=second, unit=unit, role=pack().roles[role]
            )
            for first, second, role, other, unit, same in self.desk.connection.execute(
                _OVERLAP, asked
            )
        ]

    def _add_units(self, rows: _Rows) -> list[Words]:
        """Add the new units, each after its parent."""
        left = dict(rows)
        while ready := [k for k, row in left.items() if not row[1] or row[1] in self.units]:
            for key in ready:
                if fault := self._add_unit(left.pop(key)):
                    return [fault]
        return [_LOOP.format(name=row[3]) for row in left.values()]

    def _add_unit(self, row: WorkbookRow) -> Words | None:
        parent = self.desk.unit(self.units[row[1]]) if row[1] else None
        if not may_stand_under(row[2], parent.kind if parent else ROOT):
            above = kind_of(parent.kind).words if parent else _TOP
            return _PLACE.format(kind=kind_of(row[2]).words, name=row[3], parent=above)
        values = [_code(row[0]), parent.id if parent else None, *row[2:6], *map(_null, row[6:11])]
        id_ = self._one(_ADD_UNIT, values)
        path = f"{parent.path if parent else '/'}{id_}/"
        self.desk.connection.execute("UPDATE units SET path = %s WHERE id = %s", [path, id_])
        self.units[row[0]] = id_
        self.desk.note(id_, "import", self.desk.today, row=list(row))
        return None

    def _unit(self, row: WorkbookRow, before: WorkbookRow | None) -> None:
        if before is None:
            return  # added already
        id_ = self.units[row[0]]
        if row[3:5] != before[3:5]:
            rename_at(self.desk, id_, row[3], row[4], None)
        if row[1] != before[1]:
            move_at(self.desk, id_, self.units.get(row[1], 0), None)
        if row[5:9] != before[5:9]:
            self.desk.connection.execute(_COUNTS, [row[5], *map(_null, row[6:9]), id_])
            self.desk.note(id_, "describe", self.desk.today, row=list(row))

    def _name(self, row: WorkbookRow, _: WorkbookRow | None) -> None:
        values = [self.units[row[0]], *row[1:]]
        self.desk.connection.execute("INSERT INTO unit_names VALUES (%s, %s, %s, %s, %s)", values)

    def _term(self, row: WorkbookRow, _: WorkbookRow | None) -> None:
        query = """INSERT INTO terms VALUES (%s, %s, %s, %s, %s)
                       ON CONFLICT (unit_id, begins_on) DO UPDATE SET ends_on = EXCLUDED.ends_on,
                       elected_on = EXCLUDED.elected_on, extended_to = EXCLUDED.extended_to"""
        self.desk.connection.execute(query, [self.units[row[0]], *map(_null, row[1:])])

    def _person(self, row: WorkbookRow, before: WorkbookRow | None) -> None:
        if before is None:
            self.people[row[0]] = self._one(
                "INSERT INTO people (code, name, name_en, email, language, left_on)"
                " VALUES (%s, %s, %s, %s, %s, %s) RETURNING id",
                [_code(row[0]), *row[1:5], _null(row[5])],
            )
            return
        person = self.people[row[0]]
        email = self._asked_cell("address", person, "email", before[3], row[3])
        left = before[5]
        if left == row[5] or not left or (row[5] and row[5] < left):
            left = row[5]  # leaving, or leaving earlier, lets nobody in
        else:
            left = self._asked_cell("return", person, "left_on", left, row[5])
        self.desk.connection.execute(_PERSON, [*row[1:3], email, row[4], _null(left), person])

    def _asked_cell(self, kind: str, person: int, column: str, was: str, now: str) -> str:
        """Ask for a cell that lets a person in; return the value to write meanwhile."""
        if self.founding or was == now:
            return now
        value = now if column == "email" else _null(now)
        self._ask(Wanted(kind, person, {column: value}, known={"was": was}))
        return was

    def _post(self, row: WorkbookRow, before: WorkbookRow | None) -> None:
        unit_id = self.units[row[1]]
        person = self.people[row[0]]
        keys = [person, unit_id, *row[2:4]]
        if before is None:
            write = partial(self._keep, row, _POST, [*keys, _null(row[4])])
        else:
            write = partial(self._keep, row, _EXTENDED, [_null(row[4]), *keys])
        if self.founding or (before and row[4] and (not before[4] or row[4] < before[4])):
            write()
            self.desk.note(unit_id, "import_post", self.desk.today, row=list(row))
            return
        begin, until = date.fromisoformat(row[3]), date.fromisoformat(row[4]) if row[4] else None
        unit = self.desk.unit(unit_id)
        self._ask(wanted_post(unit, person, row[2], begin, until), write)
        self.waiting.append(write)

    def _ask(self, wanted: Wanted, trial: Callable[[], None] | None = None) -> None:
        """Ask an administrator, once: the same file may come again before there is an answer."""
        with suppress(NotPossible):
            ask(self.desk.connection, self.desk.actor, self.asks_as, wanted, trial)
        self.asked += 1

    def _keep(self, row: WorkbookRow, query: str, values: list[Any]) -> None:
        if row[2] not in pack().administrators:
            self.desk.connection.execute(query.encode(), values)
            return
        try:
            with self.desk.connection.transaction():  # the database keeps these apart by itself
                self.desk.connection.execute(query.encode(), values)
        except ExclusionViolation:
            post = " ".join(filter(None, row))
            raise BadInput(_TWO_ADMINISTRATORS.format(post=post)) from None

    def _one(self, query: str, values: list[Any]) -> int:
        row = self.desk.connection.execute(query, values).fetchone()
        assert row  # noqa: S101 -- RETURNING gives the row it wrote
        return int(row[0])


def fixed(sheet: SheetOf, before: _Rows, after: _Rows) -> Iterator[Words]:
    """Yield a sentence for each fixed cell of an existing row that the import would change."""
    for key, row in after.items():
        for column, (was, now) in enumerate(zip(before.get(key, row), row, strict=True)):
            if was != now and column not in _MAY_CHANGE[sheet.key]:
                values = {"was": was or "—", "now": now or "—", "key": " ".join(key)}
                heading = sheet.columns[column][1]
                yield _FIXED.format(sheet=sheet.words, column=heading, **values)


def _sentences(refused: WorkflowError, sheet: SheetOf, key: WorkbookRow) -> list[Words]:
    """Return the sentences of a refused command, each naming sheet and row."""
    fields = refused.fields.values() if isinstance(refused, BadInput) else ()
    sentences = [_REFUSED.format(sheet=sheet.words, key=" ".join(key), why=why) for why in fields]
    return sentences or [refused.words]


def _code(key: str) -> str | None:
    """Return the code of a row, or ``None`` where its key only stands for one."""
    return None if isinstance(key, Keyless) else key


def _null(text: str) -> str | None:
    return text or None
