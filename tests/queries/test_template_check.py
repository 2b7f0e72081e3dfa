"""Own templates: every wrong placeholder is named by its place, and nothing hostile gets in."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from os import urandom

import pytest
from docx import Document
from PIL import Image

from tests.queries.paper_samples import LETTER, text_of_word
from workflow.queries.papers.template_check import faults_of
from workflow.queries.papers.template_words import TemplateVocabulary
from workflow.queries.papers.text import PaperPart
from workflow.queries.papers.word import default_template, filled

WORDS = TemplateVocabulary(("title", "basis", "demand"), issued=True)
WHOLE = ("{{ title }} {{ number }} {{ date }}",
         "{%p for part in parts %}", "{{ part.label }}", "{%p for told in part.paragraphs %}",
         "{{ told }}", "{%p endfor %}", "{%p endfor %}",
         "{%p for name in attachments %}", "{{ name }}", "{%p endfor %}")  # fmt: skip


def template(*paragraphs: str, cell: str = "", head: str = "") -> bytes:
    """Return a template of paragraphs, with a table and a header where they say something."""
    made = Document()
    for text in (*WHOLE, *paragraphs):
        made.add_paragraph(text)
    if cell:
        made.add_table(2, 2).rows[1].cells[1].paragraphs[0].add_run(cell)
    if head:
        made.sections[0].header.paragraphs[0].add_run(head)
    return _saved(made)


def _saved(made: Document) -> bytes:
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def repacked(name: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return a good template with a part changed, or added."""
    file, old = io.BytesIO(), zipfile.ZipFile(io.BytesIO(template()))
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for each in {*old.namelist(), name}:
            before = old.read(each) if each in old.namelist() else b""
            archive.writestr(each, change(before) if each == name else before)
    return file.getvalue()


def told(data: bytes, words: TemplateVocabulary = WORDS) -> str:
    return "\n".join(f"{f.place.en}: {f.words.en}" for f in faults_of(data, words))


def test_the_default_templates_pass_their_own_check() -> None:
    for language in ("zh", "en"):
        for prose in (True, False):
            assert told(default_template(language, prose=prose)) == ""


def test_a_template_is_filled_in_with_what_the_document_says() -> None:
    data = template(
        "{{ lines.basis }}{% if copies %}抄{{ copies }}{% endif %}", cell="{{ signed }}"
    )
    assert told(data) == ""
    paper = replace(LETTER, parts=(PaperPart("依据", ("第十四条 <b>{{ title }}",), key="basis"),))
    text = text_of_word(filled(data, paper, WORDS.lines))
    for said in (paper.title, paper.number, "第十四条 <b>{{ title }}", "抄机关党委", paper.signed):
        assert said in text


@pytest.mark.parametrize(
    ("data", "place", "said"),
    [
        (template("x", "{{ tittle }}"), "body, paragraph 12", '"tittle"'),
        (template(cell="{{ lines.base }}"), "body, table 1, row 2, cell 2", '"lines.base"'),
        (template(head="{{ part.label }}"), "header, paragraph 1", "calls"),
        (template("{{ title "), "body, paragraph 11", "cut off"),
        (template("{% for one in title %}{% endfor %}"), "body, paragraph 11", "cannot go through"),
        (template("{%p for part in parts %}"), "body, paragraph 11", "never ended"),
        (template("{%p endif %}"), "body, paragraph 11", "was begun"),
        (template("{% set x = 1 %}"), "body, paragraph 11", "not known"),
    ],
)  # fmt: skip
def test_a_wrong_placeholder_is_named_with_its_place(data: bytes, place: str, said: str) -> None:
    assert any(place in line and said in line for line in told(data).splitlines()), told(data)


def test_what_is_missing_is_named() -> None:
    made = Document()
    made.add_paragraph("{{ title }} {{ lines.basis }}")
    assert (
        told(_saved(made)).count("is missing") == 5
    )  # number, date, attachments, and two of three lines


@pytest.mark.parametrize(
    "hostile",
    [
        "{{ title.__class__.__mro__ }}", "{{ ''.__class__ }}", "{{ parts.append(1) }}",
        "{{ title|attr('__class__') }}", "{{ 'a' * 999999999 }}", "{{ range(999999999) }}",
        "{% for a in range(999999999) %}{% endfor %}", "{{ cycler }}", "{{ self }}", "{{ lipsum }}",
        "{% include 'x' %}", "{% import 'x' as y %}", "{{ 9 ** 9 ** 9 }}", "{{ title[0] }}",
        "{% macro a() %}{{ a() }}{% endmacro %}", "{% raw %}{{ x }}{% endraw %}", "{# x #}",
        "{% for a in parts %}{% for b in parts %}{% for c in parts %}x{% endfor %}{% endfor %}"
        "{% endfor %}", "{{r title }}", "{{ part.paragraphs[9**9] }}", "{{ loop.cycle }}",
        "{% for lines in parts %}{{ lines.mro }}{% endfor %}", "{{ " + "not " * 5000 + "title }}",
    ],
)  # fmt: skip
def test_a_template_that_walks_loops_or_swells_is_refused(hostile: str) -> None:
    assert "body, paragraph 11" in told(template(hostile))


