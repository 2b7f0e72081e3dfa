"""Notices as PDF and as Word, and the two programs behind them alone on the same text.

``python -m bench.paper_speed [COUNT]`` makes so many different notices (1,000 unless told) both
ways, in turn, and prints seconds of the processor and their ratio. Alone means: one compiler of
Typst with the same template and the same text, and docxtpl with the same template and context in
its own environment. What reads the database is no part of it. Exits with 1 where a ratio is above
its bar.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from io import BytesIO
from pathlib import Path
from statistics import median

import typst
from docxtpl import DocxTemplate

from workflow.queries.papers import pdf as ours
from workflow.queries.papers.fonts import families, installed
from workflow.queries.papers.text import PaperPart, PaperText
from workflow.queries.papers.word import default_template, filled

BAR = 1.5
ROUNDS = 10
_FACTS = (
    "经查，该支部主题党日活动流于形式，全年应开展12次，实际开展5次，会议记录存在事后补写的情况。"
)
_NOTICE = PaperText(
    language="zh", prose=False, issuer="市交通局", number="", signer="签发人：张宏", title="督办单",
    addressee="第一党支部：", opening="",
    parts=tuple(PaperPart(label, (_FACTS,)) for label in ("督办事项", "依据", "要求", "时限")),
    closing="", attachments=("照片.jpg",), signed="市交通局", date="2026年3月24日", copies="",
    signs=("签收人",), reference="S2026-0001 · 0123456789abcdef",
)  # fmt: skip


def notices(count: int) -> list[PaperText]:
    """Return so many notices, each with a text of its own."""
    return [replace(_NOTICE, number=f"督〔2026〕{n}号",
                    parts=(PaperPart("编号", (str(n),)), *_NOTICE.parts))
            for n in range(1, count + 1)]  # fmt: skip


def typst_alone(papers: Sequence[PaperText]) -> None:
    """Set each notice by Typst, and nothing else."""
    template = Path(ours.__file__).parent / "templates" / "paper.typ"
    compiler = typst.Compiler(template, root=template.parent, font_paths=installed())
    fonts = {str(part): json.dumps(families(part, "zh")) for part in ("fangsong", "song", "hei")}
    for paper in papers:
        compiler.compile(
            format="pdf", sys_inputs={"papers": json.dumps([asdict(paper)]), **fonts}, timestamp=0
        )


def docxtpl_alone(papers: Sequence[PaperText]) -> None:
    """Fill in each notice by docxtpl, and nothing else."""
    template = default_template("zh", prose=False)
    for paper in papers:
        made = DocxTemplate(BytesIO(template))
        made.render(asdict(paper), autoescape=True)
        made.save(BytesIO())


def our_pdf(papers: Sequence[PaperText]) -> None:
    """Set each notice as the pages do."""
    for paper in papers:
        ours.pdf([paper])


def our_word(papers: Sequence[PaperText]) -> None:
    """Fill in each notice as the pages do."""
    for paper in papers:
        filled(default_template("zh", prose=False), paper)


def seconds(work: Callable[[Sequence[PaperText]], None], papers: Sequence[PaperText]) -> float:
    """Return the seconds of the processor that some work takes."""
    began = time.process_time()
    work(papers)
    return time.process_time() - began


def ratio(
    mine: Callable[[Sequence[PaperText]], None],
    alone: Callable[[Sequence[PaperText]], None],
    papers: Sequence[PaperText],
) -> tuple[float, float, float]:
    """Return both times, in all, and the median of the ratios of the rounds."""
    each = max(1, len(papers) // ROUNDS)
    times = []
    for start in range(0, len(papers), each):
        some = papers[start : start + each]
        pair = [mine, alone] if (start // each) % 2 else [alone, mine]
        took = {work: seconds(work, some) for work in pair}
        times.append((took[mine], took[alone]))
    return sum(t[0] for t in times), sum(t[1] for t in times), median(t[0] / t[1] for t in times)


def main(count: int) -> int:
    """Measure, print a line for each kind of file, and return the exit code."""
    papers, slow = notices(count), 0
    ours.pdf(papers[:1])  # the fonts are read once in a process
    for name, mine, alone in (
        ("PDF", our_pdf, typst_alone), ("Word", our_word, docxtpl_alone),
    ):  # fmt: skip
        took, bare, found = ratio(mine, alone, papers)
        print(f"{name}: {count} notices {took:.1f} s, alone {bare:.1f} s, ratio {found:.2f} "
              f"(bar {BAR})")  # fmt: skip
        slow += found > BAR
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000))
