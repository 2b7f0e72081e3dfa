"""Changes to the organisation's own part of the calendar, and their effect on due dates.

A changed calendar holds for periods reckoned from then on. Existing due dates are moved only when a
person has seen each of them before and after, and applies the change.
"""
