"""Journeys in a real browser, against a live server (``run.py test --browser``)."""
