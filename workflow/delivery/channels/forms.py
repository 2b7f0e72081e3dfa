"""The forms to add or change a channel, read like any other form."""

from __future__ import annotations

from dataclasses import dataclass

from workflow.declaration import Choice, Field
from workflow.delivery.channels.kinds import KINDS, TOPICS, WEBHOOK
from workflow.words import Words

LANGUAGES = (Choice("zh", Words("中文", "Chinese")), Choice("en", Words("英文", "English")))
_UNIT_HELP = Words(
    "只告知这个单位及其下级的事项；谈话、问责等保密清单从不发送",
    "told of items in this unit and below it; never of interviews, accountability or their like",
)
_URL_HELP = Words(
    "不填即为官方地址；私有化部署请填内网地址，并在 RECTIFY_WEBHOOK_ALLOW 中写明网段",
    "empty: the vendor's own; for a private one also name its network in RECTIFY_WEBHOOK_ALLOW",
)
_KEY_HELP = Words(
    "可以粘贴机器人的完整地址；保存后不再显示，留空则不变",
    "the robot's whole address may be pasted; it is not shown again, and empty keeps it",
)
_TITLES_HELP = Words(
    "不勾选时只发编号、单位和状态；消息会经过对方的服务器",
    "otherwise number, unit and state only; messages pass through the other side's servers",
)


@dataclass(frozen=True, slots=True)
class ChannelForm:
    """The form of a kind of channel."""

    fields: tuple[Field, ...]
    comment_required: bool = False


def form_of(kind: str) -> ChannelForm:
    """Return the form of a kind of channel; topics are ticked singly."""
    topics = tuple(Field(key, words, "yes", False) for key, words in TOPICS.items())
    return ChannelForm((*_head(kind), *topics, *_tail(kind)))


def _head(kind: str) -> tuple[Field, ...]:
    return (
        Field("name", Words("名称", "Name"), limit=80),
        Field("unit", Words("单位", "Unit"), "unit", help=_UNIT_HELP),
        *_address(kind),
    )


def _address(kind: str) -> tuple[Field, ...]:
    if kind == WEBHOOK:
        return (Field("base_url", Words("接收地址", "Address"), limit=500),)
    signs = KINDS[kind].signs
    url = Field("base_url", Words("服务地址", "Server"), required=False, limit=200, help=_URL_HELP)
    key = Words("机器人密钥或完整地址", "The robot's key, or its whole address")
    return (
        Field("robot", key, required=False, limit=500, help=_KEY_HELP),
        *((Field("secret", signs, required=False, limit=200),) if signs else ()),
        url,
    )


def _tail(kind: str) -> tuple[Field, ...]:
    language = Field("language", Words("语言", "Language"), "choice", choices=LANGUAGES)
    titles = Field(
        "titles", Words("附上事项标题", "Include titles"), "yes", False, help=_TITLES_HELP
    )
    return () if kind == WEBHOOK else (language, titles)
