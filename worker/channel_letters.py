"""Mails about a switched-off channel, in text only."""

from __future__ import annotations

from email.headerregistry import Address
from email.message import EmailMessage

from worker.letters import checked, envelope
from workflow.delivery.channels.delivery import PATIENCE
from workflow.delivery.channels.switched_off import Trouble
from workflow.platform import settings
from workflow.words import Words

_SUBJECT = Words("【整改销号】消息渠道已停用", "[Rectify] A channel was switched off")
_TEXT = Words(
    """{name}同志：

消息渠道“{channel}”连续失败{days}天，系统已将其停用，等待发送的消息不再发送。最后一次失败的原因：

{reason}

请检查设置后重新启用：{link}
本邮件由系统自动发出，请勿回复。
""",
    """Dear {name},

the channel "{channel}" has failed for {days:day|days} and was switched off; what waited for it was
given up. What was said the last time:

{reason}

Look at how it is set, and switch it on again: {link}
This mail was sent by the system; replies are not read.
""",
)


def compose(trouble: Trouble) -> EmailMessage:
    """Write the mail.

    Raises ``BadAddress`` where the recipient cannot be reached.
    """
    language = trouble.language
    name = " ".join(trouble.name.of(language).split())
    to = Address(name, addr_spec=checked(trouble.address))
    message = envelope(trouble.outbox_id, to, language)
    message["Subject"] = _SUBJECT.of(language)
    text = _TEXT.format(
        name=name,
        channel=trouble.channel,
        days=PATIENCE.days,
        reason=trouble.reason,
        link=f"{settings().url}{trouble.path}",
    )
    message.set_content(text.of(language), cte="quoted-printable" if language == "en" else "base64")
    return message
