"""The first administrator of an empty installation: what to say while nobody can sign in."""

from __future__ import annotations

from workflow.words import Words

NOBODY = Words("还没有人可以登录", "Nobody can sign in yet")
FIRST_ADMINISTRATOR = Words(
    "执行 rectify begin 取得一次性网址，在浏览器里设置（rectify up 启动时也会显示）；"
    "也可以在终端新建："
    "rectify user create 登录名 --name 姓名 --role system_admin --unit 单位名称，"
    "再同样新建一名 security_admin，此后两人互相复核。",
    "Run 'rectify begin' for a one-time address and set everything up in the browser ('rectify up'"
    " prints one, too). Or at the terminal: rectify user create LOGIN --name NAME --role"
    " system_admin --unit UNIT; then a security_admin alike. From then on each agrees to what the"
    " other asks.",
)
ADDRESS = Words(
    "在浏览器里打开这个一次性网址，开始设置（24小时内有效，只能在一个浏览器里用）：",
    "Open this one-time address in a browser to set Rectify up (good for 24 hours, in one"
    " browser):",
)
SOMEBODY = Words(
    "已经有人可以登录，不再需要一次性网址。",
    "Somebody can sign in already, so there is no one-time address any more.",
)


def first_address(url: str) -> str | None:
    """Return a new one-time address below ``url``, or ``None`` where somebody can sign in."""
    from workflow.organisation.founding import first_runs

    token = first_runs.issue()
    return None if token is None else f"{url}/first-run/{token}"
