"""What the last page says of a copy: title, language, version, publisher, how far it is translated."""

from __future__ import annotations

from sphinx.config import Config

from kitabcha.edition import Edition, project_language
from kitabcha.words import words


def imprint(config: Config, edition: Edition, tag: str = "", *, title: str = "") -> list[tuple[str, str]]:
    """List the rows of the last page.

    Args:
        config: Sphinx's configuration.
        edition: what is being built.
        tag: the language of the rows; that of the edition if empty.
        title: of the book in that language; the project's if empty.

    Returns:
        Labels and values, in reading order.
    """
    own = edition.language
    speaker = project_language(config, tag) if tag else own
    say = words(speaker.tag)
    # A translation also says by what title others know it.
    known = f" ({edition.english_title})" if title not in ("", edition.english_title) and edition.is_translation else ""
    rows = [
        (say("Title"), f"{title}{known}" if known else edition.english_title),
        (say("Language"), f"{own.autonym} ({own.english})" if own.autonym != own.english else own.english),
        (say("Version"), say(", ").join(filter(None, (edition.version, edition.date.isoformat())))),
        (say("Publisher"), edition.publisher),
        (say("License"), edition.licence),
    ]
    if config.kitabcha_facts:
        rows.append((say("Facts last checked"), speaker.date(edition.checked)))
    if edition.is_translation:
        rows.append((say("Translated"), speaker.share(edition.counts.share_translated)))
        rows.append((say("Reviewed by a second person"), speaker.share(edition.counts.share_reviewed)))
    return [(label, value) for label, value in rows if value]
