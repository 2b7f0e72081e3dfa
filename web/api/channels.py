"""``/channels``: where notices go besides mail, and how each channel fares."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from flask import url_for
from pydantic import Field

from web.api import said
from web.api.blueprint import blueprint
from web.api.bodies import OneOf, Plain, Sent
from web.api.declared import Field as FieldTold
from web.api.declared import Told, Words
from web.api.forms import Acted, NoFields, acted
from web.api.once import once
from web.api.spec import REFUSED, answers, spec
from web.api.values import check_fields
from web.auth import actor
from web.step_up import demand_proof
from workflow.declaration import KEEP_CHANNELS, fields
from workflow.delivery.channels import commands, queries
from workflow.delivery.channels.forms import form_of
from workflow.delivery.channels.kinds import KINDS
from workflow.delivery.channels.queries import ChannelRow, Posted

Kind = Annotated[str, OneOf(tuple(KINDS))]
Values = dict[str, Plain]


class NewChannel(Sent):
    """A channel of a kind, with the fields of the kind's form."""

    kind: Kind
    fields: Values = Field(default_factory=dict)


class ChannelFields(Sent):
    """The fields of a channel; an empty key or secret leaves the old value."""

    fields: Values = Field(default_factory=dict)


class ChannelSwitch(Sent):
    """Whether a channel is on."""

    on: bool


class ChannelKindTold(Told):
    """A kind of channel, and the fields of the form."""

    key: str
    words: Words
    fields: list[FieldTold]


class Channel(Told):
    """A channel without secrets."""

    id: int
    kind: str
    name: str
    unit_id: int
    unit: Words
    topics: list[str]
    language: str
    titles: bool
    base_url: str
    active: bool
    made_at: datetime
    failing_since: datetime | None
    last_at: datetime | None


class ChannelsPage(Told):
    """The channels administered by the account, and the kinds of channel."""

    channels: list[Channel]
    kinds: list[ChannelKindTold]


class ChannelPost(Told):
    """A message sent through a channel, and the result."""

    id: int
    at: datetime
    attempts: int
    delivered_at: datetime | None
    failed_at: datetime | None
    error: str
    answer: str


class ChannelDetail(Channel):
    """A channel with the newest messages."""

    posts: list[ChannelPost]


class ChannelMade(Told):
    """A channel added; the secret of a webhook is told once, to the first request of a key."""

    id: int
    secret: str


class SecretDrawn(Told):
    """The new secret of a webhook, told once; the old one signs as well for a day."""

    secret: str


@blueprint.get("/channels")
@spec.validate(resp=answers(ChannelsPage, 403, 404), tags=["channels"], operation_id="channels")
def channels() -> ChannelsPage:
    """Return the channels, and the forms of their kinds."""
    return ChannelsPage(
        channels=[Channel(**_channel(row)) for row in queries.channels(actor())],
        kinds=[
            ChannelKindTold(key=key, words=said.words(kind.words), fields=said.fields(form_of(key)))
            for key, kind in KINDS.items()
        ],
    )


@blueprint.get("/channels/<int:channel_id>")
@spec.validate(resp=answers(ChannelDetail, 403, 404), tags=["channels"], operation_id="channel")
def channel(channel_id: int) -> ChannelDetail:
    """Return a channel and the newest messages."""
    row, posts = queries.channel(actor(), channel_id)
    return ChannelDetail(**_channel(row), posts=[_post(post) for post in posts])


@blueprint.post("/channels")
@spec.validate(
    resp=answers(ChannelMade, *REFUSED, status=201), tags=["channels"], operation_id="add_channel"
)
def add_channel(json: NewChannel) -> tuple[ChannelMade, int, dict[str, str]]:
    """Add a channel; a webhook's secret is told only now."""
    queries.channels(actor())
    values = _values(json.kind, json.fields)

    def act() -> ChannelMade:
        made = commands.add(actor(), json.kind, values)
        return ChannelMade(id=made.id, secret=made.secret)

    told, status, headers = once(ChannelMade, json, act, 201, secret="")
    where = url_for("api.channel", channel_id=told.id)
    return told, status, headers | {"Location": where}


@blueprint.post("/channels/<int:channel_id>/change")
@spec.validate(resp=answers(Acted, *REFUSED), tags=["channels"], operation_id="change_channel")
def change_channel(channel_id: int, json: ChannelFields) -> tuple[Acted, int, dict[str, str]]:
    """Change a channel."""
    row, _ = queries.channel(actor(), channel_id)
    values = _values(row.kind, json.fields)
    return acted(json, lambda: commands.change(actor(), channel_id, values))


@blueprint.post("/channels/<int:channel_id>/rotate")
@spec.validate(resp=answers(SecretDrawn, *REFUSED), tags=["channels"], operation_id="rotate_secret")
def rotate_secret(channel_id: int, json: NoFields) -> tuple[SecretDrawn, int, dict[str, str]]:
    """Draw a new secret of a webhook; the old one signs as well for a day."""
    queries.channel(actor(), channel_id)
    demand_proof(KEEP_CHANNELS)

    def act() -> SecretDrawn:
        return SecretDrawn(secret=commands.rotate(actor(), channel_id))

    return once(SecretDrawn, json, act, secret="")


@blueprint.post("/channels/<int:channel_id>/switch")
@spec.validate(resp=answers(Acted, *REFUSED), tags=["channels"], operation_id="switch_channel")
def switch_channel(channel_id: int, json: ChannelSwitch) -> tuple[Acted, int, dict[str, str]]:
    """Switch a channel on or off; switching off gives up the waiting messages."""
    return acted(json, lambda: commands.switch(actor(), channel_id, on=json.on))


@blueprint.post("/channels/<int:channel_id>/test")
@spec.validate(resp=answers(Acted, *REFUSED), tags=["channels"], operation_id="test_channel")
def test_channel(channel_id: int, json: NoFields) -> tuple[Acted, int, dict[str, str]]:
    """Send a test; the newest message of the channel tells the answer of the other side."""
    return acted(json, lambda: commands.test(actor(), channel_id))


@blueprint.post("/channels/<int:channel_id>/posts/<int:outbox_id>/again")
@spec.validate(resp=answers(Acted, *REFUSED), tags=["channels"], operation_id="post_again")
def post_again(
    channel_id: int, outbox_id: int, json: NoFields
) -> tuple[Acted, int, dict[str, str]]:
    """Send a given-up message again."""
    return acted(json, lambda: commands.send_again(actor(), channel_id, outbox_id))


def _values(kind: str, sent: Values) -> dict[str, object]:
    """Return the typed fields of a channel.

    Raises ``NotProved`` where the token may not, ``BadInput`` with each wrong field.
    """
    form = form_of(kind)
    check_fields(form.fields, sent)
    values, _ = fields.parse(form, sent, "")
    demand_proof(KEEP_CHANNELS)
    return values


def _channel(row: ChannelRow) -> dict[str, object]:
    same = (
        "id", "kind", "name", "unit_id", "topics", "language", "titles", "base_url", "active",
        "made_at", "failing_since", "last_at",
    )  # fmt: skip
    return {key: getattr(row, key) for key in same} | {"unit": said.words(row.unit)}


def _post(post: Posted) -> ChannelPost:
    return ChannelPost(
        id=post.id,
        at=post.at,
        attempts=post.attempts,
        delivered_at=post.delivered_at,
        failed_at=post.failed_at,
        error=post.error,
        answer=post.answer,
    )
