"""Measurements: run by `./assistant bench` alone, and never part of a running assistant."""
