"""The demonstration: an invented bureau, its ledger, and its history so far."""

from __future__ import annotations

from datetime import date, datetime
from importlib.resources import as_file

from rectify.demo.inspection_story import round_of_branches, self_check
from rectify.demo.look_back_story import look_back
from rectify.demo.office_story import complaints, quarterly_returns, targets
from rectify.demo.organisation import (
    DATA,
    PASSWORD,
    load_organisation,
    read_cast,
    rows,
    sign_ins,
)
from rectify.demo.play import Play
from rectify.demo.problem_story import Fate, ProblemStory
from rectify.demo.stage import Stage, moment
from rectify.demo_mark import refuse_other_pack, refuse_over_accounts
from workflow.engine.loading import read_now
from workflow.errors import NotPossible
from workflow.escalation.demo_clock import resume
from workflow.imports.import_ledger import plan_new
from workflow.imports.ledger.reading import read_ledger
from workflow.platform import connect, settings
from workflow.queries.figures import taking_in
from workflow.words import Words

LEDGER = DATA / "ledger.xlsx"
_DAY = date(2026, 11, 24)  # on which the ledger stands and the story begins, whatever day it is
_MARK = "INSERT INTO instance VALUES ('demo', 'yes') ON CONFLICT DO NOTHING"  # its clock may move
_BEGIN = "INSERT INTO instance VALUES ('demo_loading', 'yes') ON CONFLICT DO NOTHING"
_END = "DELETE FROM instance WHERE key = 'demo_loading'"
_HALF = Words(
    "演示数据上次没有装完。请删除数据目录 {folder}，再启动一次。",
    "Loading the demonstration was interrupted. Remove the data folder {folder} and start again.",
)
_PAST_MAIL = "UPDATE outbox SET delivered_at = at WHERE delivered_at IS NULL AND at < %s"
_PAST_NEWS = "UPDATE inbox SET read_at = at WHERE read_at IS NULL AND at < %s"


def load() -> tuple[list[tuple[str, Words]], str]:
    """Load the demonstration, unless loaded already; return its sign-ins and their password.

    Raises ``NotPossible`` where an earlier load was broken off, other people have
    accounts, or another pack is installed.
    """
    refuse_over_accounts()
    refuse_other_pack()
    with connect() as connection:
        if not connection.execute(_BEGIN).rowcount:
            raise NotPossible(_HALF.format(folder=settings().data))
    load_organisation()
    now = _set_clock()
    _play(now)
    with connect() as connection:
        connection.execute(_END)
    return sign_ins(), PASSWORD


def _set_clock() -> datetime:
    """Mark the installation as a demonstration; begin on its day, or continue."""
    with connect() as connection:
        connection.execute(_MARK)
        resume(connection, moment(_DAY, 10))
        return read_now(connection)


def _play(now: datetime) -> None:
    """Raise the new problems of the ledger and play their history."""
    zone = settings().zone
    today = now.astimezone(zone).date()
    with as_file(LEDGER) as path:
        ledger = read_ledger(path, today)
    plan = plan_new(ledger, LEDGER.name, today)
    stage = Stage(read_cast(today), now)
    fates = {row["no"]: Fate(row["stops_at"], int(row["late"])) for row in rows("history.csv")}
    stories = [
        ProblemStory(stage, entry, family, fates.get(entry.text["no"], Fate()))
        for entry, family in plan.families
    ]
    if stories:
        around = (look_back, targets, quarterly_returns, complaints, round_of_branches, self_check)
        Play(stage).run([*(story.tell() for story in stories), *(tell(stage) for tell in around)])
        stage.set_clock(now)
        taking_in.take_in()
        _settle(now)


def _settle(now: datetime) -> None:
    """Mark old mails as delivered and old notices as read; only the last days are news."""
    midnight = moment(now.astimezone(settings().zone).date(), 0)
    with connect() as connection:
        connection.execute(_PAST_MAIL, [midnight])
        connection.execute(_PAST_NEWS, [midnight])
