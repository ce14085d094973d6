"""The NSEERS Resource Guide: what Sphinx and Kitabcha need to know."""

project = "NSEERS Resource Guide"
author = "NSEERS Resource Information Center"
copyright = "2026, NSEERS Resource Information Center; CC BY-SA 4.0"
version = release = "0.1"

extensions = ["kitabcha"]
root_doc = "index"
exclude_patterns = ["facts.yaml"]
language = "en"
smartquotes = False  # every language writes its own quotation marks

# Catalogs: one for each document, with the places in the source, so that a translator finds the sentence.
locale_dirs = ["../locale"]
gettext_compact = False
gettext_uuid = False
gettext_additional_targets = ["index", "image"]

html_theme = "kitabcha"
html_theme_options = {"motif": True}
kitabcha_motif = True  # the row of strokes, one for each listed country
html_copy_source = False

kitabcha_name = "nseers-guide"
kitabcha_languages = ["en", "ar", "fa", "ur"]
kitabcha_language_names = {"fa": "Farsi"}
kitabcha_date = "2026-11-24"
kitabcha_publisher = "NSEERS Resource Information Center"
kitabcha_licence = "CC BY-SA 4.0"
kitabcha_facts = "facts.yaml"
