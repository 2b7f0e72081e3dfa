"""The kinds of channel and the topics allowed to each."""

from __future__ import annotations

from dataclasses import dataclass

from workflow.words import Words

WEBHOOK = "webhook"
TEST, DIGEST = "test", "digest"
WHSEC = "whsec_"  # by which Standard Webhooks know a secret


@dataclass(frozen=True, slots=True)
class ChannelKind:
    """A kind of channel: its name, usual address, and secrets."""

    words: Words
    base_url: str  # empty: it has to be given
    signs: Words | None  # what its signing secret is called; none: it has none to give


_SECRET = Words("加签密钥（没有则不填）", "Signing secret (empty if there is none)")
KINDS: dict[str, ChannelKind] = {
    "wecom": ChannelKind(
        Words("企业微信群机器人", "WeCom group robot"), "https://qyapi.weixin.qq.com", None
    ),
    "dingtalk": ChannelKind(
        Words("钉钉群机器人", "DingTalk group robot"), "https://oapi.dingtalk.com", _SECRET
    ),
    "feishu": ChannelKind(
        Words("飞书群机器人", "Feishu group robot"), "https://open.feishu.cn", _SECRET
    ),
    WEBHOOK: ChannelKind(
        Words("Webhook（推送给其他系统）", "Webhook to another program"), "", None
    ),
}
TOPICS: dict[str, Words] = {
    "raised": Words("新提出的事项", "What is raised"),
    "moved": Words("状态变化", "Moves from one state to another"),
    "escalated": Words("逾期升级", "Rungs of the ladder that are climbed"),
    DIGEST: Words(
        "每个工作日的摘要（只有件数）", "The digest of each working day, in numbers only"
    ),
}
EVENTS = {  # what programs are told, by topic
    "raised": "item.raised",
    "moved": "item.moved",
    "escalated": "item.escalated",
    DIGEST: "digest.made",
    TEST: "ping",
}
