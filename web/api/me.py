"""``/me``: the account of the token, with posts, rights and choices."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from web.api import said
from web.api.blueprint import blueprint
from web.api.bodies import OneOf, Sent
from web.api.declared import Told, Words
from web.api.forms import Acted, NoFields, acted
from web.api.spec import REFUSED, answers, spec
from web.auth import actor, identity
from workflow import accounts
from workflow.declaration import Post, pack
from workflow.delivery.messages import mail_choices
from workflow.words import LANGUAGES
from workflow.words import Words as Sentence


class PostOfMine(Told):
    """A post of today: the role, and the unit at the top of the post's reach."""

    role: str
    role_words: Words
    unit_id: int
    unit: Words


class DelegationToMe(Told):
    """A delegation; the header ``Rectify-Behind`` takes the id."""

    id: int
    for_person_id: int
    for_person: str
    valid_from: date
    valid_to: date
    in_force: bool


class TokenOfMine(Told):
    """A token of the account, without the text."""

    id: int
    label: str
    scopes: list[str]


class Me(Told):
    """The account of a token, with the person, the posts of today and the rights beside the items.

    ``behind`` is the absent person for whom the request acts.
    """

    account_id: int
    login: str
    person_id: int | None
    name: Words
    language: str
    theme: str
    density: str
    scopes: list[str]
    second_factor: bool
    posts: list[PostOfMine]
    rights: list[str]
    behind: Words | None
    delegations: list[DelegationToMe]
    tokens: list[TokenOfMine]
    mails: list[str]
    mails_to_choose: list[str]


class LanguageChosen(Sent):
    """The language of pages and mails."""

    language: Annotated[str, OneOf(LANGUAGES)]


class LookChosen(Sent):
    """The theme and the density of the pages."""

    theme: Annotated[str, OneOf(tuple(accounts.THEMES))]
    density: Annotated[str, OneOf(tuple(accounts.DENSITIES))]


class MailsChosen(Sent):
    """The kinds of mail to receive; some kinds come always."""

    kinds: list[Annotated[str, OneOf(tuple(mail_choices.OPTIONAL))]] = Field(max_length=40)


@blueprint.get("/me")
@spec.validate(resp=answers(Me), tags=["me"], operation_id="me")
def me() -> Me:
    """Return the account of the token: person, language, posts, rights, scopes, delegations."""
    mine, person = identity(), actor()
    units = accounts.units_of(person)
    name = Sentence(person.name, mine.name_en or person.name)
    return Me(
        account_id=mine.account_id,
        login=mine.login,
        person_id=person.person_id,
        name=said.words(name),
        language=mine.language,
        theme=mine.theme,
        density=mine.density,
        scopes=[scope for scope in accounts.SCOPES if scope in mine.scopes],
        second_factor=mine.has_totp,
        posts=[_post(post, units) for post in person.posts],
        rights=[key for key, right in pack().every_right().items() if right.held_by(person)],
        behind=said.maybe(mine.acts_for),
        delegations=_delegations(person.person_id or 0),
        tokens=[
            TokenOfMine(id=token.id, label=token.label, scopes=token.scopes)
            for token in accounts.tokens_of(mine.account_id)
        ],
        mails=sorted(mail_choices.wanted(person)),
        mails_to_choose=list(mail_choices.OPTIONAL),
    )


@blueprint.post("/me/language")
@spec.validate(resp=answers(Acted, *REFUSED), tags=["me"], operation_id="choose_language")
def choose_language(json: LanguageChosen) -> tuple[Acted, int, dict[str, str]]:
    """Choose the language of pages and mails."""
    person = actor().person_id or 0
    return acted(json, lambda: accounts.set_language(person, json.language))


@blueprint.post("/me/look")
@spec.validate(resp=answers(Acted, *REFUSED), tags=["me"], operation_id="choose_look")
def choose_look(json: LookChosen) -> tuple[Acted, int, dict[str, str]]:
    """Choose how pages look to the account's person."""
    person = actor().person_id or 0
    return acted(json, lambda: accounts.set_look(person, json.theme, json.density))


@blueprint.post("/me/mail-choices")
@spec.validate(resp=answers(Acted, *REFUSED), tags=["me"], operation_id="choose_mails")
def choose_mails(json: MailsChosen) -> tuple[Acted, int, dict[str, str]]:
    """Choose the kinds of mail to receive."""
    return acted(json, lambda: mail_choices.choose(actor(), json.kinds))


@blueprint.post("/me/tokens/<int:token_id>/revoke")
@spec.validate(resp=answers(Acted, *REFUSED), tags=["me"], operation_id="revoke_token")
def revoke_token(token_id: int, json: NoFields) -> tuple[Acted, int, dict[str, str]]:
    """Revoke a token of the account, even the token of the request."""
    account = identity().account_id
    return acted(json, lambda: accounts.revoke_token(account, token_id))


def _post(post: Post, units: dict[int, Sentence]) -> PostOfMine:
    role = pack().roles.get(post.role, Sentence(post.role, post.role))
    return PostOfMine(
        role=post.role,
        role_words=said.words(role),
        unit_id=post.unit_id,
        unit=said.words(units[post.unit_id]),
    )


def _delegations(person_id: int) -> list[DelegationToMe]:
    return [
        DelegationToMe(
            id=row.id,
            for_person_id=row.principal_id,
            for_person=row.principal,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            in_force=row.in_force,
        )
        for row in accounts.delegations_of(person_id)
        if row.delegate_id == person_id
    ]
