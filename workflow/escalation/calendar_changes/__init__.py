"""The organisation's own part of the calendar: who may change it, and what that changes.

A changed calendar holds for what is reckoned from then on. Due dates that stand are moved only
when a person has seen each of them before and after, and applies it.
"""
