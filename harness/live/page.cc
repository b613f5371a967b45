// See page.h. All that comes from outside is put in as text, never as markup.
#include "harness/live/page.h"

namespace gauntlet::live {

const char* const page = R"(<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Gauntlet</title>
<style>
:root { color-scheme: light dark; --ground: #f4f6f8; --sheet: #fff; --ink: #17202e; --soft: #4a566b; --line: #d4d9e1; --good: #14632b; --bad: #a11420; --doubt: #8a5200; font: 16px/1.45 system-ui, sans-serif }
@media (prefers-color-scheme: dark) { :root { --ground: #12171e; --sheet: #1a2029; --ink: #e8ebf0; --soft: #a9b2c1; --line: #39424f; --good: #7fdc9a; --bad: #ff9aa2; --doubt: #ffb84d } }
body { margin: 0 auto; max-width: 60rem; padding: .75rem; background: var(--ground); color: var(--ink); overflow-wrap: anywhere }
section, details.sheet { background: var(--sheet); border: 1px solid var(--line); border-radius: .5rem; padding: .7rem .9rem; margin: .7rem 0 }
h1 { font-size: 1.4rem; margin: .2rem 0 } h2, summary.head { font-size: 1.05rem; font-weight: 700; margin: 0 0 .3rem; cursor: default } summary.head { cursor: pointer; margin: 0 }
#line { margin: .2rem 0 .5rem; color: var(--soft) } #line.paused { color: var(--ink); font-weight: 700; border-left: .35rem solid var(--doubt); padding-left: .5rem }
#counts { display: flex; flex-wrap: wrap; gap: .4rem; margin: .5rem 0 }
#counts span, .state { border: 1px solid; border-radius: .4rem; padding: .05rem .5rem; white-space: nowrap; font-size: .9rem }
li { margin: .2rem 0 } ul { padding-left: 1.2rem; margin: .3rem 0 } #post { border-color: var(--doubt); border-width: 2px }
.play { border-top: 1px solid var(--line); padding: .4rem 0 } .play p { margin: .15rem 0 } .play:first-child { border-top: 0 }
.id { font-weight: 600; margin-right: .5rem } .astray { color: var(--doubt) } .small { color: var(--soft) }
.pass { color: var(--good) } .fail, .error { color: var(--bad); font-weight: 700 } .warning, .inconclusive { color: var(--doubt) }
input, textarea, button { font: inherit; max-width: 100%; box-sizing: border-box } textarea, input { width: 100% } label { display: block; margin: .3rem 0 }
button { padding: .3rem .8rem; min-height: 2.6rem } code { user-select: all } a { color: inherit }
</style></head><body>
<h1 id="title">Gauntlet</h1><p id="line" role="status">connecting</p><div id="counts"></div>
<section id="post" hidden><h2>What to mail now</h2><div id="mails"></div></section>
<details class="sheet" open><summary class="head">What to configure</summary><ul id="configure"></ul><p><a href="/ca.pem" download="gauntlet-ca.pem">The CA certificates to trust (PEM)</a></p></details>
<section id="names"><h2>Who asks us for names</h2><ul id="parts"></ul></section>
<section><h2>What came of it</h2><div id="plays"></div><details id="later"><summary></summary><div id="waiting"></div></details></section>
<section><h2>The operator</h2><form id="form"><label>Name <input id="name" maxlength="100" required autocomplete="name"></label>
<label>Remark, kept in the record <textarea id="text" rows="2" maxlength="1000"></textarea></label>
<button>Remark</button> <button type="button" id="pause">Pause</button> <span id="answer" role="status"></span></form><ul id="said"></ul></section>
<noscript>This page needs JavaScript; /state.json holds the same.</noscript>
<script>
'use strict';
const $ = id => document.getElementById(id);
const made = (name, text, kind) => { const e = document.createElement(name); if (text) e.textContent = text; if (kind) e.className = kind; return e; };
function play(p) {
  const row = made('div', '', 'play'), head = made('p');
  head.append(made('span', p.id, 'id'), made('span', p.state, 'state ' + p.state)); row.append(head);
  if (p.why) row.append(made('p', p.why, 'small')); return row;
}
function part(p) {
  const row = made('li'); row.append(made('b', p.name), ': ');
  if (!p.asked.length) row.append('not seen yet');
  for (const [i, one] of p.asked.entries()) row.append(i ? '; ' : '', made('span', one, one.includes(' at another server') ? 'astray' : ''));
  return row;
}
function show(s) {
  $('title').textContent = s.title; document.title = s.title;
  $('line').textContent = s.over || s.faults[s.faults.length - 1] || (s.paused ? 'paused: no play begins another step' : 'running');
  $('line').className = s.paused && !s.over ? 'paused' : '';
  $('pause').textContent = s.paused ? 'Go on' : 'Pause'; $('form').hidden = !!s.over;
  $('said').replaceChildren(...s.said.slice().reverse().map(w => made('li', w.at + ' ' + w.name + ': ' + (w.text || w.what))));
  const counts = {};
  for (const p of s.plays) counts[p.state] = (counts[p.state] || 0) + 1;
  $('counts').replaceChildren(...Object.entries(counts).sort().map(([k, n]) => made('span', n + ' ' + k, k)));
  $('configure').replaceChildren(...s.configure.map(t => made('li', t)));
  $('parts').replaceChildren(...s.parts.filter(p => p.expected || p.asked.length).map(part));
  const mails = s.plays.flatMap(p => p.mails.map(m => {
    const row = made('p'); row.append('To ', made('code', m.to), ' Subject ', made('code', m.subject), ' '); 
    const link = made('a', 'write'); link.href = 'mailto:' + encodeURIComponent(m.to) + '?subject=' + encodeURIComponent(m.subject); row.append(link); return row; }));
  $('post').hidden = !mails.length; $('mails').replaceChildren(...mails);
  const rank = p => ({ fail: 0, error: 1, runs: 2, inconclusive: 3, warning: 4 })[p.state] ?? 5;
  const waiting = s.plays.filter(p => p.state == 'waits');
  $('plays').replaceChildren(...s.plays.filter(p => p.state != 'waits').sort((a, b) => rank(a) - rank(b)).map(play));
  $('later').hidden = !waiting.length; $('later').firstElementChild.textContent = waiting.length + ' wait';
  $('waiting').replaceChildren(...waiting.map(play));
}
async function say(what) {
  if (!$('form').reportValidity()) return;
  const answer = await fetch('/say', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ what, name: $('name').value, text: what == 'remark' ? $('text').value : '' }) });
  $('answer').textContent = await answer.text(); if (answer.ok && what == 'remark') $('text').value = '';
}
$('form').onsubmit = e => { e.preventDefault(); say('remark'); };
$('pause').onclick = () => say($('pause').textContent == 'Pause' ? 'pause' : 'go on');
const events = new EventSource('/events');
events.onmessage = e => show(JSON.parse(e.data));
events.onerror = () => { $('line').textContent = 'the connection is lost; trying again'; };
</script></body></html>
)";

}  // namespace gauntlet::live
