"""The sheets of the profession as data: the handbook, the checklists, and the hundred points.

Sources: docs/domain/procedures.md and docs/domain/assessment.md. What the six haves and the ten on
the wall are one by one is ours; an organisation publishes its own editions.
"""

from pathlib import Path

from workflow.declaration.sheets import DeclaredSheet
from workflow.words import Words

_NAMES = {
    "handbook": Words("规程手册", "Handbook of procedures"),
    "six_haves": Words("党员活动室六有", "Six haves of the activity room"),
    "ten_on_the_wall": Words("十上墙", "Ten on the wall"),
    "hundred_points": Words("百分制考核", "Assessment of a hundred points"),
}
SHEETS: dict[str, DeclaredSheet] = {
    key: DeclaredSheet(key, words, (Path(__file__).parent / f"{key}.csv").read_text("utf-8"))
    for key, words in _NAMES.items()
}
