"""Sittings: the year's conference and its dated meetings, and the course each one takes."""
