"""``rectify init``: the data folder, the database and its tables, and nothing else."""

from __future__ import annotations

import click

from rectify.language import say


@click.command(
    help=say(
        "准备数据目录和数据库（建表或升级），不启动服务。重复执行没有坏处。",
        "Prepare the data folder and the database (make or upgrade its tables) without running "
        "the service. Repeating it does no harm.",
    )
)
@click.option(
    "--pack",
    "asked",
    metavar=say("名称|文件夹", "NAME|FOLDER"),
    help=say(
        "工作包：代码、检查表、严重程度、期限和用词。名称见 rectify pack list，"
        "也可以是自己的文件夹。建库时选定，不写则为党支部标准化。",
        "The pack: codes, sheets, severities, periods and words. A name from 'rectify pack list', "
        "or a folder of your own. Chosen when the tables are made; by default party branches.",
    ),
)
def command(asked: str | None) -> None:
    """Create everything needed by ``up``, so that ``up`` starts quickly."""
    from rectify import demo_mark
    from rectify.chosen_pack import choose_pack
    from rectify.data_folder import DataFolder
    from rectify.first_administrator import FIRST_ADMINISTRATOR, NOBODY
    from rectify.servers import folder_lock
    from rectify.servers.command_database import running_environment
    from workflow.ops import named_places
    from workflow.ops.rights import who_can_sign_in
    from workflow.platform import settings

    if asked:
        choose_pack(asked)
    named_places.demand(settings())
    folder = DataFolder.at(settings().data)
    folder.secret_key()
    with running_environment(migrating=True) as ours:
        if not ours:
            raise folder_lock.taken(folder.root, folder.lock)
        if not settings().demo:
            demo_mark.refuse_as_service()
        anybody = who_can_sign_in(settings().database_url) > 0
    if not anybody:
        click.echo(say(*NOBODY) + " " + say(*FIRST_ADMINISTRATOR))
    click.echo(
        say(
            f"{folder.root} 已准备好，下一步：rectify up",
            f"{folder.root} is ready. Next: rectify up",
        )
    )
