"""The server's own refusals, before or beside the application: a line in each language."""

from __future__ import annotations

from workflow.words import Words


def _refusal(status: str, words: Words) -> bytes:
    text = f"{words.zh}\n{words.en}\n".encode()
    head = (
        f"HTTP/1.1 {status}\r\nContent-Type: text/plain; charset=utf-8\r\n"
        f"Content-Length: {len(text)}\r\nCache-Control: no-store\r\n"
        "X-Content-Type-Options: nosniff\r\nConnection: close\r\n"
    )
    wait = "Retry-After: 30\r\n" if status.startswith("503") else ""
    return f"{head}{wait}\r\n".encode() + text


SLOW = _refusal(
    "408 Request Timeout",
    Words(
        "上传太慢，连接已断开，什么都没有保存。请换一个网络，或减少文件后再试。",
        "The request came too slowly and was cut off; nothing was kept. "
        "Try again on a better line, or with fewer files.",
    ),
)
LARGE = _refusal(
    "413 Content Too Large",
    Words(
        "一次发送的内容太大，什么都没有保存。请减少或压缩文件，分几次上传。",
        "What was sent is too large and nothing was kept. Send fewer or smaller files at a time.",
    ),
)
FULL = _refusal(
    "503 Service Unavailable",
    Words(
        "同时上传的内容太多，什么都没有保存，请稍后再试。",
        "Too much is being uploaded at the same time. Nothing was kept; try again shortly.",
    ),
)
BROKEN = _refusal(
    "500 Internal Server Error",
    Words(
        "服务器内部出错，请稍后再试；如仍如此，请告诉系统管理员。",
        "An internal error happened. Try again; if it stays so, tell the administrator.",
    ),
)
