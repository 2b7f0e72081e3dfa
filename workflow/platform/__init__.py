"""The platform: settings, connections, prepared statements, tables and the zip guard."""

from workflow.platform.addresses import client, network_of, taken_apart
from workflow.platform.config import BadSettings, Settings, settings
from workflow.platform.db import (
    SERVICE,
    TODAY,
    Connection,
    connect,
    reading,
    sqlalchemy_url,
    together,
)
from workflow.platform.few_called import Called, few_called
from workflow.platform.mail_address import is_mail_address
from workflow.platform.searching import is_called, mentions, words_of
from workflow.platform.statements import Statement, decoded, encoded, finish, sending
from workflow.platform.typed_text import cleaned, fitting, narrow, not_shown, unfit
from workflow.platform.zip_guard import BOMB, ENCRYPTED, TRUNCATED, Archive, look_over

__all__ = [
    "BOMB",
    "ENCRYPTED",
    "SERVICE",
    "TODAY",
    "TRUNCATED",
    "Archive",
    "BadSettings",
    "Called",
    "Connection",
    "Settings",
    "Statement",
    "cleaned",
    "client",
    "connect",
    "decoded",
    "encoded",
    "few_called",
    "finish",
    "fitting",
    "is_called",
    "is_mail_address",
    "look_over",
    "mentions",
    "narrow",
    "network_of",
    "not_shown",
    "reading",
    "sending",
    "settings",
    "sqlalchemy_url",
    "taken_apart",
    "together",
    "unfit",
    "words_of",
]
