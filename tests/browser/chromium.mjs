// A headless Chromium, spoken to in its own protocol over a pipe: no driver, no package, no port.
import {spawn} from "node:child_process";
import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";

export class Chromium {
  #child; #last = 0; #waiting = new Map(); #heard = []; #rest = Buffer.alloc(0); #folder; #session;

  static async start(program) {
    const self = new Chromium();
    self.#folder = mkdtempSync(join(tmpdir(), "gauntlet-browser-"));
    self.#child = spawn(program, ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--hide-scrollbars",
      "--remote-debugging-pipe", "--user-data-dir=" + self.#folder], {detached: true, stdio: ["ignore", "pipe", "ignore", "pipe", "pipe"]});
    self.#child.stdout.resume();
    self.#child.stdio[4].on("data", bytes => self.#take(bytes));
    self.#child.on("exit", () => { for (const {reject} of self.#waiting.values()) reject(new Error("Chromium ended")); });
    const {targetId} = await self.#send("Target.createTarget", {url: "about:blank"});
    self.#session = (await self.#send("Target.attachToTarget", {targetId, flatten: true})).sessionId;
    for (const domain of ["Page", "Runtime", "Log", "Network"]) await self.call(domain + ".enable");
    return self;
  }

  #take(bytes) {
    this.#rest = Buffer.concat([this.#rest, bytes]);
    for (let end; (end = this.#rest.indexOf(0)) >= 0; this.#rest = this.#rest.subarray(end + 1)) {
      const message = JSON.parse(this.#rest.subarray(0, end).toString());
      if (message.id) {
        const {resolve, reject} = this.#waiting.get(message.id);
        this.#waiting.delete(message.id);
        if (message.error) reject(new Error(message.error.message)); else resolve(message.result);
      } else for (const hear of this.#heard) hear(message);
    }
  }
  #send(method, params = {}, sessionId = undefined) {
    const id = ++this.#last;
    this.#child.stdio[3].write(JSON.stringify({id, method, params, sessionId}) + "\0");
    return new Promise((resolve, reject) => this.#waiting.set(id, {resolve, reject}));
  }
  call(method, params) { return this.#send(method, params, this.#session); }
  on(method, hear) { this.#heard.push(m => { if (m.method === method) hear(m.params); }); }

  async open(url) {
    const loaded = new Promise(resolve => this.on("Page.loadEventFired", resolve));
    await this.call("Page.navigate", {url});
    await loaded;
  }
  /// The value of an expression in the page; throws what it throws.
  async value(expression) {
    const {result, exceptionDetails} = await this.call("Runtime.evaluate", {expression, returnByValue: true, awaitPromise: true, userGesture: true});
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }
  size(width, height, mobile = false) { return this.call("Emulation.setDeviceMetricsOverride", {width, height, deviceScaleFactor: 1, mobile}); }
  scheme(value) { return this.call("Emulation.setEmulatedMedia", {features: [{name: "prefers-color-scheme", value}]}); }
  scripts(on) { return this.call("Emulation.setScriptExecutionDisabled", {value: !on}); }
  async picture(whole = false) { return Buffer.from((await this.call("Page.captureScreenshot", {format: "png", captureBeyondViewport: whole})).data, "base64"); }
  async pdf() { return Buffer.from((await this.call("Page.printToPDF", {printBackground: true, preferCSSPageSize: true})).data, "base64"); }
  async key(key, code = key, windowsVirtualKeyCode = 0) {
    for (const type of ["keyDown", "keyUp"]) await this.call("Input.dispatchKeyEvent", {type, key, code, windowsVirtualKeyCode});
  }
  /// Its processes write into its folder until the last of them is gone: then nobody holds its output any more.
  async end() {
    const gone = new Promise(resolve => this.#child.on("close", resolve));
    process.kill(-this.#child.pid, "SIGKILL");
    await gone;
    rmSync(this.#folder, {recursive: true, force: true});
  }
}
