"""The theme in other people's projects: any language, no settings of ours, code, interfaces, nested folders."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from tests.conftest import Guide
from tests.html.browsing import fonts_of, open_page
from tests.html.test_access import RULES, faults

CONF = """
project = "Widgets"
author = "Somebody"
release = "2.0"
extensions = ["kitabcha", "sphinx.ext.viewcode", "sphinx.ext.autodoc"]
html_theme = "kitabcha"
html_static_path = ["own"]
html_css_files = ["own.css"]
pygments_style = "default"
"""
INDEX = """
Widgets
=======

Text with ``code``, *emphasis* and `a link <https://example.org/>`_.

.. code-block:: python

   def spin(times: int = 3) -> str:  # round
       return "whee " * times

.. py:module:: widgets

.. py:function:: spin(times: int = 3, *, fast: bool = False) -> str

   Spin a widget.

   :param times: how often.
   :returns: a sound.

.. py:class:: Widget

   .. py:attribute:: size
      :type: int

.. versionadded:: 2.0

.. toctree::
   :caption: More

   deep/page
"""
PAGE = """
A page
======

Back to :py:func:`widgets.spin`, and `further <https://example.org/further>`_. [#]_

============  =====
Name          Value
============  =====
first         1
============  =====

.. [#] A footnote.
"""
WORDS = {
    "he": ("rtl", "תוכן"),
    "ckb": ("rtl", "Contents"),
    "ps": ("rtl", "Contents"),
    "de": ("ltr", "Inhalt"),
    "fa": ("rtl", "فهرست مطالب"),
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Guide:
    """A project that knows nothing of guides."""
    made = Guide(tmp_path_factory.mktemp("widgets"))
    made.write(
        {
            "conf.py": CONF,
            "own/own.css": "h1{color:inherit}\n",
            "source/index.rst": INDEX,
            "source/deep/page.rst": textwrap.dedent(PAGE),
        }
    )
    return made


@pytest.mark.parametrize("tag", WORDS)
def test_a_project_in_any_language(browser: Any, project: Guide, tag: str) -> None:
    """No warning, right direction, every link and file in place, nothing wider than a phone, no barrier."""
    out, warnings = project.build("html", tag)
    assert warnings == ""
    direction, contents = WORDS[tag]
    pages = sorted(out.rglob("*.html"))
    assert {path.relative_to(out).as_posix() for path in pages} >= {"index.html", "deep/page.html", "genindex.html"}
    for path in pages:
        tree = html.fromstring(path.read_bytes())
        assert (tree.get("lang"), tree.get("dir")) == (tag, direction)
        scripts = tree.xpath("//script/@src")
        assert bool(scripts) == (path.name == "search.html") and not tree.xpath(
            "//script[not(@src)] | //nav[@class='languages'] | //*[@class='motif']"
        )
        assert (
            tree.xpath("string(//nav[@id='contents']/@aria-label | //*[@id='name:contents' and @lang='en'])")
            == contents
        )
        for address in tree.xpath("//a/@href | //link/@href"):
            if not address.startswith(("https:", "data:", "#")):
                target = (path.parent / address.partition("#")[0].partition("?")[0]).resolve()
                assert target.is_file(), f"{path.name}: {address}"
        assert [link for link in tree.xpath("//link/@href") if "own.css" in link]
    for scheme in ("light", "dark"):
        page = open_page(browser, out / "index.html", width=320, scheme=scheme)
        for path in pages:
            assert faults(page, path, {"type": "tag", "values": RULES}) == [], f"{path.name}, {scheme}"
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, path.name
        page.context.close()


@pytest.mark.parametrize(("tag", "words"), [("he", "שלום עולם"), ("de", "Guten Tag")])
def test_a_project_written_in_another_language_is_no_translation(guide: Guide, tag: str, words: str) -> None:
    """What ``conf.py`` says of the language is enough: nothing is marked as English, or as not yet translated."""
    conf = 'project = "P"\nextensions = ["kitabcha"]\nhtml_theme = "kitabcha"\nlanguage = "' + tag + '"\n'
    guide.write({"conf.py": conf, "source/index.rst": f"{words}\n{'=' * 20}\n\n{words}.\n"})
    command = [sys.executable, "-m", "sphinx", "-W", "-q", "-c", ".", "source", "out"]
    done = subprocess.run(command, cwd=guide.folder, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    tree = html.fromstring((guide.folder / "out" / "index.html").read_bytes())
    assert tree.get("lang") == tag and words in tree.xpath("string(//main)")
    assert not tree.xpath("//*[@class='not-translated'] | //main//*[@lang] | //*[@class='draft'] | //*[@class='state']")


@pytest.mark.parametrize("tag", ["he", "ckb", "de"])
def test_code_and_interfaces_read_left_to_right(browser: Any, project: Guide, tag: str) -> None:
    out, _ = project.build("html", tag)
    page = open_page(browser, out / "index.html", width=1280)
    for selector in ("pre", "dt.sig", "p > code"):
        assert page.evaluate(f"getComputedStyle(document.querySelector('main {selector}')).direction") == "ltr", (
            selector
        )
    box, paper = page.locator("main pre").bounding_box(), page.locator("main").bounding_box()
    assert paper["x"] <= box["x"] and box["x"] + box["width"] <= paper["x"] + paper["width"]
    page.context.close()


def test_letters_of_other_languages_in_arabic_script_are_in_the_font(browser: Any, guide: Guide) -> None:
    """Central Kurdish and Pashto have letters that Arabic has not; a letter of another font would not join."""
    guide.write({"source/index.rst": "ناونیشان\n========\n\nڕۆژ ێوارە ڵ پښتو ټول ډېر\n"})
    out, _ = guide.build("html", "ckb", kitabcha_source_language="ckb", kitabcha_languages=["ckb"])
    page = open_page(browser, out / "index.html")
    page.evaluate("document.fonts.ready.then(() => null)")
    fonts = fonts_of(page, "main section > p")
    assert [font["familyName"] for font in fonts if font["isCustomFont"]] == ["Noto Naskh Arabic"]
    assert sum(font["glyphCount"] for font in fonts if not font["isCustomFont"]) == 0
    page.context.close()


def test_a_project_may_switch_the_index_off(project: Guide) -> None:
    out, warnings = project.build("html", "ar", html_use_index=False, html_domain_indices=False)
    assert warnings == "" and not (out / "genindex.html").exists()
    assert "genindex" not in (out / "index.html").read_text(encoding="utf-8")


def test_every_builder_of_html_works(project: Guide, tmp_path: Path) -> None:
    for builder in ("dirhtml", "singlehtml", "onefile"):
        out, warnings = project.build(builder, "he")
        assert warnings == "", builder
        page = next(path for path in out.glob("*.html") if path.name != "genindex.html")
        assert html.fromstring(page.read_bytes()).get("dir") == "rtl"
