/* The search page: counts the words of the index, ranks sections, shows passages. Nothing that is typed leaves the page:
   no request, no address, no history, no storage. Works from a folder (file://) as well as from a server. */
function kitabchaFinder(index) {
  const engine = kitabchaEngine(index.tables);
  const WEIGHT = { title: 8, entries: 8, sourceTitle: 5, text: 2, source: 1, page: 1 };
  const LIKENESS = { spelling: 1, stem: 0.9, reading: 0.8, beginning: 0.5, skeleton: 0.4, tied: 0.4 };
  const spelled = piece => `=${piece}`; // the term of a word just as it stands
  const OFTEN = 5; // times after which a word says no more about a section
  const FEW = 5; // so few sections with all words, and those with some are shown too
  const postings = new Map(); // term -> (section -> weight and times)
  const near = new Map(); // term -> passages, counted through all sections
  const homes = []; // passage -> its section
  const bones = new Map(); // skeleton -> terms
  const tied = new Map(); // stem -> stems that Snowball takes for the same
  for (const group of index.ties.map(listed)) {
    for (const stem of group) tied.set(stem, (tied.get(stem) || []).concat(group));
  }
  const spellings = new Map(); // folded word as it stands -> its stem, to find words by their beginning
  const sections = index.sections.map(([page, anchor, number, title, passages, entries, sourceTitle, source]) => {
    const sources = source.split("\n").map(listed);
    const shown = passages.map((passage, at) => ({ ...unpacked(passage), source: sources[at] }));
    return { page, anchor, number, title: unpacked(title), passages: shown, entries, sourceTitle: listed(sourceTitle) };
  });
  const tops = new Map(); // page -> its first section
  sections.forEach(section => tops.has(section.page) || tops.set(section.page, section));

  function listed(stems) {
    return stems.split(" ").filter(Boolean);
  }

  /* A passage comes as a text, or as a joiner and runs with language and direction. */
  function unpacked(passage) {
    if (typeof passage === "string") return { text: passage, runs: [{ text: passage }] };
    const runs = passage.slice(1).map(run => (typeof run === "string" ? { text: run } : { text: run[0], lang: run[1], dir: run[2] }));
    return { text: runs.map(run => run.text).join(passage[0]), joiner: passage[0], runs };
  }

  /* Note a term in a section, in the passage that was begun last. */
  function note(term, at, weight) {
    if (!postings.has(term)) {
      postings.set(term, new Map());
      near.set(term, new Set());
      const skeleton = term.startsWith("=") ? "" : engine.skeleton(term);
      if (skeleton) bones.set(skeleton, (bones.get(skeleton) || []).concat(term));
    }
    near.get(term).add(homes.length - 1);
    const places = postings.get(term);
    const before = places.get(at) || { weight: 0, times: 0 };
    places.set(at, { weight: Math.max(before.weight, weight), times: before.times + 1 });
  }

  function read(written, at, weight) {
    for (const word of engine.words(written)) {
      for (const piece of engine.pieces(word)) {
        const terms = engine.terms(piece);
        spellings.set(piece, terms[0]);
        for (const term of [spelled(piece), ...terms]) note(term, at, weight);
      }
    }
  }

  function noteSource(stems, at, weight) {
    for (const stem of stems) {
      spellings.set(stem, stem);
      note(stem, at, weight);
    }
  }

  sections.forEach((section, at) => {
    homes.push(at);
    read(section.title.text, at, WEIGHT.title);
    read(section.entries, at, WEIGHT.entries);
    noteSource(section.sourceTitle, at, WEIGHT.sourceTitle);
    read(tops.get(section.page).title.text, at, WEIGHT.page);
    for (const passage of section.passages) {
      homes.push(at);
      read(passage.text, at, WEIGHT.text);
      noteSource(passage.source, at, WEIGHT.source);
    }
  });
  const vocabulary = [...spellings.keys()].sort();

  function* beginningWith(start) {
    let low = 0;
    let high = vocabulary.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (vocabulary[middle] < start) low = middle + 1;
      else high = middle;
    }
    for (; low < vocabulary.length && vocabulary[low].startsWith(start); low += 1) yield spellings.get(vocabulary[low]);
  }

  /* The terms that a word of the query may mean, with how like it they are. */
  function meanings(piece) {
    const found = new Map();
    const add = (term, likeness) => {
      if (postings.has(term)) found.set(term, Math.max(found.get(term) || 0, likeness));
    };
    add(spelled(piece), LIKENESS.spelling);
    engine.terms(piece).forEach((term, at) => {
      add(term, at ? LIKENESS.reading : LIKENESS.stem);
      for (const other of bones.get(engine.skeleton(term)) || []) add(other, LIKENESS.skeleton);
      for (const other of tied.get(term) || []) add(other, LIKENESS.tied);
    });
    if (piece.length > 2) for (const term of beginningWith(piece)) add(term, LIKENESS.beginning);
    return found;
  }

  function scored(terms) {
    const scores = new Map();
    for (const [term, likeness] of terms) {
      for (const [at, { weight, times }] of postings.get(term)) {
        const often = Math.min(times - 1, OFTEN) / 10; // a few times is a little better than once
        scores.set(at, Math.max(scores.get(at) || 0, (weight + often) * likeness));
      }
    }
    return scores;
  }

  /* A joined word is found whole, or by all its parts in one section. */
  function group(word, targets) {
    const parts = word.parts.filter(part => part.length > 1 || /[\u06f0-\u06f9]/.test(part));
    const telling = parts.filter(part => !engine.isStop(part));
    const scores = piece => {
      const terms = meanings(piece);
      for (const term of terms.keys()) targets.add(term);
      return scored(terms);
    };
    const best = scores(word.whole);
    if (word.parts.length === 1) return best.size ? best : inTwo(word.whole, scores);
    for (const [at, score] of inAll((telling.length ? telling : parts).map(scores))) {
      best.set(at, Math.max(best.get(at) || 0, score));
    }
    return best;
  }

  function inAll(several) {
    const found = new Map();
    for (const at of several.length ? several[0].keys() : []) {
      const all = several.map(scores => scores.get(at));
      if (all.every(Boolean)) found.set(at, Math.min(...all));
    }
    return found;
  }

  /* A word that the guide does not have may be two without their space: اثرانگشت for اثر انگشت. */
  function inTwo(whole, scores) {
    for (let at = 2; at <= whole.length - 2; at += 1) {
      const halves = [whole.slice(0, at), whole.slice(at)];
      if (!halves.every(half => spellings.has(half))) continue;
      const found = inAll(halves.map(scores));
      if (found.size) return found;
    }
    return new Map();
  }

  /* Two words of a query that the guide writes as one, ثبت نام for ثبت‌نام, are one. */
  function joined(words) {
    return words.reduce((found, word) => {
      const before = found[found.length - 1];
      if (!before || !spellings.has(before.whole + word.whole)) return [...found, word];
      return [...found.slice(0, -1), { whole: before.whole + word.whole, parts: [...before.parts, ...word.parts] }];
    }, []);
  }

  /* Sections that have all words of the query, best first; if they are few, those that have the most follow. */
  function find(query) {
    const every = joined(engine.words(query));
    const telling = every.filter(word => !(word.parts.length === 1 && engine.isStop(word.whole)));
    const targets = new Set();
    const together = new Map(); // passage -> how many words of the query it has
    const groups = (telling.length ? telling : every).map(word => {
      const meant = new Set();
      const scores = group(word, meant);
      const passages = new Set([...meant].flatMap(term => [...near.get(term)]));
      for (const passage of passages) together.set(passage, (together.get(passage) || 0) + 1);
      for (const term of meant) targets.add(term);
      return scores;
    });
    const hits = new Map();
    groups.forEach(scores => scores.forEach((score, at) => {
      const hit = hits.get(at) || { section: sections[at], at, score: 0, words: 0 };
      hits.set(at, { ...hit, score: hit.score + score, words: hit.words + 1 });
    }));
    // Words that stand in one passage are worth twice those that are spread over a section.
    const most = new Map();
    for (const [passage, count] of together) most.set(homes[passage], Math.max(most.get(homes[passage]) || 0, count));
    for (const hit of hits.values()) hit.score *= (1 + most.get(hit.at) / groups.length) / 2;
    const ranked = [...hits.values()].sort((a, b) => b.words - a.words || b.score - a.score || a.at - b.at);
    const whole = ranked.filter(hit => hit.words === groups.length);
    const rest = ranked.slice(whole.length);
    const part = whole.length < FEW ? rest.filter(hit => hit.words === rest[0].words) : [];
    return { whole, part, targets, asked: groups.length > 0 };
  }

  const isHit = (written, targets) => engine.words(written).some(word => (
    engine.pieces(word).some(piece => engine.terms(piece).some(term => targets.has(term)))));

  const top = section => tops.get(section.page);
  const address = section => index.pages[section.page] + (section.anchor && `#${section.anchor}`);
  return { find, isHit, top, address };
}

