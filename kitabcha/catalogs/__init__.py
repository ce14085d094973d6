"""Catalogs: the ``.po`` files that hold the translations, one for each document and language."""
