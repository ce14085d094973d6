"use strict";
/* The words of a text and what they are found under: the same steps as folding.py and rules.py, which a test compares.
   `data` holds the tables of index.py: folds, joiners, most, own and latin rules. */
function kitabchaEngine(data) {
  const SILENT = /(?!\u200c)[\p{M}\p{Cf}]/gu; // the zero width non-joiner stays
  const LATIN = /[a-z]/;
  const DIGIT = /[\u06f0-\u06f9]/;
  const WEAK = /[اوی]/g;
  const BONES = 3;
  const ARABIC = "\u0620-\u064a\u066e-\u06d5\u06ee\u06ef\u06fa-\u06ff\u0750-\u077f";
  const LETTER = "[\\p{L}\\p{N}]";
  const TOKEN = new RegExp(`${LETTER}+(?:[${data.joiners}]${LETTER}+)*`, "gu");
  const PART = new RegExp(`[\u06f0-\u06f9]+|[${ARABIC}]+|(?:(?![\u06f0-\u06f9${ARABIC}])${LETTER})+`, "gu");
  const folds = new Map(Object.entries(data.folds));
  const FOLDED = new RegExp(`[${[...folds.keys()].join("")}]`, "gu");
  const own = prepared(data.own);
  const latin = prepared(data.latin);
  const cache = new Map();

  function prepared(rules) {
    return { ...rules, plurals: new Map(Object.entries(rules.plurals)), stops: new Set(rules.stops) };
  }

  function fold(text) {
    return text.normalize("NFKD").toLowerCase().replace(SILENT, "").replace(FOLDED, c => folds.get(c));
  }

  function words(text) {
    return (fold(text).match(TOKEN) || []).map(token => {
      const parts = token.match(PART);
      return { whole: parts.join(""), parts };
    });
  }

  function rulesFor(part) {
    return LATIN.test(part) ? latin : own;
  }

  function stem(part) {
    const rules = rulesFor(part);
    const prefix = rules.prefixes.find(([text, least]) => part.startsWith(text) && part.length - text.length >= least);
    let bare = prefix ? part.slice(prefix[0].length) : part;
    let broken = true;
    for (;;) {
      if (broken && rules.plurals.has(bare)) {
        bare = rules.plurals.get(bare);
        broken = false;
      }
      const ending = rules.endings.find(([text, least]) => bare.endsWith(text) && bare.length - text.length >= least);
      const shorter = ending ? bare.slice(0, bare.length - ending[0].length) + ending[2] : bare;
      if (shorter === bare) return bare;
      bare = shorter;
    }
  }

  function terms(part) {
    if (!cache.has(part)) {
      const found = new Set([stem(part)]);
      if (part.length > BONES && rulesFor(part).clitics.includes(part[0])) found.add(stem(part.slice(1)));
      cache.set(part, [...found]);
    }
    return cache.get(part);
  }

  function skeleton(stemmed) {
    if (LATIN.test(stemmed) || DIGIT.test(stemmed) || !own.skeletons) return "";
    const open = stemmed.length === 5 && stemmed[0] === "ا" && stemmed[3] === "ا";
    const letters = open ? stemmed.slice(1) : stemmed;
    const bones = letters.slice(0, 1) + letters.slice(1).replace(WEAK, "");
    return bones.length >= BONES ? bones : "";
  }

  function pieces(word) {
    if (word.parts.length === 1) return word.parts;
    const parts = word.parts.filter(part => part.length > 1 || DIGIT.test(part));
    return word.parts.length <= data.most ? [word.whole, ...parts] : parts;
  }

  const isStop = part => rulesFor(part).stops.has(part);

  return { fold, words, stem, terms, skeleton, pieces, isStop };
}
