"""How the mails about a request for somebody's account look."""

from __future__ import annotations

from email.message import EmailMessage

from worker.sheets import Block, Sheet, laid_out
from workflow.delivery.messages.approval_mails import ApprovalLetter
from workflow.words import Words

_ASKED = Words("有人申请变动您的账号", "A change of your account was asked for")
_AGREED = Words("您的账号有变动", "Your account has changed")
_ASKED_TEXT = Words(
    "{asker}申请：{what}。另一名管理员同意以后才会生效。",
    "{asker} asked to {what}. It takes effect once another administrator has agreed.",
)
_AGREED_TEXT = Words(
    "经{asker}申请、{decider}同意，已经生效：{what}。",
    "{asker} asked, {decider} agreed, and it was done: to {what}.",
)
_ALARM = Words(
    "如果您不知道这件事，请立即告诉安全管理员和纪检人员，不要只回复邮件。",
    "If you know nothing of it, tell the security administrator and the discipline officer at once;"
    " replies to this mail are not read.",
)


def compose(letter: ApprovalLetter) -> EmailMessage:
    """Write the mail to the person's address at the time of the request."""
    approval = letter.approval
    text = (_AGREED_TEXT if letter.agreed else _ASKED_TEXT).format(
        asker=approval.asked_name, decider=approval.decided_name or "", what=approval.words
    )
    subject = _AGREED if letter.agreed else _ASKED
    blocks = [Block(text.of(letter.language)), Block(_ALARM.of(letter.language))]
    return laid_out(
        Sheet(letter.outbox_id, approval.address, letter.name, letter.language, subject, blocks)
    )
