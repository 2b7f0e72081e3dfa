"""Looking back (回头看): a sample of what was closed, drawn beforehand, called on its day.

Who drew it and whoever may draw there know the sample before the day, unless they or their unit
have a part in it; to everybody else there is no such plan yet.
"""
