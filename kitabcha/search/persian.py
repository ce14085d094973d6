"""Persian (Farsi and Dari): plurals, the endings of ezafe, comparison and owner, the verb's prefixes."""

from __future__ import annotations

from kitabcha.search.rules import Rules, endings, listed, paired, prefixes

RULES = Rules(
    prefixes=prefixes("نمی:3 می:3"),
    endings=endings(
        "هایشان:2 هایمان:2 هایتان:2 هایی:2 هایم:2 هایت:2 هایش:2 های:2 ها:2 ترین:3 تری:3 تر:3 یان:3 گان:3 ان:3"
        " ات:3 شان:3 مان:3 تان:3 ای:3 ی:3 ه:4 ند:3"
    ),
    plurals=paired(
        """
        وکیل وکلا وکلاء
        مدرک مدارک
        حق حقوق
        قضیه قضایا
        شکایت شکایات
        سند اسناد
        عضو اعضا اعضای
        ولایت ولایات
        زن زنان
        مورد موارد
        دلیل دلایل ادله
        خبر اخبار
        رأی آرا آراء
        منبع منابع
        مبدأ مبادی
        مأمور مأموران مأمورین
        دفعه دفعات
        تبعه اتباع
        قاضی قضات
        مرز مرزها سرحدات
        """
    ),
    stops=listed(
        "و در به از که این آن را با برای است بود شد شود هم یا تا بر هر اگر نیز ها های هایی می نمی ای تر ترین اند"
        " ام ات اش چه چرا چگونه کجا کی کسی چیست آیا یک دو من ما شما او آنها ایشان خود باید هستند نیست بودند شده"
        " کرد کردن کند کنند کنم"
    ),
    skeletons=True,
)
