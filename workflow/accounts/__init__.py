"""Accounts: the identity of a person at sign-in, and its time of validity.

Passwords, tokens and codes are kept as hashes only. The database's clock decides unless a caller
names the instant. Posts are read anew for every request, so a post ended this morning gives no
access.
"""

from workflow.accounts.acting_for import DelegationRow, delegations_of, standing_in
from workflow.accounts.commands import (
    DENSITIES,
    THEMES,
    account_of,
    change_password,
    check_login,
    create_account,
    demo_sign_ins,
    open_account,
    set_language,
    set_look,
    set_password,
    units_of,
)
from workflow.accounts.identity import SCOPES, Identity
from workflow.accounts.links import (
    AccountLetter,
    Link,
    ask_reset,
    invite,
    link_of,
    redeem,
    send_reset,
)
from workflow.accounts.person_fields import Details, add_person, correct_person
from workflow.accounts.queries import Known, actor_of, known
from workflow.accounts.sessions import (
    Session,
    end_all,
    end_session,
    identity_of_session,
    sessions_of,
    sign_out,
)
from workflow.accounts.sign_in import Entrance, Visitor, complete, enter, is_waiting, prove, sign_in
from workflow.accounts.tokens import (
    TokenRow,
    create_feed,
    create_token,
    identity_of_feed,
    identity_of_token,
    revoke_token,
    tokens_of,
)

__all__ = [
    "DENSITIES",
    "SCOPES",
    "THEMES",
    "AccountLetter",
    "DelegationRow",
    "Details",
    "Entrance",
    "Identity",
    "Known",
    "Link",
    "Session",
    "TokenRow",
    "Visitor",
    "account_of",
    "actor_of",
    "add_person",
    "ask_reset",
    "change_password",
    "check_login",
    "complete",
    "correct_person",
    "create_account",
    "create_feed",
    "create_token",
    "delegations_of",
    "demo_sign_ins",
    "end_all",
    "end_session",
    "enter",
    "identity_of_feed",
    "identity_of_session",
    "identity_of_token",
    "invite",
    "is_waiting",
    "known",
    "link_of",
    "open_account",
    "prove",
    "redeem",
    "revoke_token",
    "send_reset",
    "sessions_of",
    "set_language",
    "set_look",
    "set_password",
    "sign_in",
    "sign_out",
    "standing_in",
    "tokens_of",
    "units_of",
]
