"""Shape the domain's results into the answers of the API."""

from __future__ import annotations

from collections.abc import Sequence

from flask import url_for

from web.api import declared, shapes
from workflow import queries
from workflow.calendar import Day
from workflow.declaration import Asking, Field, Item
from workflow.engine.results import Done
from workflow.queries.document_contents import ContentView
from workflow.queries.due_date_explanation import Explained
from workflow.queries.due_display import Beside
from workflow.words import Words


def words(said: Words) -> declared.Words:
    """Shape a label or a sentence."""
    return declared.Words(zh=said.zh, en=said.en)


def maybe(said: Words | None) -> declared.Words | None:
    """Shape a label, or ``None`` for no label."""
    return words(said) if said else None


def fields(asking: Asking) -> list[declared.Field]:
    """Shape the fields of a move or a register."""
    return [_field(field) for field in asking.fields]


def _field(field: Field) -> declared.Field:
    return declared.Field(
        key=field.key,
        words=words(field.words),
        kind=field.kind,
        required=field.required,
        limit=field.limit,
        choices=[declared.Choice(key=key, words=words(said)) for key, said in field.offered()],
        of=field.table.key if field.table else field.of,
        pattern=field.pattern.regex if field.pattern else "",
        listed=field.listed,
        filtered=field.filtered,
    )


def due(said: queries.DueDisplay | None) -> shapes.Due | None:
    """Shape a due date."""
    if said is None:
        return None
    return shapes.Due(
        on=said.on,
        days_left=said.days_left,
        colour=said.colour,
        colour_reason=words(said.why),
        words=words(said.words),
        provisional=said.provisional,
        beside=_beside(said.beside),
    )


def _beside(step: Beside | None) -> shapes.Beside | None:
    if step is None:
        return None
    text = words(step.words)
    return shapes.Beside(on=step.on, late=step.late, step=words(step.step), words=text)


def explained(told: Explained | None) -> shapes.DueExplained | None:
    """Shape how a due date came about."""
    if told is None:
        return None
    return shapes.DueExplained(
        on=told.due,
        rule=told.rule,
        source=told.source,
        calendar=told.calendar,
        fixed=told.fixed,
        adds_up=told.astray is None,
        steps=[
            shapes.DueStep(kind=step.kind, words=words(step.words), on=step.on, event=step.event)
            for step in told.steps
        ],
        skipped=_days(told.skipped),
        worked=_days(told.worked),
    )


def _days(days: Sequence[Day]) -> list[shapes.SkippedDay]:
    return [shapes.SkippedDay(day=d.day, kind=d.kind, name=words(d.name)) for d in days]


def row(line: queries.ListRow) -> shapes.Row:
    """Shape a line of a list."""
    return shapes.Row(
        number=line.number,
        list=line.list_key,
        title=line.title,
        state=line.state,
        severity=line.severity,
        unit=words(line.unit),
        holder=maybe(line.holder),
        due=due(line.due),
        due_provisional=line.due is not None and line.due.provisional,
        updated_at=line.updated_at,
        version=line.version,
        fields={key: value for key, value in line.fields.items() if value is not None},
    )


def relative(item: Item) -> shapes.Relative:
    """Shape a parent or a child."""
    return shapes.Relative(
        number=item.number, list=item.list_key, title=item.title, state=item.state
    )


def content(line: ContentView) -> shapes.ContentLine:
    """Shape a line of a document."""
    return shapes.ContentLine(
        number=line.number, title=line.title, rung=maybe(line.rung), due=line.due, on=line.on
    )


def pieces(item: Item) -> list[shapes.Piece]:
    """Shape the evidence of an item, each piece with its address."""
    return [
        shapes.Piece(
            **piece,
            href=url_for("api.download", number=item.number, sha256=piece["sha256"]),
        )
        for piece in item.evidence
    ]


def done(result: Done, parts: Sequence[Done] = ()) -> shapes.Done:
    """Shape the result of a decision, with the parts raised together with it."""
    along = tuple(
        shapes.Along(
            number=child.number, list=child.list_key, title=child.title, state=child.state,
            move=child.trigger, stays=maybe(child.stays),
        )
        for child in result.along
    )  # fmt: skip
    return shapes.Done(
        number=result.number, list=result.list_key, state=result.state, version=result.version,
        along=along, parts=tuple(part.number for part in parts),
    )  # fmt: skip


def minutes(kept: queries.Minutes) -> shapes.Minutes:
    """Shape the minutes of a round of deciding."""
    return shapes.Minutes(
        members=[words(name) for name in kept.members],
        opinions=[_opinion(opinion) for opinion in kept.opinions],
        counted=maybe(kept.counted),
        result=maybe(kept.result),
        decision=maybe(kept.decision),
        decided_by=kept.decided_by,
        decided_at=kept.decided_at,
    )


def _opinion(given: queries.Opinion) -> shapes.Opinion:
    return shapes.Opinion(
        at=given.at,
        name=given.name,
        behind=maybe(given.behind),
        vote=maybe(given.vote),
        text=given.text,
        version=given.version,
        evidence=list(given.evidence),
    )
