// The HTML report in a headless Chromium: opened from disk, filtered, drilled into, printed, without scripts, in the dark, on a phone.
// report.mjs CHROMIUM ONE.html SEVERAL.html [FOLDER for pictures]; with AXE set to axe-core's axe.min.js it is asked, too.
import assert from "node:assert/strict";
import {mkdirSync, readFileSync, writeFileSync} from "node:fs";
import {resolve} from "node:path";
import {pathToFileURL} from "node:url";
import {Chromium} from "./chromium.mjs";

const [program, one, several, folder] = process.argv.slice(2);
const browser = await Chromium.start(program);
const complaints = [], asked = [];
browser.on("Log.entryAdded", ({entry}) => complaints.push(entry.text));
browser.on("Runtime.exceptionThrown", ({exceptionDetails: e}) => complaints.push(e.exception?.description ?? e.text));
browser.on("Network.requestWillBeSent", ({request}) => asked.push(request.url));
if (folder) mkdirSync(folder, {recursive: true});
const keep = async (name, whole) => { if (folder) writeFileSync(resolve(folder, name + ".png"), await browser.picture(whole)); };
const url = file => pathToFileURL(resolve(file)).href;
const shown = () => browser.value(`[...document.querySelectorAll("#matrix tbody tr")].filter(tr => !tr.hidden).length`);
const settled = () => browser.value(`new Promise(done => requestAnimationFrame(() => setTimeout(done)))`);
const go = async hash => { await browser.value(`location.hash = ${JSON.stringify(hash)}`); await settled(); };
const timed = async f => { const begin = performance.now(); await f(); return Math.round(performance.now() - begin); };

/// What axe-core finds against names, roles and contrast.
async function axe(what) {
  if (!process.env.AXE) return;
  // (The page's own policy forbids strangers' scripts, so it comes in by the debugger.)
  await browser.value(readFileSync(process.env.AXE, "utf8") + ";0");
  const found = await browser.value(`axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "best-practice"]}).then(r => r.violations.map(v => v.id + ": " + v.nodes.slice(0, 3).map(n => n.target + " " + n.failureSummary).join(" | ")))`);
  assert.deepEqual(found, [], what);
}

try {
  await browser.size(1280, 1400);
  console.log("opened in", await timed(() => browser.open(url(one))), "ms");
  const all = await shown();
  assert.ok(all > 0);
  await keep("report");
  await axe("report");

  // Filters, alone and by address.
  console.log("filtered in", await timed(() => go("#?verdict=fail")), "ms");
  const failed = await shown();
  assert.ok(failed > 0 && failed < all, `${failed} of ${all}`);
  assert.equal(await browser.value(`document.querySelector("#shown").textContent`), `${failed} of ${all} scenarios are shown.`);
  await browser.value(`document.querySelector("#filter").reset()`);
  await settled();
  assert.equal(await shown(), all);
  const id = await browser.value(`document.querySelector('#matrix tr[data-v~="fail"]').id`);
  const words = await browser.value(`(() => { const q = document.querySelector("#filter input[name=q]"); q.value = ${JSON.stringify(id)}; q.dispatchEvent(new Event("input", {bubbles: true})); return location.hash; })()`);
  assert.ok(words.startsWith("#?q="), words);
  assert.equal(await shown(), 1);
  await go("#?clause=RFC9999");
  assert.equal(await shown(), 0);

  // Drill-down by address, by keyboard, and out of it by Escape.
  await go("#" + id + "?verdict=fail");
  const text = () => browser.value(`document.querySelector("#drill").textContent`);
  assert.ok(await browser.value(`document.querySelector("#drill").open`));
  for (const part of [id, "Expected", "Observed", "Play it again", "gauntlet run"]) assert.ok((await text()).includes(part), part);
  for (const part of ["svg .arrow", "svg .head-text", ".timeline tbody tr", ".timeline tr.cited"]) assert.ok(await browser.value(`!!document.querySelector("#drill ${part}")`), part);
  await keep("drill-down");
  await axe("drill-down");
  await browser.key("Escape", "Escape", 27);
  await settled();
  assert.ok(!(await browser.value(`document.querySelector("#drill").open`)));
  assert.equal(await browser.value(`location.hash`), "#?verdict=fail");
  await browser.value(`document.querySelector("#matrix tr:not([hidden]) a").focus()`);
  await browser.call("Input.dispatchKeyEvent", {type: "keyDown", key: "Enter", code: "Enter", windowsVirtualKeyCode: 13, text: "\r"});
  await settled();
  assert.ok(await browser.value(`document.querySelector("#drill").open`));
  await browser.key("Escape", "Escape", 27);

  // Print: findings in full, neither filters nor navigation.
  const pdf = await browser.pdf();
  assert.equal(pdf.subarray(0, 5).toString(), "%PDF-");
  if (folder) writeFileSync(resolve(folder, "report.pdf"), pdf);
  await browser.call("Emulation.setEmulatedMedia", {media: "print"});
  const seen = q => browser.value(`getComputedStyle(document.querySelector(${JSON.stringify(q)})).display !== "none"`);
  assert.ok(await seen("#findings"));
  assert.ok(!(await seen("nav")) && !(await seen("#filter")));
  await browser.call("Emulation.setEmulatedMedia", {media: ""});

  // In the dark, and on a phone: nothing is wider than the screen.
  const light = await browser.value(`getComputedStyle(document.body).backgroundColor`);
  await browser.scheme("dark");
  assert.notEqual(await browser.value(`getComputedStyle(document.body).backgroundColor`), light);
  await go("");
  await keep("dark");
  await axe("dark");
  await go("#" + id);
  await keep("dark-drill-down");
  await axe("dark drill-down");
  await browser.scheme("light");
  await browser.size(390, 844, true);
  await browser.open("about:blank");  // (another fragment of the same file would be no load)
  await browser.open(url(one) + "#?verdict=fail");
  assert.ok(await browser.value(`document.documentElement.scrollWidth <= innerWidth`), "wider than a phone");
  await keep("phone");
  await browser.size(1280, 1400);

  // The matrix.
  await browser.open(url(several));
  await keep("matrix");
  const total = await shown();
  await go("#?differ=1");
  assert.ok(await shown() < total);
  await keep("matrix-differences");
  await axe("matrix");
  await go("#" + id);
  assert.ok(await browser.value(`document.querySelectorAll("#drill .tabs button").length`) > 1);
  await keep("matrix-drill-down");

  // Without scripts: summary and table, findings below them.
  await browser.scripts(false);
  await browser.open(url(one));
  await keep("no-script");
  const {root} = await browser.call("DOM.getDocument", {depth: 0});
  for (const q of ["#matrix tbody tr", ".card", ".finding dl"]) assert.ok((await browser.call("DOM.querySelector", {nodeId: root.nodeId, selector: q})).nodeId, q);
  assert.deepEqual(asked.filter(u => !u.startsWith("file:") && !u.startsWith("about:")), [], "it asked for something");
  assert.deepEqual(complaints, []);
  console.log("the report holds");
} finally {
  await browser.end();
}
