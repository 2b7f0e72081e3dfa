"""The mail by which an administrator tries the mail server, in text only."""

from __future__ import annotations

from email.headerregistry import Address
from email.message import EmailMessage

from worker.letters import CLOSING, GREETING, checked, envelope, line
from workflow.delivery.messages.trial_mails import TrialLetter
from workflow.platform import settings
from workflow.words import Words

_SUBJECT = Words("【整改销号】试发邮件", "[Rectify] The mail server works")
_TEXT = Words(
    "收到这封邮件，说明邮件服务器设置正确。请打开下面的地址，确认大家也能打开：",
    "This mail has arrived, so the mail server is set as it should be. Open this address, and see"
    " whether others can open it, too:",
)


def compose(letter: TrialLetter) -> EmailMessage:
    """Write the mail.

    Raises ``BadAddress`` where the recipient cannot be reached.
    """
    language = letter.language
    name = line(letter.name.of(language))
    to = Address(name, addr_spec=checked(letter.address))
    message = envelope(letter.outbox_id, to, language)
    message["Subject"] = _SUBJECT.of(language)
    parts = (
        GREETING.format(name=name).of(language),
        _TEXT.of(language),
        settings().url,
        CLOSING.of(language),
    )
    encoding = "quoted-printable" if language == "en" else "base64"
    message.set_content("\n\n".join(parts) + "\n", cte=encoding)
    return message
