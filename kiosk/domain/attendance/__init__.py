"""Attendance: the door log of every scan, the verdict on each, and who is inside."""
