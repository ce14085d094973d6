"""Which rules a language takes, and the same rules for Sphinx's own search, which other themes use."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, ClassVar

from sphinx.search import SearchLanguage

from kitabcha.languages import language
from kitabcha.search import arabic, english, persian, urdu
from kitabcha.search.folding import FOLDS, JOINERS, MOST_PARTS, words
from kitabcha.search.rules import Rules, Tongue

STATIC = Path(__file__).parent / "static"
RULES = {"ar": arabic.RULES, "fa": persian.RULES, "ur": urdu.RULES, "en": english.RULES}
PLAIN = Rules()  # a language without rules of its own is only folded


def tongue(tag: str, source: str) -> Tongue:
    """Return the rules for the pages of a language.

    Args:
        tag: BCP 47 tag of the pages.
        source: tag of the language the guide is written in, whose words are found on every page.
    """
    latin = tag if language(tag).script == "Latn" else source
    return Tongue(own=_rules(tag), latin=_rules(latin))


def tables(rules: Tongue) -> dict[str, Any]:
    """Return all that ``static/engine.js`` needs, ready for JSON.

    Args:
        rules: those of the pages.
    """
    return {
        "folds": FOLDS,
        "joiners": JOINERS,
        "most": MOST_PARTS,
        "own": rules.own.as_json(),
        "latin": rules.latin.as_json(),
    }


def dumps(value: Any) -> str:
    """Write data for a script, as short as it goes.

    Args:
        value: what JSON can hold.
    """
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _rules(tag: str) -> Rules:
    return next((RULES[near] for near in language(tag).fallbacks if near in RULES), PLAIN)


class KitabchaSearch(SearchLanguage):
    """Our rules in Sphinx's own search (`sphinx.search.SearchLanguage`), for projects with another theme."""

    tongue: ClassVar[Tongue]

    def split(self, input: str) -> list[str]:
        """Split a text into words; joined words come whole and in parts, prefixed ones in each reading.

        Args:
            input: any text.
        """
        found = []
        for word in words(input):
            for part in self.tongue.pieces(word):
                clitics = self.tongue.rules(part).clitics
                found += [part, part[1:]] if len(part) > 3 and part[0] in clitics else [part]
        return found

    def stem(self, word: str) -> str:
        """Strip a word to what its forms share.

        Args:
            word: from `split`, or any word.
        """
        return self.tongue.rules(word).stem(word)

    def word_filter(self, word: str) -> bool:
        """Tell whether a stem is indexed; numbers are, unlike in Sphinx.

        Args:
            word: from `stem`.
        """
        return bool(word) and word not in self.stopwords


def sphinx_languages() -> list[type[KitabchaSearch]]:
    """Make the classes of Arabic, Persian and Urdu for `Sphinx.add_search_language`."""
    return [_sphinx_language(tag) for tag in ("ar", "fa", "ur")]


def _sphinx_language(tag: str) -> type[KitabchaSearch]:
    rules = tongue(tag, "en")
    engine = (STATIC / "engine.js").read_text(encoding="utf-8")
    stemmer = (
        f"{engine}\nconst kitabcha = kitabchaEngine({dumps(tables(rules))});\n"
        "var Stemmer = function () { this.stemWord = word => kitabcha.stem(kitabcha.fold(word)); };\n"
    )
    # Sphinx wants every word it gets from here; of a joined word the parts are the surest to be in the index.
    splitter = (
        "function splitQuery(query) {\n"
        "  return kitabcha.words(query).flatMap(word => {\n"
        "    const parts = word.parts.filter(part => part.length > 1 && !kitabcha.isStop(part));\n"
        "    return word.parts.length > 1 && parts.length ? parts : [word.whole];\n"
        "  });\n"
        "}\n"
    )
    return type(
        f"Search{language(tag).english}",
        (KitabchaSearch,),
        {
            "lang": tag,
            "language_name": language(tag).english,
            "stopwords": rules.own.stops,
            "js_stemmer_code": stemmer,
            "js_splitter_code": splitter,
            "tongue": rules,
            "__doc__": f"Sphinx's search in {language(tag).english}.",
        },
    )
