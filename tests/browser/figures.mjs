// How big a report is and how quick: figures.mjs CHROMIUM REPORT.html prints its size, the time until it is open, and until it is filtered.
import {statSync} from "node:fs";
import {resolve} from "node:path";
import {pathToFileURL} from "node:url";
import {Chromium} from "./chromium.mjs";

const [program, file] = process.argv.slice(2);
const browser = await Chromium.start(program);
const timed = async f => { const begin = performance.now(); await f(); return Math.round(performance.now() - begin); };
const settled = () => browser.value(`new Promise(done => requestAnimationFrame(() => setTimeout(done)))`);
const go = async hash => { await browser.value(`location.hash = ${JSON.stringify(hash)}`); await settled(); };
try {
  await browser.size(1280, 1400);
  console.log((statSync(file).size / 1e6).toFixed(1), "MB");
  console.log("opened in", await timed(async () => { await browser.open(pathToFileURL(resolve(file)).href); await settled(); }), "ms");
  const rows = await browser.value(`document.querySelectorAll("#matrix tbody tr").length`);
  const columns = await browser.value(`document.querySelectorAll("#matrix tbody tr:first-child td").length`);
  console.log(rows, "rows,", columns, "cells in each");
  for (const hash of ["#?verdict=fail", "#?differ=1", "#?q=tlsa", "#"]) console.log("filtered by", hash, "in", await timed(() => go(hash)), "ms");
  const id = await browser.value(`document.querySelector("#matrix tbody tr").id`);
  console.log("drilled into", id, "in", await timed(() => go("#" + id)), "ms");
} finally {
  await browser.end();
}
