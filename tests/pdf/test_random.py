"""Whatever blocks are put into one another: the pages can always be set, and no word is lost."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.conftest import CONF, Guide
from tests.pdf.comparing import plain, read_with_poppler

# What stands round a word: marks that mean something to reStructuredText, and characters that mean something to Typst.
STYLES = (
    "{}",
    "*{}*",
    "**{}**",
    "``{}``",
    ":sub:`{}`",
    ":kbd:`{}`",
    "`{} <https://example.org/{}>`__",
    '"#{}(x)"',
    "${}$",
    "@{} // /",
    "= {}",
    "[{}]",
)
ARABIC_DIGITS = "بتسعفكلمنه"  # ten letters that join to both sides
LEAVES = ("paragraph", "code", "lines", "rubric", "fields", "signature")
HOLDERS = ("bullets", "steps", "terms", "note", "titled note", "quotation", "table", "container", "description")
MOST_IN_TABLES = 2  # tables in tables; narrower columns are narrower than a word


@dataclass(frozen=True)
class Block:
    """What to write: a kind, what its words look like, and the blocks inside."""

    kind: str
    words: tuple[tuple[str, bool], ...] = ()
    inside: tuple[Block, ...] = ()


words = st.lists(st.tuples(st.sampled_from(STYLES), st.booleans()), min_size=1, max_size=6).map(tuple)
leaves = st.builds(Block, st.sampled_from(LEAVES), words)
blocks = st.recursive(
    leaves,
    lambda inner: st.builds(Block, st.sampled_from(HOLDERS), words, st.lists(inner, min_size=1, max_size=3).map(tuple)),
    max_leaves=12,
)


@dataclass
class Writer:
    """Writes blocks as reStructuredText, each word another one."""

    written: list[str] = field(default_factory=list)
    counter: Iterator[int] = field(default_factory=itertools.count)

    def word(self, arabic: bool) -> str:
        digits = f"{next(self.counter):04}"
        word = "ق" + "".join(ARABIC_DIGITS[int(digit)] for digit in digits) if arabic else f"w{digits}"
        self.written.append(word)
        return word

    def line(self, block: Block) -> str:
        return " ".join(style.replace("{}", self.word(arabic)) for style, arabic in block.words)

    def bare(self) -> str:
        return self.word(arabic=False)

    def within(self, block: Block, tables: int, indent: int = 3) -> str:
        text = "\n\n".join(self.write(inner, tables) for inner in block.inside)
        return "\n".join(" " * indent + line if line else "" for line in text.split("\n"))

    def write(self, block: Block, tables: int = 0) -> str:
        """Write a block; it begins in the first column."""
        if block.kind in ("table",) and tables >= MOST_IN_TABLES:
            block = Block("container", block.words, block.inside)
        match block.kind:
            case "paragraph":
                return f"Say {self.line(block)}."
            case "code":
                return f".. code-block:: python\n\n   def {self.bare()}():\n       # {self.bare()}"
            case "lines":
                return f"| Say {self.line(block)}\n|   {self.bare()}"
            case "rubric":
                return f".. rubric:: Say {self.line(block)}"
            case "fields":
                return f":{self.bare()}: Say {self.line(block)}"
            case "signature":
                return f".. py:function:: {self.bare()}({self.bare()}: int, *{self.bare()}) -> {self.bare()}\n   :no-index:"
            case "bullets":
                return f"* Say {self.line(block)}\n\n{self.within(block, tables, 2)}\n\n* {self.bare()}\n\n.."
            case "steps":
                return f"4. Say {self.line(block)}\n\n{self.within(block, tables)}\n\n5. {self.bare()}\n\n.."
            case "terms":
                return f"{self.bare()} : {self.bare()}\n{self.within(block, tables)}\n\n.."
            case "note":
                return f".. warning::\n\n{self.within(block, tables)}"
            case "titled note":
                return f".. admonition:: Say {self.line(block)}\n\n{self.within(block, tables)}"
            case "quotation":
                return f"..\n\n{self.within(block, tables)}\n\n   -- {self.bare()}\n\n.."
            case "container":
                return f".. container:: any\n\n{self.within(block, tables)}"
            case "description":
                return f".. py:class:: {self.bare()}\n   :no-index:\n\n{self.within(block, tables)}"
            case "table":
                inner = self.within(block, tables + 1, 7)
                head = f"   * - {self.bare()}\n     - {self.bare()}"
                return f".. list-table:: {self.bare()}\n   :header-rows: 1\n\n{head}\n   * - {self.bare()}\n     - {inner.lstrip()}"
        raise AssertionError(block.kind)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Guide:
    """A guide that each example overwrites."""
    guide = Guide(tmp_path_factory.mktemp("random"))
    guide.write({"conf.py": CONF})
    return guide


# Each example is a whole build, so a failing one is shown as found; making it smaller would take minutes.
@settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
@given(tag=st.sampled_from(["en", "ar", "fa", "ur"]), several=st.lists(blocks, min_size=1, max_size=5))
def test_nested_blocks_can_always_be_set_and_no_word_is_lost(empty: Guide, tag: str, several: list[Block]) -> None:
    writer = Writer()
    text = "\n\n".join(writer.write(block) for block in several)
    (empty.folder / "source").mkdir(exist_ok=True)
    (empty.folder / "source" / "index.rst").write_text("Guide\n=====\n\n.. toctree::\n\n   chapter\n", encoding="utf-8")
    (empty.folder / "source" / "chapter.rst").write_text(f"Chapter\n=======\n\n{text}\n", encoding="utf-8")
    pdf = empty.pdf(tag, kitabcha_source_language=tag)
    found = plain("".join(read_with_poppler(pdf))).lower()  # Sphinx writes names of fields with a capital
    assert [word for word in writer.written if word not in found] == [], text
