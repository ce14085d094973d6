"""Which runs are kept left to right, and what that does to the order on the page (UAX #9)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kitabcha.bidi import Kind, ltr_spans, phone_digits, unbreakable_spans

# text, the runs in it as (words, kind)
CASES = [
    ("رقم الهاتف: +44 20 7946 0018.", [("+44 20 7946 0018", "phone")]),
    ("اتصلوا: 1-877-FTC-HELP (1-877-382-4357)", [("1-877-FTC-HELP (1-877-382-4357)", "phone")]),
    ("1-877-555-0100 (1-877-555-0101)", [("1-877-555-0100", "phone"), ("1-877-555-0101", "phone")]),
    ("202-244-2990 و (202) 244-2990", [("202-244-2990", "phone"), ("(202) 244-2990", "phone")]),
    ("تلفن 1-800-555-0100 است", [("1-800-555-0100", "phone")]),
    ("المادة 67 FR 67578 أولًا", [("67 FR 67578", "citation")]),
    (
        "مادهٔ 8 CFR 264.1(f) و 8 CFR 264.1(f)(8)(ii)",
        [("8 CFR 264.1(f)", "citation"), ("8 CFR 264.1(f)(8)(ii)", "citation")],
    ),
    ("المادتين 263(a) و265(b)", [("263(a)", "citation"), ("265(b)", "citation")]),
    ("و8 USC 1303(a)؛", [("8 USC 1303(a)", "citation")]),
    ("النموذج I-94 أو AR-11 SR أو G-325R", [("I-94", "form"), ("AR-11 SR", "form"), ("G-325R", "form")]),
    ("تقرير OIG-12-39.", [("OIG-12-39", "form")]),
    ("الموقع adc.org/oldsite/legal، ثم", [("adc.org/oldsite/legal", "url")]),
    ("https://www.uscis.gov/records/foia۔", [("https://www.uscis.gov/records/foia", "url")]),
    ("help@example.org؟", [("help@example.org", "email")]),
    (
        "قضية Rajah v. Mukasey, 544 F.3d 427 (2d Cir. 2008)",
        [("Rajah v. Mukasey, 544 F.3d 427 (2d Cir. 2008)", "latin")],
    ),
    ("(Immigration and Customs Enforcement, ICE)", [("Immigration and Customs Enforcement, ICE", "latin")]),
    (
        "(U.S. Citizenship and Immigration Services, USCIS).",
        [("U.S. Citizenship and Immigration Services, USCIS", "latin")],
    ),
    ("نظام NSEERS.", [("NSEERS", "latin")]),
    ("عيادة Center for Immigrants’ Rights Clinic هنا", [("Center for Immigrants’ Rights Clinic", "latin")]),
    ("قال ‘Boss’ ثم", [("Boss", "latin")]),
    ("AG Order No. 2626-2002", [("AG Order No. 2626-2002", "latin")]),
    ("التاريخ 2026-11-24", [("2026-11-24", "date")]),
    ("الترخيص CC BY-SA 4.0", [("CC BY-SA 4.0", "latin")]),
    ("مجوز Python 3.11.2 است", [("Python 3.11.2", "latin")]),
    ("ترخيص Attribution-ShareAlike 4.0. الناشر", [("Attribution-ShareAlike 4.0", "latin")]),
    (
        "مركز معلومات NSEERS (NSEERS Resource Information Center).",
        [("NSEERS", "latin"), ("NSEERS Resource Information Center", "latin")],
    ),
    ("مكتب ICE (Immigration and Customs Enforcement)", [("ICE (Immigration and Customs Enforcement)", "latin")]),
    ("الدالة count() هنا", [("count()", "latin")]),
    ("تابع open(path, mode='r') و list[int].", [("open(path, mode='r')", "latin"), ("list[int]", "latin")]),
    ("الدالة str.join().", [("str.join()", "latin")]),
    ("Path().name() ہے", [("Path().name()", "latin")]),
    ("__init__() (Foo method)", [("__init__() (Foo method)", "latin")]),
    ("الخيار --strict أو -W أو @cache", [("--strict", "latin"), ("-W", "latin"), ("@cache", "latin")]),
    ("منظمة ADC(لجنة)", [("ADC", "latin")]),
    ("ال-NSEERS", [("NSEERS", "latin")]),
    ("$5,000 و 95%", [("$5,000", "amount"), ("95%", "amount")]),
]


@pytest.mark.parametrize(("text", "runs"), CASES)
def test_runs_are_found_whole(text: str, runs: list[tuple[str, str]]) -> None:
    assert [(text[span.start : span.end], span.kind.value) for span in ltr_spans(text)] == runs


@pytest.mark.parametrize("text", ["2002 (INS) بدأ", "نظام NSEERS 2011", "في 2002 INS"])
def test_a_number_beside_latin_letters_belongs_to_the_sentence(text: str) -> None:
    assert [text[span.start : span.end] for span in ltr_spans(text)] in (["INS"], ["NSEERS"])


@pytest.mark.parametrize(
    "text", ["2002-2016", "2002–2016", "۲۰۰۲-۲۰۱۶", "۲۰۰۲–۲۰۱۶", "٢٠٠٢-٢٠١٦", "9:00-17:00", "9:00–17:00"]
)
def test_a_range_is_two_runs(text: str) -> None:
    """The first number stands at the right, whatever the digits and the dash."""
    spans = ltr_spans(f"من {text} فقط")
    assert [span.kind for span in spans] == [Kind.RANGE_END, Kind.RANGE_END]


@pytest.mark.parametrize("text", ["6 نوفمبر/تشرين الثاني 2002", "82,581", "۸۲٬۵۸۱", "1.5", "3.2", "من سجّلوا"])
def test_plain_numbers_and_words_are_left_alone(text: str) -> None:
    assert ltr_spans(text) == []


def test_phones_citations_and_forms_never_break() -> None:
    text = "Call 202-244-2990 about 67 FR 67578 and Form I-94 of 2002."
    assert [text[span.start : span.end] for span in unbreakable_spans(text)] == [
        "202-244-2990",
        "67 FR 67578",
        "I-94",
    ]


@pytest.mark.parametrize(
    ("printed", "dialled"),
    [
        ("1-877-FTC-HELP", "+18773824357"),
        ("1-877-FTC-HELP (1-877-382-4357)", "+18773824357"),
        ("1 (202) 244-2990", "+12022442990"),
        ("202-244-2990", "+12022442990"),
        ("+44 20 7946 0018", "+442079460018"),
    ],
)
def test_numbers_can_be_dialled(printed: str, dialled: str) -> None:
    assert phone_digits(printed) == dialled


ALPHABET = "ابتگۂے ١٢۱۲ 0189 ABCxyz ()[]«»“”.,:;-–/@#$%&+'§\u200c"


@given(st.text(alphabet=ALPHABET, max_size=80))
def test_spans_are_in_order_apart_and_begin_and_end_with_ink(text: str) -> None:
    edge = 0
    for span in ltr_spans(text):
        assert edge <= span.start < span.end <= len(text)
        assert not text[span.start].isspace() and not text[span.end - 1].isspace()
        edge = span.end


@given(st.text(alphabet=ALPHABET, max_size=80))
def test_no_arabic_letter_is_ever_isolated(text: str) -> None:
    for span in ltr_spans(text):
        assert not any("\u0600" <= c <= "\u06ff" and c.isalpha() for c in text[span.start : span.end])


@given(st.text(alphabet=ALPHABET, max_size=80))
def test_every_latin_letter_is_isolated(text: str) -> None:
    inside = {index for span in ltr_spans(text) for index in range(span.start, span.end)}
    assert all(index in inside for index, c in enumerate(text) if c.isascii() and c.isalpha())
