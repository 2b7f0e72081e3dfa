"""Papers: the same text on every form of paper, to the measures of GB/T 9704-2012."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from pypdf import PdfReader

from tests.queries.paper_samples import (
    FACTS,
    LETTER,
    SAMPLES,
    UPWARD,
    characters,
    text_of_pdf,
    text_of_word,
)
from workflow.errors import NotPossible
from workflow.queries.papers import fonts
from workflow.queries.papers.files import name_of
from workflow.queries.papers.pdf import pdf
from workflow.queries.papers.text import PaperPart
from workflow.queries.papers.word import word

MM = 72 / 25.4  # points
NEAR = 0.6 * MM


@pytest.mark.parametrize("kind", SAMPLES)
def test_word_and_pdf_say_the_same(kind: str) -> None:
    paper = SAMPLES[kind]
    told = text_of_pdf(pdf([paper])), text_of_word(word(paper))
    assert characters(told[0]) == characters(told[1])
    for text in (paper.title, paper.number, paper.date, *(p.label for p in paper.parts)):
        for shown in told:
            assert text.replace(" ", "") in shown.replace(" ", "").replace("\n", ""), text


@pytest.mark.parametrize("kind", SAMPLES)
def test_what_people_wrote_stays_text(kind: str) -> None:
    hostile = '{{ 7 * 7 }} {% for x in y %} #read("/etc/passwd") <w:p/> &amp; $x^2$ \\ *b* _i_ @a'
    paper = replace(SAMPLES[kind], parts=(PaperPart("一、", (hostile,)),))
    for told in (text_of_pdf(pdf([paper])), text_of_word(word(paper))):
        assert hostile.replace(" ", "") in "".join(told.split())


def test_the_same_paper_is_the_same_file() -> None:
    assert pdf([LETTER]) == pdf([LETTER])


def _placed(page: Any) -> list[tuple[str, float, float, float]]:
    """Return each piece of text: text, left and lower edge from the upper left, size (pt)."""
    found: list[tuple[str, float, float, float]] = []

    def visit(text: str, cm: list[float], tm: list[float], font: object, size: float) -> None:
        if text.strip():
            x, y = tm[4] * cm[0] + cm[4], tm[5] * cm[3] + cm[5]
            found.append((text.strip(), x, float(page.mediabox.height) - y, size))

    page.extract_text(visitor_text=visit)
    return found


def test_the_letter_keeps_the_measures_of_the_standard() -> None:
    long = replace(
        LETTER, parts=(PaperPart("一、事实", ("整改到位后再来申请销号" * 70,)),), attachments=()
    )
    pages = PdfReader(io.BytesIO(pdf([long]))).pages
    assert (float(pages[0].mediabox.width), float(pages[0].mediabox.height)) == pytest.approx(
        (210 * MM, 297 * MM), abs=1
    )
    second = [line for line in _placed(pages[1]) if line[3] == pytest.approx(16)]
    tops = sorted({round(line[2], 1) for line in second})
    assert len(tops) == 22, "lines a page"
    assert tops[1] - tops[0] == pytest.approx(225 * MM / 22, abs=0.1)
    assert min(line[1] for line in second) == pytest.approx(28 * MM, abs=NEAR)
    assert tops[0] == pytest.approx(37 * MM + 0.88 * 16, abs=NEAR)
    assert max(len("".join(line[0].split())) for line in second) == 28, "characters a line"


def test_number_and_imprint_stand_where_the_standard_has_them() -> None:
    first, last = PdfReader(io.BytesIO(pdf([LETTER]))).pages
    number = next(line for line in _placed(first) if "1号" in line[0] or "通〔" in line[0])
    assert 28 * MM + 156 * MM / 2 - 60 < number[1] < 28 * MM + 156 * MM / 2
    foot = {text: (x, y, size) for text, x, y, size in _placed(last)}
    numbered = next(at for text, at in foot.items() if text.startswith("—"))
    assert numbered[0] == pytest.approx(28 * MM + 14, abs=NEAR), "even pages: left, one in"
    assert numbered[2] == 14
    assert numbered[1] > (37 + 225 + 7) * MM
    copies = next(at for text, at in foot.items() if text.startswith("抄送"))
    assert copies[2] == 14
    assert (37 + 225 - 25) * MM < copies[1] < (37 + 225) * MM


@pytest.mark.parametrize("kind", SAMPLES)
def test_no_word_leaves_the_type_area(kind: str) -> None:
    digest = "".join(str(n % 10) for n in range(64))
    paper = replace(SAMPLES[kind], parts=(PaperPart("一、", (f"SHA-256 {digest}",)),))
    made = pdf([paper])
    assert digest in "".join(text_of_pdf(made).split())
    [page, *_] = PdfReader(io.BytesIO(made)).pages
    pieces = [text for text, *_ in _placed(page) if text in digest * 2 and len(text) > 8]
    assert all(len(text) < len(digest) for text in pieces)


def test_only_a_letter_to_a_superior_names_its_signer() -> None:
    assert "签发人：何卫东" in text_of_word(word(UPWARD))
    assert "签发人" not in text_of_word(word(LETTER))


@pytest.mark.parametrize("long", range(0, 30, 3))
def test_the_imprint_is_on_an_even_page_or_the_only_one(long: int) -> None:
    paper = replace(LETTER, parts=(PaperPart("一、", (FACTS * long or "无",)),), attachments=())
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf([paper]))).pages]
    [place] = [n for n, text in enumerate(pages, 1) if "印发" in text]
    assert place == len(pages)
    assert place == 1 or place % 2 == 0
    if "市交通局\n2026" not in pages[-1] and "特此" not in pages[-1]:
        assert "—" not in pages[-1], "a page of the imprint alone has no number"


def test_word_has_the_grid_of_the_standard_and_no_space_at_digits() -> None:
    made = Document(io.BytesIO(word(LETTER)))
    section = made.sections[0]
    millimetres = [round(edge.mm, 1) for edge in (
        section.top_margin, section.left_margin, section.right_margin, section.bottom_margin,
    )]  # fmt: skip
    assert millimetres == [37, 28, 26, 35]
    grid = section._sectPr.find(qn("w:docGrid"))
    assert int(grid.get(qn("w:linePitch"))) / 20 == pytest.approx(225 * MM / 22, abs=0.1)
    assert 16 + int(grid.get(qn("w:charSpace"))) / 4096 == pytest.approx(156 * MM / 28, abs=0.01)
    style = made.styles["Normal"].element
    for script in ("DE", "DN"):
        assert style.pPr.find(qn(f"w:autoSpace{script}")).get(qn("w:val")) == "0"
    assert style.rPr.rFonts.get(qn("w:eastAsia")) == "仿宋_GB2312"


def test_a_machine_without_chinese_fonts_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    class Poor:
        def families(self) -> list[str]:
            return ["Libertinus Serif"]

    monkeypatch.setattr(fonts, "installed", Poor)
    fonts.families.cache_clear()
    try:
        with pytest.raises(NotPossible, match="Noto CJK"):
            fonts.families("fangsong", "zh")
    finally:
        fonts.families.cache_clear()


def test_the_name_of_a_file_is_harmless() -> None:
    paper = replace(LETTER, number="", title='a/b\\c:"d"\n' + "长" * 200)
    name = name_of(paper, "pdf")
    assert not set(name) & set('/\\:"\n')
    assert len(name) < 100
