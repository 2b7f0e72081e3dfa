"""Senders: a small module for each kind of channel, behind a single function."""

from __future__ import annotations

import time
from types import ModuleType

from worker.bulletins import written
from worker.mailer import Undelivered
from worker.senders import dingtalk, feishu, webhook, wecom
from worker.senders.guard import Resolver, system_resolver
from worker.senders.wire import Request, post
from workflow.delivery.channels.delivery import Target
from workflow.delivery.channels.kinds import WEBHOOK
from workflow.delivery.channels.message import Bulletin

ROBOTS: dict[str, ModuleType] = {"wecom": wecom, "dingtalk": dingtalk, "feishu": feishu}


def send(target: Target, bulletin: Bulletin, resolve: Resolver = system_resolver) -> str:
    """Send a bulletin and return the answer, without the secrets of the channel.

    Raises ``Undelivered``, without the secrets as well.
    """
    sender = webhook if target.kind == WEBHOOK else ROBOTS[target.kind]
    try:
        answer: str = sender.judge(post(_request(target, bulletin), resolve))
    except Undelivered as failure:
        raise Undelivered(failure.verdict, target.hide(failure.reason)) from None
    return target.hide(answer)


def _request(target: Target, bulletin: Bulletin) -> Request:
    at = time.time()
    if target.kind == WEBHOOK:
        return webhook.request(target, bulletin, at)
    request: Request = ROBOTS[target.kind].request(target, written(bulletin), at)
    return request
