"""How the mails about a delegation look."""

from __future__ import annotations

from email.message import EmailMessage

from worker.letters import BadAddress
from worker.sheets import Block, Sheet, laid_out
from workflow.delivery.messages.delegation_mails import DelegationLetter
from workflow.words import Words

_MADE = Words("{name}委托您代为办理", "You are to stand in for {name}")
_ENDED = Words("{name}已结束委托", "{name} has ended the delegation")
_MADE_TEXT = Words(
    "{name}委托您在{begin}至{until}期间代为办理工作。缘由：{reason}。期间告知{name}的事项也会告知您，"
    "注明“代{name}”；您以{name}的职务办理的，都记为代{name}办理，不得转委托。",
    "{name} asks you to stand in from {begin} to {until}. Why: {reason}. What {name} is told of on"
    " these days reaches you, too, marked as for {name}. What you do with the posts of {name} is"
    " recorded as done for {name}; it cannot be delegated on.",
)
_ENDED_TEXT = Words(
    "{name}对您的委托（{begin}至{until}）已提前结束，您不再代{name}办理工作。",
    "{name} has ended the delegation to you ({begin} to {until}) before its time; you do not stand"
    " in for {name} any more.",
)
_LOOK = Words("查看委托", "Open the delegations")


def compose(letter: DelegationLetter) -> EmailMessage:
    """Write the mail.

    Raises ``BadAddress`` where the recipient cannot be reached, or the delegation is over by now.
    """
    if letter.is_void:
        raise BadAddress("the person has left, or the delegation is over")
    values = {
        "name": letter.absent, "begin": letter.begin.isoformat(), "until": letter.until.isoformat(),
        "reason": letter.reason,
    }  # fmt: skip
    text = (_ENDED_TEXT if letter.ended else _MADE_TEXT).format(**values)
    blocks = [
        Block(text.of(letter.language)),
        Block(_LOOK.of(letter.language), "/account/delegations"),
    ]
    subject = (_ENDED if letter.ended else _MADE).format(**values)
    return laid_out(
        Sheet(letter.outbox_id, letter.address, letter.name, letter.language, subject, blocks)
    )