def _picture(width: int) -> bytes:
    made = io.BytesIO()
    Image.new("1", (width, 4000)).save(made, "PNG")
    return made.getvalue()


_RELATIONS = "word/_rels/document.xml.rels"


def _relation(more: bytes) -> Callable[[bytes], bytes]:
    return lambda before: before.replace(b"</Relationships>", more + b"</Relationships>")


@pytest.mark.parametrize(
    ("name", "change", "said"),
    [
        ("word/vbaProject.bin", lambda _: b"x", "macros"),
        ("word/embeddings/sheet.xlsx", lambda _: b"x", "objects"),
        ("word/tool.exe", lambda _: b"MZ", "of this kind"),
        ("[Content_Types].xml", lambda b: b.replace(b".main+", b".macroEnabled.main+"),
         "macros"),
        (_RELATIONS, _relation(b'<Relationship Id="r99" Type="x" Target="http://e.example/" '
                               b'TargetMode="External"/>'), "http://e.example/"),
        (_RELATIONS, _relation(b'<Relationship Id="r99" Type="x/attachedTemplate" '
                               b'Target="t.dotm"/>'), "t.dotm"),
        ("word/media/x.png", lambda _: _picture(4000), "megapixels"),
        ("word/media/x.png", lambda _: b"GIF89a", "no PNG"),
        ("docProps/core.xml", lambda b: b.replace(b"</cp:coreProperties>",
         b"<dc:title>{{ title.__class__ }}</dc:title></cp:coreProperties>"), "in the body"),
        ("word/settings.xml", lambda b: b'<!DOCTYPE x [<!ENTITY a "b">]>' + b, "oddly built"),
        ("word/document.xml", lambda b: b.replace(b"<w:p>", b'<w:p><w:r><w:instrText>INCLUDETEXT '
         b'"c:/x"</w:instrText></w:r></w:p><w:p>', 1), "INCLUDETEXT"),
        ("word/document.xml", lambda b: b.replace(b"<w:p>", b'<w:p w:rsidR="{{ title.x }}">', 1),
         "no calls"),
        ("word/document.xml", lambda b: b.replace(b"<w:p>", b'<w:p w:rsidR="&#123;{ title.x }}">',
         1), "no calls"),
        ("docProps/core.xml", lambda b: b.replace(b"</cp:coreProperties>",
         b"<dc:subject>&#x7b;{ title }}</dc:subject></cp:coreProperties>"), "in the body"),
        (_RELATIONS, _relation(b'<Relationship Id="r99" Type="x" Target="http://e.example/?a>b" '
                               b'TargetMode="&#69;xternal"/>'), "http://e.example/"),
        ("word/document.xml", lambda b: b.replace(b"UTF-8", b"UTF-7"), "not UTF-8"),
        ("word/document.xml", lambda b: b + urandom(2**20).hex().encode(), "KiB"),
        ("word/big.xml", lambda _: b"<a>" + b"x" * 14 * 2**20 + b"</a>", "unpacks"),
        ("word/document.xml", lambda b: b.replace(b"</w:body>", b""), "well-formed"),
    ],
)  # fmt: skip
def test_a_hostile_package_is_refused_with_its_part(
    name: str, change: Callable[[bytes], bytes], said: str
) -> None:
    found = told(repacked(name, change))
    assert said in found
    assert "unpacks" in found or name in found


@pytest.mark.parametrize("name", ["word/other.XML", "word/other.rels", "word/other.odttf"])
def test_a_body_under_another_name_is_read_as_the_body_it_is(name: str) -> None:
    loop = b'<w:p w:rsidR="{% for a in range(99) %}{{ a }}{% endfor %}">'
    old = zipfile.ZipFile(io.BytesIO(template()))
    parts = {each: old.read(each) for each in old.namelist()}
    for each in ("[Content_Types].xml", "_rels/.rels"):
        parts[each] = parts[each].replace(b"word/document.xml", name.encode())
    parts[name] = parts["word/document.xml"].replace(b"<w:p>", loop, 1)
    parts[f"word/_rels/{name[5:]}.rels"] = parts[_RELATIONS]
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for each, data in parts.items():
            archive.writestr(each, data)
    assert f"{name} in the file" in told(file.getvalue())


def test_what_is_no_docx_is_refused_with_a_sentence() -> None:
    for data in (b"x", b"", template()[:500], b"PK\x03\x04" + b"x" * 100, b"x" * (3 * 2**20)):
        assert "the whole file" in told(data)


def test_a_template_of_placeholders_without_end_is_refused_before_it_is_parsed() -> None:
    for long in ("{" * 20_000, "{%" * 10_000, "{{ title }}" * 5_000):
        assert "body, paragraph 11" in told(template(long))