function kitabchaSearchPage(index) {
  const LRI = "\u2066";
  const PDI = "\u2069";
  const WORD = /[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}\u0640\u200c\u200d'’.,٫٬‐‑-]*[\p{L}\p{M}\p{N}])?/gu;
  const LENGTH = 220; // characters of a passage
  const BEFORE = 70; // of them before the first hit
  const SHORT = 16; // a left-to-right run up to this stays on one line: a citation, a form
  const PHONE = /^[\dA-Z+ ()-]{7,31}$/; // and so does a telephone number, perhaps in letters and again in digits
  const STEP = 20; // results at a time
  const WAIT = 250; // milliseconds after the last key
  let made;
  const finder = () => (made = made || kitabchaFinder(index)); // takes a moment on a slow phone, so not before the page shows
  const [form, field, status, list, more] = ["find", "find-words", "find-status", "find-results", "find-more"].map(id =>
    document.getElementById(id));
  const counts = document.getElementById("find-counts");
  const forms = JSON.parse(counts.dataset.forms);
  const kind = new Intl.PluralRules(index.lang);
  const digits = number => [...String(number)].map(digit => index.digits[digit]).join("");
  let rest = [];
  let targets = new Set();
  let firstInPart;
  let timer = 0;

  function element(name, parent, attributes = {}) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    parent.append(made);
    return made;
  }

  function write(host, run) {
    let edge = 0;
    for (const match of run.matchAll(WORD)) {
      if (!finder().isHit(match[0], targets)) continue;
      host.append(run.slice(edge, match.index));
      element("mark", host).textContent = match[0];
      edge = match.index + match[0].length;
    }
    host.append(run.slice(edge));
  }

  /* Write a part of a text, with its left-to-right runs kept apart; `place` is where the text begins in the passage. */
  function writeRun(host, text, place, from, to) {
    let edge = place;
    let apart = false;
    for (const run of text.split(/([\u2066\u2069])/)) {
      const shown = run.slice(Math.max(0, from - edge), Math.max(0, to - edge));
      edge += run.length;
      if (run === LRI || run === PDI) apart = run === LRI;
      else if (shown) write(apart ? isolated(host, shown) : host, shown);
    }
  }

  function isolated(host, run) {
    const whole = (run.length <= SHORT || PHONE.test(run)) && { class: "whole" };
    const lang = /[a-z]/i.test(run) && { lang: index.latin }; // digits are of no language
    return element("bdi", host, { dir: "ltr", ...whole, ...lang });
  }

  /* Write a part of a passage; runs in another language say so. */
  function render(host, { text, runs, joiner }, from = 0, to = text.length) {
    let place = 0;
    if (from > 0) host.append("… ");
    runs.forEach((run, at) => {
      if (at && place >= from && place < to) host.append(joiner);
      place += at ? joiner.length : 0;
      if (place < to && place + run.text.length > from) {
        writeRun(run.lang ? spoken(host, run, runs.length) : host, run.text, place, from, to);
      }
      place += run.text.length;
    });
    if (to < text.length) host.append(" …");
  }

  function spoken(host, { lang, dir }, runs) {
    if (runs > 1) return element("bdi", host, { lang, dir });
    host.lang = lang;
    host.dir = dir;
    return host;
  }

  function place(text) {
    const hit = [...text.matchAll(WORD)].find(match => finder().isHit(match[0], targets));
    return hit ? hit.index : -1;
  }

  /* Cut at spaces, so that no word is broken. */
  function around(text, hit) {
    if (text.length <= LENGTH) return [0, text.length];
    let from = hit > BEFORE ? text.lastIndexOf(" ", hit - BEFORE) + 1 : 0;
    const end = text.indexOf(" ", Math.min(text.length, from + LENGTH));
    const to = end < 0 ? text.length : end;
    if (to === text.length) from = text.lastIndexOf(" ", text.length - LENGTH) + 1;
    return [from, to];
  }

  function best(passages) {
    const counted = passages.map((passage, at) => {
      const hits = [...passage.text.matchAll(WORD)].map(match => match[0]).filter(word => finder().isHit(word, targets));
      return { at, hits: new Set(hits).size + passage.source.filter(stem => targets.has(stem)).length };
    });
    return passages[counted.reduce((a, b) => (b.hits > a.hits ? b : a), { at: 0, hits: 0 }).at];
  }

  function show(hit) {
    const { section } = hit;
    if (hit === firstInPart) element("li", list, { class: "find-part" }).append(...said("part"));
    const item = element("li", list);
    const link = element("a", item, { href: finder().address(section) });
    const top = finder().top(section);
    if (top !== section) {
      render(element("span", link, { class: "where" }), top.title);
      link.append(" ");
    }
    const what = element("span", link, { class: "what" });
    if (section.number) element("span", what, { class: "section-number" }).textContent = `${section.number}\u00a0 `;
    render(element("span", what), section.title);
    if (section.passages.length) {
      const passage = best(section.passages);
      render(element("p", item, { class: "passage" }), passage, ...around(passage.text, Math.max(0, place(passage.text))));
    }
  }

  function showMore() {
    const first = list.children.length;
    rest.splice(0, STEP).forEach(show);
    more.hidden = rest.length === 0;
    return list.children[first];
  }

  /* A message of the page, with the language that it may name. */
  function said(name) {
    return document.getElementById(`find-${name}`).cloneNode(true).childNodes;
  }

  function tell({ whole, part, asked }) {
    if (!asked) return [];
    if (!whole.length) return said(part.length ? "some" : "none");
    const told = document.createElement("span");
    if (counts.lang) told.lang = counts.lang;
    told.textContent = (forms[kind.select(whole.length)] || forms.other).replace("{n}", digits(whole.length));
    return [told];
  }

  function run() {
    clearTimeout(timer);
    const result = finder().find(field.value);
    list.textContent = "";
    targets = result.targets;
    firstInPart = result.whole.length ? result.part[0] : undefined;
    rest = [...result.whole, ...result.part];
    status.replaceChildren(...tell(result));
    showMore();
  }

  form.addEventListener("submit", event => {
    event.preventDefault();
    run();
  });
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(run, WAIT);
  });
  more.addEventListener("click", () => {
    const first = showMore();
    if (first) (first.querySelector("a") || first.nextSibling.querySelector("a")).focus();
  });
  form.hidden = false;
  setTimeout(finder);
}

document.addEventListener("DOMContentLoaded", () => kitabchaSearchPage(kitabchaIndex));
