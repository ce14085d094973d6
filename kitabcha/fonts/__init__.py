"""The fonts of every edition, vendored: files, licences, provenance."""
