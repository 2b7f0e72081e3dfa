"""Forms: inputs drawn from declarations, the keys of sendings, and the forms of each subject."""

from web.forms.inputs import (
    PART_ROW,
    TEMPLATE_NAMES,
    Filled,
    Input,
    Option,
    input_of,
    inputs,
    listed_faults,
    neutral_inputs,
    searchable,
    tree_input,
    unit_chosen,
    unit_label,
)

__all__ = [
    "PART_ROW",
    "TEMPLATE_NAMES",
    "Filled",
    "Input",
    "Option",
    "input_of",
    "inputs",
    "listed_faults",
    "neutral_inputs",
    "searchable",
    "tree_input",
    "unit_chosen",
    "unit_label",
]
