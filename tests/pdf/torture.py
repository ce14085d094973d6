"""One document with everything that is hard, in all four languages."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PIL import Image

from tests.conftest import with_one_chapter
from tests.once import once

TAGS = ("en", "ar", "fa", "ur")
TORTURE = """
First words with NSEERS, 202-244-2990 and `a site <https://example.org/x>`__ [#note]_.

.. [#note] The words of the note.

.. _deep:

Section one
-----------

.. note:: Read this first.

   1. Step one

      * Bullet (inside)

        .. warning:: Between 2002–2016 beware.

   2. Step two

.. list-table:: Caption of the table
   :header-rows: 1

   * - Head
     - Other head
   * - Cell with **weight**
     - Cell with *slant*

.. code-block:: python

   if x < 1:  # never mirrored
       call("I-94")

.. figure:: box.png
   :alt: A blue box

   Caption of the figure

| A line
|   and one further in

   A quotation.

   -- Its author

Section two
-----------

See :ref:`deep`, the :abbr:`INS (Immigration Service)` and 8 CFR 264.1(f).

term
   Its meaning.

.. function:: count(first, second=1)

   Counts them.

The area is :math:`r^2`.

Not translated at all (yet).
"""
WORDS = {
    "ar": {
        "Chapter": "الفصل",
        "First words with NSEERS, 202-244-2990 and `a site <https://example.org/x>`__ [#note]_.": "الكلمات الأولى عن NSEERS، والرقم 202-244-2990 و\\ `موقع <https://example.org/x>`__ [#note]_.",
        "The words of the note.": "كلمات الحاشية.",
        "Section one": "القسم الأول",
        "Section two": "القسم الثاني",
        "Read this first.": "اقرأ هذا أولًا.",
        "Step one": "الخطوة الأولى",
        "Bullet (inside)": "نقطة (في الداخل)",
        "Between 2002–2016 beware.": "احذروا بين 2002–2016.",
        "Step two": "الخطوة الثانية",
        "Caption of the table": "عنوان الجدول",
        "Head": "رأس",
        "Other head": "رأس آخر",
        "Cell with **weight**": "خلية **ثقيلة**",
        "Cell with *slant*": "خلية *مميزة*",
        "Caption of the figure": "شرح الصورة",
        "A blue box": "مربع أزرق",
        "See :ref:`deep`, the :abbr:`INS (Immigration Service)` and 8 CFR 264.1(f).": "راجعوا :ref:`deep` و\\ :abbr:`INS (دائرة الهجرة)` و\\ 8 CFR 264.1(f).",
        "term": "مصطلح",
        "Its meaning.": "معناه.",
    },
    "fa": {
        "Chapter": "فصل",
        "First words with NSEERS, 202-244-2990 and `a site <https://example.org/x>`__ [#note]_.": "نخستین واژه‌ها دربارهٔ NSEERS، شمارهٔ 202-244-2990 و `یک سایت <https://example.org/x>`__ [#note]_.",
        "The words of the note.": "واژه‌های پانوشت.",
        "Section one": "بخش یک",
        "Section two": "بخش دو",
        "Read this first.": "نخست این را بخوانید.",
        "Step one": "گام یک",
        "Bullet (inside)": "نکته (در درون)",
        "Between 2002–2016 beware.": "میان ۲۰۰۲–۲۰۱۶ هشیار باشید.",
        "Step two": "گام دو",
        "Caption of the table": "عنوان جدول",
        "Head": "سر",
        "Other head": "سر دیگر",
        "Cell with **weight**": "خانهٔ **سنگین**",
        "Cell with *slant*": "خانهٔ *برجسته*",
        "Caption of the figure": "شرح تصویر",
        "A blue box": "جعبه‌ای آبی",
        "See :ref:`deep`, the :abbr:`INS (Immigration Service)` and 8 CFR 264.1(f).": "نگاه کنید به :ref:`deep`، :abbr:`INS (ادارهٔ مهاجرت)` و 8 CFR 264.1(f).",
        "term": "اصطلاح",
        "Its meaning.": "معنای آن.",
    },
    "ur": {
        "Chapter": "باب",
        "First words with NSEERS, 202-244-2990 and `a site <https://example.org/x>`__ [#note]_.": "پہلے الفاظ NSEERS کے بارے میں، نمبر 202-244-2990 اور `ایک سائٹ <https://example.org/x>`__ [#note]_۔",
        "The words of the note.": "حاشیے کے الفاظ۔",
        "Section one": "پہلا حصہ",
        "Section two": "دوسرا حصہ",
        "Read this first.": "پہلے یہ پڑھیں۔",
        "Step one": "پہلا قدم",
        "Bullet (inside)": "نکتہ (اندر)",
        "Between 2002–2016 beware.": "2002–2016 کے درمیان خبردار رہیں۔",
        "Step two": "دوسرا قدم",
        "Caption of the table": "جدول کا عنوان",
        "Head": "سر",
        "Other head": "دوسرا سر",
        "Cell with **weight**": "**بھاری** خانہ",
        "Cell with *slant*": "*نمایاں* خانہ",
        "Caption of the figure": "تصویر کی وضاحت",
        "A blue box": "نیلا ڈبہ",
        "See :ref:`deep`, the :abbr:`INS (Immigration Service)` and 8 CFR 264.1(f).": "دیکھیں :ref:`deep`، :abbr:`INS (امیگریشن سروس)` اور 8 CFR 264.1(f)۔",
        "term": "اصطلاح",
        "Its meaning.": "اس کا مطلب۔",
    },
}
Torture = Callable[[str], Path]


def builder(factory: pytest.TempPathFactory) -> Torture:
    """Return what builds the document in a language, each once."""

    def fill(folder: Path, tag: str) -> None:
        guide = with_one_chapter(folder, TORTURE)
        Image.new("RGB", (80, 40), "blue").save(guide.folder / "source" / "box.png")
        if tag in WORDS:
            guide.translate(tag, "chapter", WORDS[tag])
        guide.pdf(tag, numfig=True)

    def build(tag: str) -> Path:
        folder = once(factory, f"torture-{tag}", partial(fill, tag=tag))
        return next(folder.glob("out/pdf/*/*.pdf"))

    return build
