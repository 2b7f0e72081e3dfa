"""The life of a problem of the demonstration, step by step, each at its moment.

A story is a generator: each value is the moment of the next step, taken when the story is resumed.
A step ahead of the present is never resumed, so that work not yet due stays open.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from rectify.demo.stage import Stage, Story, later, moment
from workflow.calendar import add_working_days
from workflow.declaration import Actor, Item
from workflow.engine import commands
from workflow.engine.commands import Request
from workflow.engine.loading import read
from workflow.engine.raising import NewItem
from workflow.evidence import Piece
from workflow.imports.ledger.result_types import ProblemEntry
from workflow.platform import connect, settings
from workflow.profession.severity_classes import HANDLING, Handling, calls_for_vote

_LOOKS = {"looks": "solved", "hearts": "yes", "actions": "yes"}
_LONG = 12  # days, from which on half of the time is worth a report
_SCENE_OF_ASPECT = {"A3": "record", "A4": "record", "A6": "room", "A9": "road", "A10": "record"}
_DONE = (
    "已按措施逐项完成，资料齐全，请组织核查。",
    "问题已整改到位，相关制度已修订并组织学习，见佐证照片。",
    "整改完成，并已举一反三检查其余同类事项，未发现新的问题。",
)
_REVIEWED = (
    "材料齐全，佐证与整改情况相符，可以现场核查。",
    "三看自评完整，佐证清晰，转核查组。",
)
_FINDINGS = (
    "现场查看并抽问三名党员，整改内容与报告一致。",
    "查阅记录、核对实物，措施已落实，效果明显。",
    "到现场逐条核对，问题已解决，未见反弹。",
)


@dataclass(frozen=True, slots=True)
class Fate:
    """The final state of a problem, and the working days between due date and end."""

    stops_at: str = "closed"
    late: int = 0


@dataclass(slots=True)
class ProblemStory:
    """A problem with its tasks and responsibilities, and the people at work on them."""

    stage: Stage
    entry: ProblemEntry
    family: list[NewItem]
    fate: Fate
    numbers: tuple[str, ...] = ()

    def tell(self) -> Story:
        """Yield the moment of each step and take the step."""
        at = later(moment(self._found, 9), 1)
        yield at
        self._raise(at)
        if self.fate.stops_at == "withdrawn":
            yield (at := later(at, 2, 16))
            self._withdraw(at)
        if self.fate.stops_at in ("raised", "withdrawn"):
            return
        yield (at := later(at, 1, 15))
        due = self._assign(at)
        at = yield from self._plan(at)
        if self.fate.stops_at == "assigned":
            yield from self._children_only(at)
            return
        at = yield from self._report(at, due)
        if self.fate.stops_at == "asks":
            yield (at := later(moment(self.stage.now.date(), 9), -2))
            self._ask(at, due)
        yield (at := self._finish(at, due))
        self._work(at)
        yield (at := at + timedelta(minutes=40))
        self._rectify(at)
        if self.fate.stops_at != "rectified":
            yield from self._check(at)

    @property
    def _found(self) -> date:
        assert self.entry.found_on  # noqa: S101 -- every row of the demonstration has its day
        return self.entry.found_on

    @property
    def _handling(self) -> Handling:
        return HANDLING[self.entry.severity]

    @property
    def _holder(self) -> Actor:
        unit = self.family[0].fields["unit"]
        return next(
            actor
            for actor in self.stage.cast.holding("branch_secretary")
            if any(post.unit_id == unit and post.role == "branch_secretary" for post in actor.posts)
        )

    @property
    def _scene(self) -> str:
        return _SCENE_OF_ASPECT.get(str(self.family[0].fields["aspect"]), "board")

    def _photo(self, *, done: bool) -> tuple[Piece, ...]:
        return (self.stage.photo(self._scene, done=done),)

    def _say(self, sentences: Sequence[str]) -> str:
        return sentences[self.entry.row % len(sentences)]

    def _raise(self, at: datetime) -> None:
        """Let the inspector raise the problem, and the clerk draw up tasks and responsibilities."""
        photo = self._photo(done=False) if self.entry.row % 3 == 0 else ()
        head = replace(self.family[0], evidence=photo)
        raised = commands.raise_items([head], self.stage.one("inspector"), at)
        children = [replace(child, parent=raised[0].number) for child in self.family[1:]]
        raised += commands.raise_items(
            children, self.stage.one("party_work_clerk"), at + timedelta(hours=1)
        )
        self.numbers = tuple(item.number for item in raised)

    def _of(self, list_key: str) -> list[str]:
        pairs = zip(self.numbers, self.family, strict=True)
        return [number for number, new in pairs if new.list_key == list_key]

    def _withdraw(self, at: datetime) -> None:
        why = "经核实，值班安排已在检查前调整，与另一问题重复，不再单独立项。"
        director = self.stage.one("party_work_director")
        self.stage.fire(at, director, self.numbers[0], "withdraw", comment=why)

    def _assign(self, at: datetime) -> date:
        """Assign to the branch secretary; the children go to the people of their level."""
        proposal = self.entry.deadline.due or add_working_days(at.date(), self._handling.days)
        due = max(proposal, add_working_days(at.date(), 2))
        fields = {"holder": self._holder.person_id, "due_on": due.isoformat()}
        assigner = self.stage.one(self._handling.assigner)
        self.stage.fire(at, assigner, self.numbers[0], "assign", fields)
        return due

    def _plan(self, at: datetime) -> Generator[datetime, None, datetime]:
        """Sign for the problem, and have the plan approved where the severity asks for a plan."""
        yield (at := later(at, 1, 9))
        signed = [*self._of("responsibilities"), *([self.numbers[0]] * self._handling.receipt)]
        self._each_holder(at, [Request(number, "sign_for") for number in signed])
        if approver := self._handling.plan_approver:
            yield (at := later(at, 1, 14))
            plan = {
                "cause": "制度执行不严，责任没有落实到具体人，日常检查流于形式。",
                "plan": self.entry.text["measures"],
            }
            self.stage.fire(at, self._holder, self.numbers[0], "submit_plan", plan)
            yield (at := later(at, 1, 10))
            self.stage.fire(at, self.stage.one(approver), self.numbers[0], "approve_plan")
        return at

    def _children_only(self, at: datetime) -> Story:
        """Bring tasks and responsibilities to an end; leave the problem itself lying."""
        yield (at := later(at, 4, 11))
        self._work(at)
        verifier, findings = self._verifiers()[0], self._say(_FINDINGS)
        yield (at := later(at, 3, 15))
        self.stage.decide(
            at, verifier, [Request(n, "verify", _LOOKS, comment=findings) for n in self.numbers[1:]]
        )
        yield (at := later(at, 2, 16))
        for number in self.numbers[1:]:
            self.stage.fire(at, self._closer(number, self._handling.decider[-1]), number, "close")

    def _report(self, at: datetime, due: date) -> Generator[datetime, None, datetime]:
        """Report progress half-way, where there is time for a report."""
        half = (due - at.date()) // 2
        if half.days < _LONG:
            return at
        yield (at := later(moment(at.date() + half, 9), 0, 16, 20))
        report = "主要措施已完成过半，正在推进其余事项。"
        self.stage.fire(
            at, self._holder, self.numbers[0], "report_progress", {"percent": 60}, report
        )
        return at

    def _ask(self, at: datetime, due: date) -> None:
        """Ask for more time, before the due date."""
        fields = {
            "title": "走访的两个养护站点正在封闭施工，无法按原计划完成第四季度走访。",
            "asked_for": add_working_days(due, 10).isoformat(),
            "progress": "已完成三次走访，问题已录入台账。",
        }
        commands.raise_item(
            "extensions", self._holder, fields=fields, parent=self.numbers[0], now=at
        )

    def _work(self, at: datetime) -> None:
        """Report the tasks done and the responsibilities discharged."""
        done = {"statement": self._say(_DONE)}
        photo = self._photo(done=True)
        requests = [Request(n, "rectify", done, evidence=photo) for n in self._of("tasks")]
        requests += [Request(n, "rectify", done) for n in self._of("responsibilities")]
        self._each_holder(at, requests)

    def _each_holder(self, at: datetime, requests: Sequence[Request]) -> None:
        """Let each item's own holder decide: responsibilities are several people's."""
        with connect() as connection:
            facts = read(connection, [request.number for request in requests])
        for person in dict.fromkeys(f.item.holder_id for f in facts.values()):
            own = [r for r in requests if facts[r.number].item.holder_id == person]
            self.stage.decide(at, self.stage.cast.person(person), own)

    def _finish(self, at: datetime, due: date) -> datetime:
        """Return the time of the end: before the due date, or after where the fate is late."""
        spare = (due - at.date()).days // 6
        end = moment(due - timedelta(days=max(spare, 0)), 15, 30)
        if self.fate.late:
            end = later(moment(due, 9), self.fate.late, 15, 30)
        return max(end, at + timedelta(hours=3))

    def _rectify(self, at: datetime) -> None:
        fields = {"statement": self._say(_DONE), "pledge": "yes"}
        photo = self._photo(done=True)
        self.stage.fire(at, self._holder, self.numbers[0], "rectify", fields, evidence=photo)

    def _check(self, at: datetime) -> Story:
        first, second = self._verifiers()
        findings = self._say(_FINDINGS)
        if self._handling.review:
            yield (at := later(at, 1, 10))
            clerk = self.stage.one("party_work_clerk")
            self.stage.fire(at, clerk, self.numbers[0], "pass_review", comment=self._say(_REVIEWED))
        if self._handling.verifiers > 1:
            yield (at := later(at, 2, 10))
            self.stage.fire(at, first, self.numbers[0], "record_check", comment=findings)
        yield (at := later(at, 2, 15))
        self.stage.fire(at, second, self.numbers[0], "verify", _LOOKS, findings)
        yield from self._publish(at)

    def _verifiers(self) -> tuple[Actor, Actor]:
        verifiers = self.stage.cast.holding("verifier")
        first = self.entry.row % len(verifiers)
        return verifiers[first], verifiers[(first + 1) % len(verifiers)]

    def _publish(self, at: datetime) -> Story:
        if self._handling.publicity_days:
            yield (at := later(at, 1, 9))
            self.stage.fire(at, self.stage.one("party_work_clerk"), self.numbers[0], "publish")
            at = later(at, self._handling.publicity_days)
        for voter in self._voters():
            yield (at := later(at, 1, 11))
            self.stage.fire(at, voter, self.numbers[0], "vote", {"vote": "for"})
        if self.fate.stops_at != "verified":
            yield from self._close(at)

    def _voters(self) -> list[Actor]:
        """Return just as many members as have to vote, where a vote is called for."""
        item = self._item(self.numbers[0])
        if not calls_for_vote(item):
            return []
        took_part = {person for people in item.duties.values() for person in people}
        members = [
            member
            for member in self.stage.cast.holding("committee_member")
            if member.person_id not in took_part
        ]
        return members[: max(self._handling.quorum, len(members) // 2 + 1)]

    def _closer(self, number: str, usual: str) -> Actor:
        """Return the usual decider, or the level above where the decider answered for the work."""
        item, closer = self._item(number), self.stage.one(usual)
        took_part = {person for people in item.duties.values() for person in people}
        return self.stage.one(item.awaits) if closer.person_id in took_part else closer

    def _item(self, number: str) -> Item:
        with connect() as connection:
            return read(connection, [number])[number].item

    def _close(self, at: datetime) -> Story:
        yield (at := later(at, 2, 16))
        decider = "office_party_secretary" if not self._handling.publicity_days else None
        closer = self._closer(self.numbers[0], decider or self._handling.decider[0])
        self.stage.fire(at, closer, self.numbers[0], "close")
        if self.fate.stops_at == "reopened":
            yield moment(date(2026, 10, 19), 10)
            self._reopen(moment(date(2026, 10, 19), 10))

    def _reopen(self, at: datetime) -> None:
        why = "回头看发现现金收缴再次出现，未在当月存入专户，属于问题反弹。"
        due = add_working_days(at.astimezone(settings().zone).date(), 38).isoformat()
        director = self.stage.one("party_work_director")
        self.stage.fire(at, director, self.numbers[0], "reopen", {"due_on": due}, why)
