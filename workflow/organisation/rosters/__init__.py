"""The organisation from ordinary sheets: staff rosters, lists of units, and the own workbook.

Every sheet becomes the same draft of units, people and posts, each row with its place in the file;
what is wrong is refused by cell, what is guessed is told, and what is left out is named.
"""
