"""Who is told of what, and how: a second reading, brute and slow, from rows as they are kept.

It calls nothing of the recipients, the promises or the lists; ``oracle_told`` has the table that
it goes by.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tests.profession.oracle.moves import READERS
from tests.profession.oracle.people import ADMINISTRATORS
from tests.profession.oracle.told import TOLD, Telling

Row = dict[str, Any]
MAILS = ("assigned", "asked", "answered", "served")  # the later one wins
# The rungs that open something for named readers only.
OPENS = {"interview": "interviews", "criticise": "criticisms", "account": "accountabilities"}
# What a step inside a state tells of: whoever it waits for, and then the level above.
OF_A_STEP: dict[str, Telling] = {
    "_remind_1": [("", ("awaited",))], "_overdue": [("", ("awaited", "superior"))],
}  # fmt: skip
ABOVE = {
    "holder": "party_work_director", "party_work_clerk": "party_work_director",
    "verifier": "party_work_director", "party_work_director": "leader_in_charge",
    "committee_member": "office_party_secretary", "office_party_secretary": "leader_in_charge",
    "leader_in_charge": "party_group_secretary", "discipline_officer": "party_group_secretary",
    "party_group_secretary": "discipline_officer",
}  # fmt: skip
DUTIES = {  # relation -> the moves by which one comes to it
    "raiser": ("raise", "resubmit"), "drafter": ("draft", "notify"), "interviewer": ("approve",),
    "recorder": ("record",),
}  # fmt: skip


@dataclass(frozen=True)
class Holding:
    """A post as its row has it."""

    person: int
    role: str
    path: str
    begins: date
    ends: date | None
    left_on: date | None

    def on(self, day: date) -> bool:
        """Say whether somebody held it, and was there, on this day."""
        here = self.left_on is None or self.left_on > day
        return here and self.begins <= day and (self.ends is None or self.ends >= day)


@dataclass(frozen=True)
class Absence:
    """A delegation as its row has it."""

    absent: int
    delegate: int
    begins: date
    ends: date
    ended: bool


@dataclass
class World:
    """Everything that decides who is told."""

    posts: list[Holding]
    absences: list[Absence]
    unwanted: set[tuple[int, str]]
    left: dict[int, date]
    events: dict[int, list[dict[str, Any]]] = field(default_factory=dict)  # by item

    def told(self, event: dict[str, Any], day: date) -> dict[int, tuple[str, int | None]]:
        """Return for each person told the kind of mail, or none, and whom they stand in for."""
        found: dict[int, tuple[str, int | None]] = {}
        acting = {event["actor_id"], event["behind_id"]} - {None}
        for how, relations in self._effects(event):
            people = {p for r in relations for p in self._related(event, r, day)} - acting
            for person in sorted(p for p in people if self._may_know(event, p, day)):
                _add(found, person, how, None)
                for absence in self._absent(person, day):
                    if absence.delegate not in acting and not (
                        absence.delegate in people and self._may_know(event, absence.delegate, day)
                    ):
                        _add(found, absence.delegate, how, person)
        return found

    def mails(self, event: dict[str, Any], day: date) -> set[tuple[int, str, int | None]]:
        """Return whom a mail goes to at once, of which kind, and for whom."""
        told = self.told(event, day).items()
        return {
            (person, how, behind)
            for person, (how, behind) in told
            if how and (person, how) not in self.unwanted
        }

    def _effects(self, event: dict[str, Any]) -> Telling:
        table = TOLD.get(event["list_key"], {})
        if event["trigger"] != "escalate":
            return table.get(event["trigger"], [])
        rung = event["changes"].get("note", {}).get("rung", "")
        of_step = next((told for end, told in OF_A_STEP.items() if rung.endswith(end)), [])
        return table.get(f"{event['source']}@{rung}", of_step)

    def _history(self, event: dict[str, Any]) -> list[dict[str, Any]]:
        return [e for e in self.events[event["item_id"]] if e["seq"] <= event["seq"]]

    def _column(self, event: dict[str, Any], name: str) -> Any:
        """Return what a column held after the event: what was last written to it."""
        written = [e["changes"][name] for e in self._history(event) if name in e["changes"]]
        return written[-1] if written else None

    def _related(self, event: dict[str, Any], relation: str, day: date) -> Iterable[int]:
        if relation == "holder":
            return filter(None, [self._column(event, "holder_id")])
        if relation == "awaited":
            return self._related(event, self._column(event, "awaits"), day)
        if relation == "superior":
            return self._superiors(event, day)
        if relation == "level_above":
            marks = self._column(event, "process")["referred"].values()
            newest = max(mark["seq"] for mark in marks)
            above = {mark["to"] for mark in marks if mark["seq"] == newest}
            return {p for role in above for p in self._nearest(event, role, day)}
        if relation in DUTIES:
            did = [e for e in self._history(event) if e["trigger"] in DUTIES[relation]]
            return {p for e in did for p in (e["actor_id"], e["behind_id"]) if p}
        return self._nearest(event, relation, day)

    def _superiors(self, event: dict[str, Any], day: date) -> set[int]:
        role = self._column(event, "awaits")
        for _ in ABOVE:
            role = ABOVE.get(role, "")
            if found := self._nearest(event, role, day):
                return found
        return set()

    def _nearest(self, event: dict[str, Any], role: str, day: date) -> set[int]:
        scope = self._column(event, "scope")
        for length in range(len(scope), 0, -1):
            here = {
                post.person
                for post in self.posts
                if post.role == role and post.path == scope[:length] and post.on(day)
            }
            if here:
                return here
        return set()

    def _may_know(self, event: dict[str, Any], person: int, day: date) -> bool:
        if person == self._column(event, "holder_id"):
            return True
        opened = OPENS.get(event["changes"].get("note", {}).get("rung", ""))
        if opened and not self._reads(event, person, opened, day):
            return False
        circle = (self._column(event, "process") or {}).get("audience", "")
        return self._reads(event, person, event["list_key"], day) or (
            circle != "" and any(
                post.person == person and post.on(day) and post.role not in ADMINISTRATORS
                and (circle.startswith(post.path) or post.path.startswith(circle))
                for post in self.posts
            )
        )  # fmt: skip

    def _reads(self, event: dict[str, Any], person: int, list_key: str, day: date) -> bool:
        scope, readers = self._column(event, "scope"), READERS.get(list_key)
        return any(
            post.person == person
            and post.on(day)
            and scope.startswith(post.path)
            and post.role not in ADMINISTRATORS
            and (readers is None or post.role in readers)
            for post in self.posts
        )

    def _absent(self, person: int, day: date) -> Iterator[Absence]:
        for one in self.absences:
            there = all(self.left.get(p, date.max) > day for p in (one.absent, one.delegate))
            if one.absent == person and not one.ended and one.begins <= day <= one.ends and there:
                yield one

    def digests(
        self, items: list[dict[str, Any]], news: list[dict[str, Any]], day: date
    ) -> set[int]:
        """Return who gets a digest: whom something waits for, or is news to that no mail told.

        ``news`` are the notices that nobody has read and no digest has told.
        """
        waited = {p for item in items for p in self._waited_for(item, day)}
        absent = {a.delegate for p in waited for a in self._absent(p, day)}
        told = {n["person_id"] for n in news if not n["mailed"] and self._sees(n, day)}
        everybody = waited | absent | told
        return {
            p for p in everybody
            if (p, "digest") not in self.unwanted and self.left.get(p, date.max) > day
        }  # fmt: skip

    def _waited_for(self, item: dict[str, Any], day: date) -> set[int]:
        awaits, readers = item["awaits"], READERS.get(item["list_key"])
        if awaits == "holder":
            return {item["holder_id"]} - {None}
        if awaits in DUTIES:
            return {*item["duties"].get(awaits, ())}
        return {
            post.person
            for post in self.posts
            if post.role == awaits and item["scope"].startswith(post.path) and post.on(day)
            and (readers is None or awaits in readers)
        }  # fmt: skip

    def _sees(self, notice: dict[str, Any], day: date) -> bool:
        person = notice["behind_id"] or notice["person_id"]
        readers = READERS.get(notice["list_key"])
        return person == notice["holder_id"] or any(
            post.person == person and post.on(day) and notice["scope"].startswith(post.path)
            and post.role not in ADMINISTRATORS and (readers is None or post.role in readers)
            for post in self.posts
        )  # fmt: skip


def _add(
    found: dict[int, tuple[str, int | None]], person: int, how: str, behind: int | None
) -> None:
    """Take the weightier of two promises; who is told as themselves stands in for nobody."""
    before, beside = found.get(person, ("", behind))
    kinds = ("", *MAILS)
    own = behind is None or (person in found and beside is None)
    found[person] = max(before, how, key=kinds.index), None if own else beside
