"""Papers as they are written, and the text that stands in their files."""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import replace

from docx import Document
from docx.oxml.ns import qn
from pypdf import PdfReader

from workflow.queries.papers.text import PaperPart, PaperText

FACTS = (
    "经查，该支部主题党日活动流于形式，全年应开展12次，实际开展5次，会议记录存在事后补写的情况；"
    "整改期间未按2026年3月4日整改通知的要求落实责任，群众反映较大。"
)
LETTER = PaperText(
    language="zh", prose=True, issuer="市交通局文件", number="通〔2026〕1号", signer="",
    title="市交通局关于对陈建国予以批评的通报", addressee="第一党支部：",
    opening="现将有关情况通报如下：", closing="特此通报。",
    parts=(
        PaperPart("一、事由", ("P2026-0001 隧道废水直排",), beside=True),
        PaperPart("二、事实", (FACTS, FACTS)),
        PaperPart("三、依据", ("《条例》第十四条 <b>&amp;{{ title }}",), beside=True),
    ),
    attachments=("现场照片.jpg", "a&b <c>.pdf"), signed="市交通局", date="2026年3月24日",
    copies="机关党委，纪委", signs=(), reference="C2026-0001 · 0123456789abcdef",
)  # fmt: skip
UPWARD = replace(LETTER, signer="签发人：何卫东", copies="", attachments=())
FORM = replace(
    LETTER, prose=False, issuer="市交通局", signer="签发人：张宏", title="督办单", opening="",
    closing="", copies="", signs=("签收人",), parts=(*LETTER.parts, PaperPart("领导批示", ())),
)  # fmt: skip
ENGLISH = replace(
    LETTER, language="en", issuer="Transport Bureau", title="Circulated criticism of Chen Jianguo",
    addressee="First Branch:", opening="The following is made known.", closing="",
    parts=(PaperPart("1. Facts", ("a & b <c> #let x = 1 $x$ \\ “陈建国”",)),),
    signed="Transport Bureau", date="March 24, 2026", copies="the committee",
)  # fmt: skip
SAMPLES = {"letter": LETTER, "upward": UPWARD, "form": FORM, "English": ENGLISH}


def text_of_pdf(made: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)


def text_of_word(made: bytes) -> str:
    body = Document(io.BytesIO(made)).element.body
    return "".join(node.text or "" for node in body.iter(qn("w:t")))


def characters(text: str) -> Counter[str]:
    """Count what is written, without spaces and without what pages are numbered with."""
    return Counter(char for char in text if not char.isspace() and char not in "—-–/0123456789")
