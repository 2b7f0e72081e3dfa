"""Checks: what is proven of the declarations, and the documents that are printed from them."""
