"""Rasa graph components: thin shims around the plain functions of `knowledge/`."""
