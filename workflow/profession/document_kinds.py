"""The official documents (文书) issued by the lists, and the marks of their numbers.

Numbers are written 督〔2026〕3号: one series for each document, issuing unit and year.
"""

from __future__ import annotations

from workflow.declaration import DocumentKind
from workflow.profession.data import DATA

PAPERS: dict[str, DocumentKind] = {
    key: DocumentKind(key, named.words, named.mark) for key, named in DATA.named("document").items()
}
