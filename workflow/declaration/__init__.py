"""Declarations: the vocabulary of lists, moves, fields, rules, effects and due dates."""
