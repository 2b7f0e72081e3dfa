"""Tables and charts on paper, as PDF and as Word, both from one model of the contents."""

from workflow.queries.table_papers.contents import PaperColumn, PaperSection, TablePaper
from workflow.queries.table_papers.pdf import table_pdf
from workflow.queries.table_papers.word import table_word

__all__ = ["PaperColumn", "PaperSection", "TablePaper", "table_pdf", "table_word"]
