"""``rectify up``: run the service."""

from __future__ import annotations

import click

from rectify.language import say


@click.command(
    help=say(
        "启动服务并保持运行：数据库、队列、网页、邮件与定时任务，全部在一个数据目录里。\n\n"
        "按 Ctrl-C 停止。设置了 DATABASE_URL、REDIS_URL 或 SMTP_URL 时，使用您自己的服务器。",
        "Run the service: database, queue, web server, workers and timetable, all in one data "
        "folder.\n\nCtrl-C stops it. Where DATABASE_URL, REDIS_URL or SMTP_URL is set, your own "
        "server is used.",
    )
)
def command() -> None:
    """Start everything and stay until stopped."""
    from rectify.service.screen import Screen
    from rectify.service.up import up

    up(Screen())
