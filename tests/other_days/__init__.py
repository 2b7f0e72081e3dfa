"""The whole suite on another day: Sundays, holidays, ends of months and years, years to come."""
