"""Checks: proofs about the declarations, and the documents printed from them."""
