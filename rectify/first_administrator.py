"""The first administrator of an empty installation: what to say while nobody can sign in."""

from __future__ import annotations

from workflow.words import Words

NOBODY = Words("还没有人可以登录", "Nobody can sign in yet")
FIRST_ADMINISTRATOR = Words(
    "请新建第一名管理员："
    "rectify user create 登录名 --name 姓名 --role system_admin --unit 单位名称；"
    "再同样新建一名 security_admin，此后两人互相复核。",
    "Make the first administrator: rectify user create LOGIN --name NAME --role system_admin "
    "--unit UNIT; then a security_admin alike. From then on each agrees to what the other asks.",
)
