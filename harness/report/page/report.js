// Filters and drill-down. Whatever a stranger wrote reaches the page as text (textContent), never as markup.
"use strict";
(() => {
  const signs = {pass: "✔", warning: "▲", fail: "✘", inconclusive: "?", error: "⚡", "not-applicable": "–", known: "⚑"};
  const $ = (q, of = document) => of.querySelector(q);
  const $$ = (q, of = document) => [...of.querySelectorAll(q)];
  const form = $("#filter"), drill = $("#drill"), shown = $("#shown");
  const rows = $$("#matrix tbody tr").map(tr => ({
    tr, id: tr.id, verdicts: tr.dataset.v.split(" "), levels: tr.dataset.l.split(" "), family: tr.dataset.f, differs: tr.dataset.d === "1",
    clauses: [...tr.lastElementChild.children].map(c => c.textContent), text: tr.firstElementChild.textContent.toLowerCase()}));
  document.documentElement.classList.add("js");

  function make(tag, attributes = {}, ...inside) {
    const svg = ["svg", "g", "line", "path", "rect", "text", "title"].includes(tag);
    const node = svg ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) if (value !== undefined && value !== null) node.setAttribute(name, value);
    node.append(...inside.flat().filter(one => one !== null && one !== undefined && one !== ""));
    return node;
  }
  const badge = v => make("span", {class: "badge v " + v}, make("span", {class: "sign", "aria-hidden": "true"}, signs[v] || ""), " " + v);

  // The address: #SCENARIO?verdict=fail,error&level=must&family=dane&clause=RFC7672&q=words&differ=1&run=0
  function state() {
    let hash = location.hash.slice(1);
    const at = hash.indexOf("?"), asked = new URLSearchParams(at < 0 ? "" : hash.slice(at + 1));
    try { hash = decodeURIComponent(at < 0 ? hash : hash.slice(0, at)); } catch { hash = ""; }
    return {scenario: rows.some(r => r.id === hash) ? hash : "", asked};
  }
  function address(scenario, asked) {
    const query = asked.toString();
    return "#" + encodeURIComponent(scenario).replaceAll("%2F", "/") + (query ? "?" + query : "");
  }
  const from_form = () => {
    const asked = new URLSearchParams(), data = new FormData(form);
    if (data.getAll("verdict").length) asked.set("verdict", data.getAll("verdict").join(","));
    for (const name of ["level", "family", "clause", "q", "differ"]) if (data.get(name)) asked.set(name, data.get(name));
    return asked;
  };
  function to_form(asked) {
    const verdicts = (asked.get("verdict") || "").split(",");
    for (const box of form.elements.verdict.length ? form.elements.verdict : [form.elements.verdict]) box.checked = verdicts.includes(box.value);
    for (const name of ["level", "family", "clause", "q"]) if (form.elements[name].value !== (asked.get(name) || "")) form.elements[name].value = asked.get(name) || "";
    if (form.elements.differ) form.elements.differ.checked = asked.get("differ") === "1";
  }
  function apply(asked) {
    const verdicts = (asked.get("verdict") || "").split(",").filter(Boolean), words = (asked.get("q") || "").toLowerCase().split(/\s+/).filter(Boolean);
    const level = asked.get("level"), family = asked.get("family"), clause = (asked.get("clause") || "").toLowerCase(), differ = asked.get("differ");
    // "RFC7672-2.1" is the clauses below it, too, but not 2.10.
    const fits = c => (c = c.toLowerCase(), c === clause || c.startsWith(clause + ".") || c.startsWith(clause + "-") || (clause.length < 8 && c.startsWith(clause)));
    let n = 0;
    for (const r of rows) {
      const yes = (!verdicts.length || r.verdicts.some(v => verdicts.includes(v))) && (!level || r.levels.includes(level)) && (!family || r.family === family)
        && (!clause || r.clauses.some(fits)) && words.every(w => r.text.includes(w)) && (!differ || r.differs);
      if (r.tr.hidden === yes) r.tr.hidden = !yes;
      n += yes;
    }
    shown.textContent = n === rows.length ? `All ${n} scenarios are shown.` : `${n} of ${rows.length} scenarios are shown.`;
  }

  const parsed = [];
  const run_data = i => parsed[i] ??= JSON.parse($$(".run-data")[i].textContent);
  const runs = $$(".run-data").length;

  function ruling(r) {
    const should = r.level.startsWith("SHOULD"), note = r.level === "NOTE";
    const how = r.held === null ? "never put to the question" : note ? "noted" : r.held ? "held" : should ? "missed" : "broken";
    const kind = how === "broken" ? "broken" : how === "missed" ? "missed" : how === "held" ? "held" : "";
    const box = make("div", {class: "ruling " + kind}, make("h3", {}, (kind === "held" ? "✔ " : kind === "missed" ? "▲ " : kind ? "✘ " : "○ ") + r.text + ": " + how));
    for (const line of (r.requirement || "").split("\n").filter(Boolean)) {
      const link = line.match(/^(.*) \((https:\/\/www\.rfc-editor\.org\/rfc\/rfc\d+#section-[0-9A-Za-z.]+)\)$/);
      box.append(make("p", {}, link ? [link[1] + " ", make("a", {href: link[2], rel: "noreferrer"}, "in the RFC")] : line));
    }
    if (kind === "broken" || kind === "missed" || (r.held !== null && note))
      box.append(make("div", {class: "contrast"}, make("div", {}, make("b", {}, "Expected"), r.expected), make("div", {}, make("b", {}, "Observed"), r.observed)));
    return box;
  }

  function participants(story) {
    const seen = new Set(story.moments.flatMap(m => m.length > 5 ? [m[5], m[6]] : []));
    const place = Object.fromEntries(story.attackers), evil = name => name in place;
    const at = name => name === "test bench" ? 0 : name === "sender" ? 1 : name === "resolver" ? 3 : name === "authority" ? 5
      : evil(name) ? (place[name].includes("path") ? 6 : place[name].includes("authority") ? 4 : 2) : 7;
    return [...seen].filter(Boolean).sort((a, b) => at(a) - at(b) || a.localeCompare(b)).map(name => ({name, evil: evil(name)}));
  }

  // What one says to another without a pause is one arrow of several lines.
  function grouped(moments) {
    const out = [];
    for (const m of moments) {
      const last = out.at(-1);
      if (m[3] === "step.begin") out.push({step: m[4], n: [m[0]], t: m[1]});
      if (m.length < 6) continue;
      const [n, t, , what, text, from, to, label, tls] = m;
      if (last && last.from === from && last.to === to && last.what === what && last.tls === tls && from !== to && last.labels.length < 6 && what.startsWith("smtp")) {
        last.labels.push(label); last.n.push(n); last.full += "\n" + text;
      } else out.push({from, to, what, tls, t, n: [n], labels: [label], full: text});
    }
    return out;
  }

  function diagram(story, cited, candidate) {
    const who = participants(story), gap = 190, left = 70, line = 16;
    if (who.length < 2) return null;
    const x = Object.fromEntries(who.map((p, i) => [p.name, left + 90 + i * gap])), width = left + 90 + (who.length - 1) * gap + 260;
    const svg = make("svg", {width, role: "img", "aria-label": "Sequence diagram: who said what to whom; the table below says the same"});
    const body = make("g");
    let y = 64;
    const fit = (text, space) => { const most = Math.max(8, Math.floor(space / 6.4)); return text.length > most ? text.slice(0, most - 1) + "…" : text; };
    for (const one of grouped(story.moments)) {
      if (one.step !== undefined) {
        y += 14;
        body.append(make("line", {class: "step", x1: left, x2: width - 10, y1: y, y2: y}), make("text", {class: "step-text halo", x: left + 4, y: y - 4}, "step " + one.step));
        y += 12;
        continue;
      }
      const height = one.labels.length * line + 14, mark = one.n.some(n => cited.has(n));
      const g = make("g", {class: one.tls ? "tls" : ""}, make("title", {}, one.full));
      if (mark) g.append(make("rect", {class: "cited", x: 4, y: y - 2, width: width - 8, height: height + 2, rx: 4}));
      g.append(make("text", {class: "time", x: left - 12, y: y + 12}, one.t.toFixed(2) + " s"));
      const a = x[one.from], b = x[one.to];
      if (one.from === one.to) {
        const evil = who.find(p => p.name === one.from).evil || one.what === "shown" || one.what === "await.lost";
        const text = fit(one.labels[0], Math.max(180, width - a - 40)), wide = text.length * 6.5 + 16;
        g.append(make("rect", {class: "note" + (evil ? " evil" : ""), x: a - 8, y: y, width: wide, height: 20, rx: 4}), make("text", {x: a, y: y + 14}, text));
      } else {
        const low = Math.min(a, b), tip = y + one.labels.length * line + 4, d = b > a ? -1 : 1;
        one.labels.forEach((label, i) => g.append(make("text", {class: "halo", x: low + 8, y: y + 12 + i * line}, fit((one.tls && !i ? "\u{1F512}\uFE0E " : "") + label, width - low - 20))));
        g.append(make("line", {class: "arrow" + (!one.tls && /^(smtp|tcp|tls|http)/.test(one.what) ? " clear" : ""), x1: a, x2: b + d * 8, y1: tip, y2: tip}),
                 make("path", {class: "tip", d: `M${b} ${tip} l${d * 9} -4 v8 z`}));
      }
      body.append(g);
      y += height;
    }
    svg.setAttribute("height", y + 16);
    svg.setAttribute("viewBox", `0 0 ${width} ${y + 16}`);
    for (const p of who)
      svg.append(make("line", {class: "lane" + (p.evil ? " evil" : ""), x1: x[p.name], x2: x[p.name], y1: 40, y2: y + 10}),
                 make("rect", {class: "head" + (p.evil ? " evil" : ""), x: x[p.name] - 82, y: 8, width: 164, height: 30, rx: 5}),
                 make("text", {class: "head-text", x: x[p.name], y: 28}, fit(p.evil ? p.name + " (attacker)" : p.name === "sender" ? candidate : p.name, 156)));
    svg.append(body);
    return make("div", {class: "diagram", tabindex: "0", role: "region", "aria-label": "Sequence diagram"}, svg);
  }

  function timeline(story, cited) {
    const body = make("tbody"), evil = Object.fromEntries(story.attackers);
    for (const [n, t, actor, what, text] of story.moments) {
      if (what === "step.end" || what === "play.end") continue;
      const step = what === "step.begin", kind = step ? "step" : cited.has(n) ? "cited" : actor in evil || what === "shown" ? "attack" : "";
      body.append(make("tr", {class: kind}, make("td", {}, t.toFixed(3)), make("td", {}, "#" + n), make("td", {}, actor), make("td", {}, what),
                       make("td", {}, (cited.has(n) ? "◆ evidence: " : "") + (step ? "step " + text : text))));
    }
    const heads = ["Seconds", "Event", "Who saw it", "Kind", "What"].map(h => make("th", {scope: "col"}, h));
    return make("div", {class: "scroll", tabindex: "0", role: "region", "aria-label": "Timeline"}, make("table", {class: "timeline"}, make("thead", {}, make("tr", {}, heads)), body));
  }

  function told(s, candidate) {
    const out = [];
    const order = r => r.held === false ? (r.level.startsWith("MUST") ? 0 : r.level === "NOTE" ? 3 : 1) : r.held === null ? 2 : 4;
    const sorted = [...s.rulings].sort((a, b) => order(a) - order(b));
    if (s.known) out.push(make("p", {}, make("b", {}, "Known gap: "), s.known.reason + " (" + s.known.link + "); without it the verdict is " + s.raw + "."));
    const said = s.rulings.filter(r => r.held === false).map(r => r.observed);
    const notes = s.notes.filter(note => !said.some(one => one && note.endsWith(one))).slice(0, 20);
    const told_first = !["fail", "warning", "known"].includes(s.verdict);
    const list = notes.length ? [make("h3", {}, told_first ? "Why" : "What else happened"), make("ul", {}, notes.map(note => make("li", {}, note)))] : [];
    if (told_first) out.push(...list);
    // What was broken ends the play: what was not put to the question by then only stands in the way of what happened.
    const broken = sorted.filter(r => order(r) < 2), unput = sorted.filter(r => order(r) === 2);
    out.push(...broken.map(ruling));
    if (unput.length) out.push(...broken.length ? [make("details", {}, make("summary", {}, `${unput.length} never put to the question`), unput.map(ruling))] : unput.map(ruling));
    if (!told_first) out.push(...list);
    const calm = sorted.filter(r => order(r) >= 3);
    if (calm.length) out.push(make("details", calm.length === sorted.length ? {open: ""} : {}, make("summary", {}, `${calm.length} held or noted`), calm.map(ruling)));
    const cited = new Set(s.rulings.filter(r => r.held === false).flatMap(r => r.events.map(e => e[0])));
    if (s.story && s.story.moments.length) {
      const picture = diagram(s.story, cited, candidate.split(", ")[0]);
      if (s.story.attackers.length)
        out.push(make("h3", {}, "Where the attacker stood"), make("ul", {class: "places"}, s.story.attackers.map(([name, place]) => make("li", {}, make("b", {}, name), " " + place))));
      if (picture) out.push(make("h3", {}, "Who said what to whom"), make("p", {class: "small"}, "Solid green: over TLS. Dashed: in clear. Marked yellow: the evidence for what was not held."), picture);
      if (s.story.log.length)
        out.push(make("h3", {}, "What " + candidate + "'s own log said"), make("pre", {tabindex: "0"}, s.story.log.join("\n") + (s.story.moreLog ? `\n… ${s.story.moreLog} lines more` : "")));
      out.push(make("details", {}, make("summary", {}, `Timeline of all actors, ${s.story.moments.length} events` + (s.story.more ? ` (${s.story.more} more in the record)` : "")), timeline(s.story, cited)));
      if (s.story.text) out.push(make("details", {}, make("summary", {}, "The scenario as it was played"), make("pre", {tabindex: "0"}, s.story.text)));
    } else if (s.cell) out.push(make("p", {class: "small"}, `Its timeline would have made this file too large; it is in cells/${s.cell}/record.jsonl.`));
    if (s.evidence) out.push(make("p", {class: "small"}, "Evidence: " + s.evidence));
    const copy = make("button", {type: "button"}, "Copy");
    copy.addEventListener("click", () => navigator.clipboard?.writeText(s.reproduce).then(() => { copy.textContent = "Copied"; }));
    out.push(make("h3", {}, "Play it again"), make("pre", {}, s.reproduce), copy);
    return out;
  }

  let opener = null;
  function open(id, which) {
    const all = Array.from({length: runs}, (_, i) => ({i, name: run_data(i).name, s: run_data(i).scenarios[id]})).filter(one => one.s);
    if (!all.length) return;
    const grave = ["fail", "error", "known", "inconclusive", "warning"];
    const now = all.find(one => one.i === which) || [...all].sort((a, b) => (grave.indexOf(a.s.verdict) + 9) % 9 - (grave.indexOf(b.s.verdict) + 9) % 9)[0];
    const close = make("button", {type: "button", "aria-label": "Close"}, "✕ Close");
    close.addEventListener("click", () => drill.close());
    const tabs = all.length < 2 ? null : make("div", {class: "tabs", role: "group", "aria-label": "Runs"}, all.map(one => {
      const b = make("button", {type: "button", "aria-pressed": String(one === now), class: "v " + one.s.verdict}, `${signs[one.s.verdict]} ${one.name}: ${one.s.verdict}`);
      b.addEventListener("click", () => { const {asked} = state(); asked.set("run", one.i); history.replaceState(null, "", address(id, asked)); open(id, one.i); });
      return b;
    }));
    drill.replaceChildren(
      make("div", {class: "drill-head"}, make("div", {}, make("h2", {id: "drill-title"}, badge(now.s.verdict), " " + id),
        make("p", {}, now.s.title), make("p", {class: "small"}, `${now.name} · ${now.s.seconds.toFixed(2)} s in the world ${now.s.cell || "(not played)"} · ${now.s.file}:${now.s.line}`)), close),
      make("div", {class: "drill-body"}, tabs, told(now.s, now.name)));
    if (!drill.open) { opener = document.activeElement; drill.showModal(); }
    drill.scrollTop = 0;
  }
  drill.addEventListener("close", () => {
    const {scenario, asked} = state();
    asked.delete("run");
    if (scenario) history.replaceState(null, "", address("", asked));
    for (const r of rows) r.tr.classList.toggle("chosen", r.id === scenario);
    opener?.focus?.({preventScroll: true});
  });
  drill.addEventListener("click", e => { if (e.target === drill) drill.close(); });

  function show() {
    const {scenario, asked} = state();
    to_form(asked);
    apply(asked);
    if (scenario) open(scenario, asked.has("run") ? Number(asked.get("run")) : undefined);
    else if (drill.open) drill.close();
    else if (location.hash.startsWith("#?")) $("#scenarios").scrollIntoView();
  }
  const changed = () => { const asked = from_form(); history.replaceState(null, "", address("", asked)); apply(asked); };
  form.addEventListener("input", changed);
  form.addEventListener("submit", e => e.preventDefault());
  form.addEventListener("reset", () => setTimeout(changed));
  $("#matrix tbody").addEventListener("click", e => {
    const tr = e.target.closest("tr"), td = e.target.closest("td.v");
    const link = e.target.closest("a");
    if (!tr || (!td && !link) || td?.classList.contains("not-run")) return;
    e.preventDefault();
    const asked = from_form();
    if (td && runs > 1) asked.set("run", [...tr.querySelectorAll("td.v")].indexOf(td));
    history.pushState(null, "", address(tr.id, asked));
    open(tr.id, td ? [...tr.querySelectorAll("td.v")].indexOf(td) : undefined);
  });
  addEventListener("hashchange", show);
  addEventListener("popstate", show);
  show();
})();
