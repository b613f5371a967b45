// See page.h. All that comes from outside is put in as text, never as markup.
#include "harness/live/page.h"

namespace gauntlet::live {

const char* const page = R"(<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Gauntlet</title>
<style>
:root { color-scheme: light dark; font: 16px/1.45 system-ui, sans-serif }
body { margin: 0 auto; max-width: 60rem; padding: .75rem }
h1 { font-size: 1.3rem; margin: .2rem 0 } h2 { font-size: 1.05rem; margin: 1.2rem 0 .3rem }
#counts { display: flex; flex-wrap: wrap; gap: .4rem; margin: .5rem 0 }
#counts span, .state { border: 1px solid; border-radius: .4rem; padding: .1rem .5rem; white-space: nowrap }
li { margin: .2rem 0 } ul { padding-left: 1.2rem }
.play { border-top: 1px solid #8888; padding: .45rem 0 } .play p { margin: .2rem 0; overflow-wrap: anywhere }
.id { font-weight: 600; overflow-wrap: anywhere; margin-right: .5rem }
.pass { color: #0a6b2d } .fail, .error { color: #b00020; font-weight: 700 } .warning, .inconclusive { color: #8a5200 }
@media (prefers-color-scheme: dark) { .pass { color: #6fdc8c } .fail, .error { color: #ff8a94 } .warning, .inconclusive { color: #ffb84d } }
input, textarea, button { font: inherit; max-width: 100% } textarea { width: 100%; box-sizing: border-box } label { display: block; margin: .3rem 0 }
button { padding: .3rem .8rem; min-height: 2.6rem } code { user-select: all; overflow-wrap: anywhere } a { color: inherit }
</style></head><body>
<h1 id="title">Gauntlet</h1><p id="line" role="status">connecting</p><div id="counts"></div>
<section><h2>What to configure</h2><ul id="configure"></ul><p><a href="/ca.pem" download="gauntlet-ca.pem">The CA certificates to trust (PEM)</a></p></section>
<section id="post"><h2>What to mail now</h2><div id="mails"></div></section>
<section><h2>The operator</h2><form id="form"><label>Name <input id="name" maxlength="100" required autocomplete="name"></label>
<label>Remark, kept in the record <textarea id="text" rows="2" maxlength="1000"></textarea></label>
<button>Remark</button> <button type="button" id="pause">Pause</button> <span id="answer" role="status"></span></form><ul id="said"></ul></section>
<section><h2>What came of it</h2><div id="plays"></div></section>
<noscript>This page needs JavaScript; /state.json holds the same.</noscript>
<script>
'use strict';
const $ = id => document.getElementById(id);
const made = (name, text, kind) => { const e = document.createElement(name); if (text) e.textContent = text; if (kind) e.className = kind; return e; };
function show(s) {
  $('title').textContent = s.title; document.title = s.title;
  $('line').textContent = s.over || s.faults[s.faults.length - 1] || (s.paused ? 'paused: no play begins another step' : 'running');
  $('pause').textContent = s.paused ? 'Go on' : 'Pause'; $('form').hidden = !!s.over;
  $('said').replaceChildren(...s.said.slice().reverse().map(w => made('li', w.at + ' ' + w.name + ': ' + (w.text || w.what))));
  const counts = {};
  for (const p of s.plays) counts[p.state] = (counts[p.state] || 0) + 1;
  $('counts').replaceChildren(...Object.entries(counts).sort().map(([k, n]) => made('span', n + ' ' + k, k)));
  $('configure').replaceChildren(...s.configure.map(t => made('li', t)));
  const mails = s.plays.flatMap(p => p.mails.map(m => {
    const row = made('p'); row.append('To ', made('code', m.to), ' Subject ', made('code', m.subject), ' '); 
    const link = made('a', 'write'); link.href = 'mailto:' + encodeURIComponent(m.to) + '?subject=' + encodeURIComponent(m.subject); row.append(link); return row; }));
  $('post').hidden = !mails.length; $('mails').replaceChildren(...mails);
  const rank = p => ({ fail: 0, error: 1, runs: 2, inconclusive: 3, warning: 4, waits: 9 })[p.state] ?? 5;
  $('plays').replaceChildren(...s.plays.slice().sort((a, b) => rank(a) - rank(b)).map(p => {
    const row = made('div', '', 'play'), head = made('p');
    head.append(made('span', p.id, 'id'), made('span', p.state, 'state ' + p.state)); row.append(head);
    if (p.why) row.append(made('p', p.why)); return row; }));
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
