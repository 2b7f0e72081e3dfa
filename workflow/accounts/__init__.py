"""Accounts: who somebody is when they sign in, and for how long that holds.

Secrets are kept as hashes only. The database's clock decides unless a caller names the instant.
Posts are read anew for every request, so a post that ended this morning opens no door.
"""

from workflow.accounts.enrolment import Known, Newcomer, enrol, known
from workflow.accounts.identity import Identity
from workflow.accounts.sessions import (
    Session,
    end_session,
    identity_of_session,
    sessions_of,
    sign_in,
    sign_out,
)
from workflow.accounts.tokens import (
    TokenRow,
    create_token,
    identity_of_token,
    revoke_token,
    tokens_of,
)
from workflow.accounts.upkeep import (
    account_of,
    change_password,
    create_account,
    demo_sign_ins,
    set_language,
    set_password,
    units_of,
)

__all__ = [
    "Identity",
    "Known",
    "Newcomer",
    "Session",
    "TokenRow",
    "account_of",
    "change_password",
    "create_account",
    "create_token",
    "demo_sign_ins",
    "end_session",
    "enrol",
    "identity_of_session",
    "identity_of_token",
    "known",
    "revoke_token",
    "sessions_of",
    "set_language",
    "set_password",
    "sign_in",
    "sign_out",
    "tokens_of",
    "units_of",
]
