"""Sheets: tables written as .xlsx, .csv or .json line by line, with no formula among the cells."""
