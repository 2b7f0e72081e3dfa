"""Looking back (回头看): a sample of closed problems, drawn beforehand, called on its day.

The author and others with the right to draw there know the sample before the day, unless they or
their unit have a part in it; for everybody else there is no such plan yet.
"""
