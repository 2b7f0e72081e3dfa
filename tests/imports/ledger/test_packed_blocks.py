"""Records in packed blocks are a sequence like any other."""

from __future__ import annotations

import pytest

from workflow.imports.ledger.packed_blocks import PackedBlocks


@pytest.mark.parametrize("count", [0, 1, 127, 128, 129, 300])
def test_packed_records_are_the_records_in_their_order(count: int) -> None:
    records = [(n, f"问题{n}") for n in range(count)]
    packed = PackedBlocks(records)
    assert (len(packed), list(packed), packed[:]) == (count, records, records)
    assert [packed[n] for n in range(count)] == records
    assert packed[120:140] == records[120:140]
    assert list(zip(packed, packed, strict=True)) == [(r, r) for r in records]
    with pytest.raises(IndexError):
        packed[count]
