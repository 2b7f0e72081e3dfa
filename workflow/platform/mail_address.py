"""The form of a mail address that every mail server takes (RFC 5321, without quoted names).

Servers with SMTPUTF8 are rare in the organisations served: an address with other letters than ASCII
would be taken here and refused by the server for every mail.
"""

from __future__ import annotations

import re

_LOCAL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"(?=.{{1,64}}@){_LOCAL}(?:\.{_LOCAL})*@{_LABEL}(?:\.{_LABEL})*")
_LONGEST = 254


def is_mail_address(text: str) -> bool:
    """Say whether mail can be sent to the text."""
    return len(text) <= _LONGEST and _ADDRESS.fullmatch(text) is not None
