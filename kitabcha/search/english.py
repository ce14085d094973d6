"""English: a light stemmer, used on English pages and for English words in every other language."""

from __future__ import annotations

from kitabcha.search.rules import Rules, endings, listed, paired

RULES = Rules(
    endings=endings(
        "ations:4 ation:4 ating:4 ated:4 ates:4 ate:4 ements:4 ement:4 ments:4 ment:4 ings:3 ing:3 ied:2:y"
        " ies:2:y ed:3 es:3 sses:2:ss ss:2:ss us:3:us s:3 als:4 al:4 ity:4 ally:4 ly:4 e:3 ering:3:r ered:3:r ers:3:r"
        " er:3:r ants:4 ant:4 ences:4 ence:4 ents:4 ent:4 ions:4 ion:4 pping:2:p pped:2:p tting:2:t tted:2:t"
        " nning:2:n nned:2:n gging:2:g gged:2:g lling:3:l lled:3:l rring:3:r rred:3:r"
    ),
    plurals=paired(
        """
        man men
        woman women
        child children
        person people persons
        attorney attorneys
        write wrote written writing
        leave left leaving
        """
    ),
    stops=listed(
        "a an and are as at be been but by can did do does for from had has have he her his how i if in is it its"
        " me my no not of on or our she so that the their them then there they this to was we were what when where"
        " which who why will with you your s t"
    ),
)
