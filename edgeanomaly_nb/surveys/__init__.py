"""Surveys: all anomaly blocks of many projects, fetched on any executor, as frames, files and one page."""
