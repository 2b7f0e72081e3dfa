"""Mails with a link for somebody's account: invitations and resets, in text only."""

from __future__ import annotations

from email.headerregistry import Address
from email.message import EmailMessage

from worker.letters import BadAddress, checked, envelope
from workflow.accounts import links
from workflow.platform import settings
from workflow.words import Words

_SUBJECTS = {
    links.RESET: Words("【整改销号】设置新密码", "[Rectify] Set a new password"),
    links.INVITATION: Words("【整改销号】请设置您的密码", "[Rectify] Set your password"),
}
_TEXTS = {
    links.RESET: Words(
        """{name}同志：

有人（应该是您）申请为登录名 {login} 设置新密码。请在30分钟内打开下面的链接，链接只能用一次：

{link}

如果不是您申请的，请不必理会，密码不会改变；若多次收到，请告诉系统管理员。
本邮件由系统自动发出，请勿回复。
""",
        """Dear {name},

somebody, most likely you, asked for a new password for the sign-in name {login}. Open this link
within 30 minutes; it is good once:

{link}

If it was not you, do nothing and your password stays as it is. If such mails come again and
again, tell the system administrator. This mail was sent by the system; replies are not read.
""",
    ),
    links.INVITATION: Words(
        """{name}同志：

已为您建立登录名 {login}。请在7天内打开下面的链接设置密码，链接只能用一次：

{link}

本邮件由系统自动发出，请勿回复。
""",
        """Dear {name},

the sign-in name {login} was made for you. Open this link within 7 days to set your password; it
is good once:

{link}

This mail was sent by the system; replies are not read.
""",
    ),
}


def compose(outbox_id: int) -> EmailMessage:
    """Write the mail with a link drawn just now; the link begins with the address in the settings.

    Raises ``BadAddress`` where the link was used or the account has changed since.
    """
    letter = links.letter_of(outbox_id)
    if letter is None:
        raise BadAddress("the link was used, or the account has changed since it was asked for")
    language = letter.language
    name = " ".join(letter.name.of(language).split())
    message = envelope(outbox_id, Address(name, addr_spec=checked(letter.address)), language)
    message["Subject"] = _SUBJECTS[letter.kind].of(language)
    link = f"{settings().url}{letter.path}"
    text = _TEXTS[letter.kind].of(language).format(name=name, login=letter.login, link=link)
    message.set_content(text, cte="quoted-printable" if language == "en" else "base64")
    return message
