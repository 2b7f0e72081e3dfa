"""Channels: where notices go besides mail, for the system administrator."""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from web import drafts, step_up
from web.auth import actor
from web.errors import answered
from web.forms import Filled, tree_input
from workflow.declaration import KEEP_CHANNELS, fields
from workflow.delivery.channels import commands, queries
from workflow.delivery.channels.forms import ChannelForm, form_of
from workflow.delivery.channels.kinds import KINDS, TOPICS, WEBHOOK
from workflow.delivery.channels.queries import ChannelRow
from workflow.errors import NO_PAGE, BadInput, NotFound, TooManyTries, WorkflowError

blueprint = Blueprint("channels", __name__, url_prefix="/channels")


@blueprint.get("")
def show() -> str:
    """Show the channels and how they fare."""
    return render_template(
        "channels.html", rows=queries.channels(actor()), kinds=KINDS, topics=TOPICS
    )


@blueprint.get("/new/<kind>")
def new(kind: str) -> str:
    """Show the form of a new channel."""
    return _form(_known(kind), Filled({"language": "zh", "escalated": "yes"}))


@blueprint.post("/new/<kind>")
def add(kind: str) -> AnyResponse:
    """Add a channel; a webhook's secret is shown only now."""
    filled = Filled.sent()
    try:
        values, _ = fields.parse(form_of(_known(kind)), filled.values, "")
        step_up.prove(KEEP_CHANNELS)
        made = commands.add(actor(), kind, values)
    except (BadInput, TooManyTries) as error:
        filled.note(error)
        return answered(_form(kind, filled, error=error), error)
    if made.secret:
        return make_response(_channel(made.id, made.secret), 201)
    drafts.done(gettext("The channel was added; send a test to see whether it works."))
    return redirect(url_for(".channel", channel_id=made.id), 303)


@blueprint.get("/<int:channel_id>")
def channel(channel_id: int) -> AnyResponse:
    """Show a channel and its posts; reload while a test is under way."""
    answer = make_response(_channel(channel_id))
    _, posts = queries.channel(actor(), channel_id)
    if posts and posts[0].is_test and posts[0].is_open and not posts[0].error:
        answer.headers["Refresh"] = "2"
    return answer


@blueprint.get("/<int:channel_id>/change")
def form(channel_id: int) -> str:
    """Show the form to change a channel, without its secrets."""
    row, _ = queries.channel(actor(), channel_id)
    return _form(row.kind, Filled(_present(row)), row)


@blueprint.post("/<int:channel_id>/change")
def change(channel_id: int) -> AnyResponse:
    """Change a channel."""
    row, _ = queries.channel(actor(), channel_id)
    filled = Filled.sent()
    try:
        values, _ = fields.parse(form_of(row.kind), filled.values, "")
        step_up.prove(KEEP_CHANNELS)
        commands.change(actor(), channel_id, values)
    except (BadInput, TooManyTries) as error:
        filled.note(error)
        return answered(_form(row.kind, filled, row, error), error)
    drafts.done(gettext("The channel was changed."))
    return redirect(url_for(".channel", channel_id=channel_id), 303)


@blueprint.post("/<int:channel_id>/rotate")
def rotate(channel_id: int) -> AnyResponse:
    """Draw a new secret and show the secret, only now."""
    try:
        queries.channel(actor(), channel_id)
        step_up.prove(KEEP_CHANNELS)
    except (BadInput, TooManyTries) as error:
        return answered(_channel(channel_id, error=error), error)
    return make_response(_channel(channel_id, commands.rotate(actor(), channel_id)))


@blueprint.post("/<int:channel_id>/switch")
def switch(channel_id: int) -> AnyResponse:
    """Switch a channel on or off."""
    commands.switch(actor(), channel_id, on=request.form.get("on") == "yes")
    return redirect(url_for(".channel", channel_id=channel_id), 303)


@blueprint.post("/<int:channel_id>/test")
def test(channel_id: int) -> AnyResponse:
    """Send a test; the channel's page shows the answer of the other side."""
    commands.test(actor(), channel_id)
    return redirect(url_for(".channel", channel_id=channel_id), 303)


@blueprint.post("/<int:channel_id>/posts/<int:post_id>/again")
def send_again(channel_id: int, post_id: int) -> AnyResponse:
    """Enqueue a given-up post again."""
    commands.send_again(actor(), channel_id, post_id)
    return redirect(url_for(".channel", channel_id=channel_id), 303)


def _known(kind: str) -> str:
    queries.channels(actor())
    if kind not in KINDS:
        raise NotFound(NO_PAGE)
    return kind


def _channel(channel_id: int, secret: str = "", error: WorkflowError | None = None) -> str:
    channel_row, posts = queries.channel(actor(), channel_id)
    return render_template(
        "channel.html",
        row=channel_row,
        posts=posts,
        kind=KINDS[channel_row.kind],
        is_webhook=channel_row.kind == WEBHOOK,
        topics=TOPICS,
        secret=secret,
        error=error,
        faults=error.fields if isinstance(error, BadInput) else {},
    )


def _form(
    kind: str, filled: Filled, kept: ChannelRow | None = None, error: WorkflowError | None = None
) -> str:
    asked: ChannelForm = form_of(kind)
    inputs = [
        tree_input(field, filled, actor()) for field in asked.fields if field.key not in TOPICS
    ]
    return render_template(
        "channel_form.html",
        kind=KINDS[kind],
        kept=kept,
        inputs=inputs,
        topics=TOPICS,
        filled=filled,
        error=error,
        usual=KINDS[kind].base_url,
    )


def _present(kept: ChannelRow) -> dict[str, str]:
    """Return the initial values of the form."""
    ticked = [*kept.topics, *(["titles"] if kept.titles else [])]
    return {
        "name": kept.name,
        "unit": str(kept.unit_id),
        "base_url": "" if kept.base_url == KINDS[kept.kind].base_url else kept.base_url,
        "language": kept.language,
    } | dict.fromkeys(ticked, "yes")
