"""Reports made by a timetable: what is due, the copy of each reader, and their mails."""
