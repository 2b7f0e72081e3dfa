"""RQ workers, the timetable and the mail relay; every job may run twice."""
