"""Ledgers as people keep them: workbooks and CSV files read into problems, row by row."""
