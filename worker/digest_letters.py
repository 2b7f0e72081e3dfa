"""The layout of a daily digest: the recipient's own part first, then a part per absent person."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from email.message import EmailMessage
from functools import reduce

from worker.letters import BadAddress
from worker.sheets import Block, Sheet, laid_out
from workflow.queries.digest import DigestLetter, DigestLine, Part, Section
from workflow.queries.list_counts import RowCount
from workflow.words import Words, joined

_SUBJECT = Words("{day} 待办摘要：{what}", "Digest of {day}: {what}")
_WAITING = Words("待办{count}项", "{count} waiting")
_LATE = Words("超期{count}项", "{count} overdue")
_NEWS = Words("新通知{count}条", "{count} new")
_FOR = Words("代{name}办理", "Standing in for {name}")
_SECTIONS: tuple[tuple[Words, Callable[[Part], Section]], ...] = (
    (Words("已经超期（{count}）", "Overdue ({count})"), lambda part: part.late),
    (Words("临近到期（{count}）", "Due soon ({count})"), lambda part: part.soon),
    (Words("其他待办（{count}）", "Also waiting ({count})"), lambda part: part.rest),
    (Words("新通知（{count}）", "New notices ({count})"), lambda part: part.news),
)
_SECRET = Words("请登录后查看", "please sign in to read it")
_NOTICES = Words("，另有{count}条", " and {count} more")
_OTHERS = Words("（连同{numbers}）", " (with {numbers})")
_MORE = Words("另有{count}项，请登录后查看", "{count} more; sign in to see them")
_INBOX = Words("打开收件箱", "Open the inbox")


def compose(letter: DigestLetter) -> EmailMessage:
    """Write the digest.

    Raises ``BadAddress`` where the recipient cannot be reached, or the digest is empty by now.
    """
    if letter.has_left:
        raise BadAddress("the person has left")
    if not letter.parts:
        raise BadAddress("nothing is left to say: all of it was done or read meanwhile")
    blocks = [block for part in letter.parts for block in _part(part, letter.language)]
    blocks.append(Block(_INBOX.of(letter.language), "/"))
    return laid_out(
        Sheet(
            letter.outbox_id, letter.address, letter.name, letter.language, _subject(letter), blocks
        )
    )


def _subject(letter: DigestLetter) -> Words:
    counted = (
        (_WAITING, [part.waiting for part in letter.parts]),
        (_LATE, [part.late.count for part in letter.parts]),
        (_NEWS, [part.news.count for part in letter.parts]),
    )
    told = [(words, reduce(RowCount.plus, counts)) for words, counts in counted]
    sections = [words.format(count=count.words) for words, count in told if count.rows]
    what = joined(Words("，", ", "), sections)
    return _SUBJECT.format(day=letter.day.isoformat(), what=what)


def _part(part: Part, language: str) -> Iterator[Block]:
    if part.behind:
        yield Block(_FOR.format(name=part.behind).of(language), heading=1)
    for words, chosen in _SECTIONS:
        section = chosen(part)
        if section.count.rows:
            yield Block(words.format(count=section.count.words).of(language), heading=2)
            yield from (_line(line, part, language) for line in section.lines)
            if section.left_out.rows:
                yield Block(_MORE.format(count=section.left_out.words).of(language))


def _line(line: DigestLine, part: Part, language: str) -> Block:
    page = f"/items/{line.number}"
    path = f"/account/delegations?next={page}" if part.behind else page
    says = (line.says or _SECRET).of(language)
    says += _besides(line).of(language)
    return Block(f"{line.number} {line.title}", path, f"{'— ' if language == 'en' else '——'}{says}")


def _besides(line: DigestLine) -> Words:
    """Return how many more notices there are of a matter, and which other items are concerned."""
    more = line.notices - 1
    said = _NOTICES.format(count=more) if more else Words("", "")
    if line.others:
        numbers = joined(Words("、", ", "), [Words(number, number) for number in line.others])
        said = joined(Words("", ""), [said, _OTHERS.format(numbers=numbers)])
    return said
