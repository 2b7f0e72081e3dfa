"""The mail with a report: the file goes along, or waits in the service; or why there is none."""

from __future__ import annotations

from email.message import EmailMessage

from worker.letters import BadAddress
from worker.sheets import Block, Sheet, laid_out
from workflow.delivery.reports.answers import media_type
from workflow.delivery.reports.mails import ReportLetter
from workflow.words import Words

_SUBJECT = Words("{report}（{day}）", "{report} ({day})")
_NOT_MADE = Words("报表未生成：{report}", "Report not made: {report}")
_ATTACHED = Words(
    "随信附上{owner}设置的定期报表“{report}”（{day}），内容以您现在可以查看的为限。",
    'Attached is the report "{report}" of {day}, set up by {owner}, with what you may see.',
)
_WAITS = Words(
    "{owner}设置的定期报表“{report}”（{day}）已生成，请登录后下载。",
    'The report "{report}" of {day}, set up by {owner}, is ready; sign in to fetch it.',
)
_STOPPED = Words(
    "{owner}设置的定期报表“{report}”（{day}）没有生成。{why}在此恢复之前不再另行告知。",
    'The report "{report}" of {day}, set up by {owner}, was not made. {why} You are not told '
    "again until one is made.",
)
_OPEN = Words("打开定期报表", "Open the reports")


def compose(letter: ReportLetter) -> EmailMessage:
    """Write the mail.

    Raises ``BadAddress`` where the recipient cannot be reached.
    """
    if letter.has_left:
        raise BadAddress("the person has left")
    told = _NOT_MADE if letter.withheld else _SUBJECT
    values = {"report": letter.report, "day": letter.day, "owner": letter.owner}
    says = _STOPPED if letter.withheld else _ATTACHED if letter.file else _WAITS
    sentence = says.format(**values, why=letter.withheld or "")
    language = letter.language
    blocks = [Block(sentence.of(language)), Block(_OPEN.of(language), "/reports")]
    subject = told.format(**values)
    message = laid_out(
        Sheet(letter.outbox_id, letter.address, letter.name, language, subject, blocks)
    )
    if letter.file:
        kind, _, part = media_type(letter.file.name).partition("/")
        message.add_attachment(
            letter.file.content, maintype=kind, subtype=part, filename=letter.file.name
        )
    return message
