"""The PDF side: doctree to Typst, Typst to tagged PDF, then a text layer that copies and reads aloud rightly."""
