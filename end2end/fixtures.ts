import AxeBuilder from "@axe-core/playwright";
import { expect, test as base, type Locator, type Page } from "@playwright/test";
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { binary, demo, password } from "./demo";

export { expect };

export interface Portal {
  /** Scheme, host and port. */
  url: string;
  /** The data folder, for commands run beside the server. */
  data: string;
  /** Runs a command of the binary on the same data and returns what it printed. */
  run: (...args: string[]) => string;
}

async function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once("error", fail);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => (address && typeof address === "object" ? done(address.port) : fail(new Error("no port"))));
    });
  });
}

async function untilReady(url: string, server: ChildProcess, log: () => string): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt++) {
    if (server.exitCode !== null) throw new Error(`the server ended with ${server.exitCode}:\n${log()}`);
    const reply = await fetch(`${url}/readyz`).catch(() => undefined);
    if (reply?.ok) return;
    await new Promise((next) => setTimeout(next, 200));
  }
  throw new Error(`the server was not ready within 60 seconds:\n${log()}`);
}

/** Console errors, page errors and refused loads of a page; they fail the test at its end. */
function complaints(page: Page): string[] {
  const found: string[] = [];
  page.on("console", (message) => {
    // A 404 or 422 that a walk provokes on purpose is reported by the browser as an error, too.
    const provoked = /Failed to load resource: the server responded with a status of 4\d\d/.test(message.text());
    if (message.type() === "error" && !provoked) found.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => found.push(`page: ${error.message}`));
  return found;
}

/** Gives the signed-in page of a demo account; each account has a browser of its own. */
export type Desk = (username: string) => Promise<Page>;

export const test = base.extend<{ noComplaints: void; desk: Desk }, { portal: Portal }>({
  portal: [
    async ({}, use) => {
      const data = mkdtempSync(join(tmpdir(), "mingjing-walk-"));
      const address = `127.0.0.1:${await freePort()}`;
      const url = `http://${address}`;
      // Links in exports lead to this server.
      const env = { ...process.env, MINGJING_PUBLIC_URL: url };
      const run = (...args: string[]) =>
        execFileSync(binary, ["--data", data, ...args], { encoding: "utf8", timeout: 180_000, env });
      cpSync(demo(), data, { recursive: true });
      const server = spawn(binary, ["--data", data, "serve", "--addr", address], {
        stdio: ["pipe", "pipe", "pipe"],
        // Letters land in a folder, to be read.
        env: { ...process.env, MINGJING_SMTP_URL: `file:${join(data, "mail")}` },
      });
      let printed = "";
      server.stdout.on("data", (chunk) => (printed += chunk));
      server.stderr.on("data", (chunk) => (printed += chunk));
      try {
        await untilReady(url, server, () => printed);
        await use({ url, data, run });
      } finally {
        const ended = new Promise((done) => server.once("exit", done));
        server.kill("SIGTERM");
        const patience = setTimeout(() => server.kill("SIGKILL"), 10_000);
        if (server.exitCode === null && server.signalCode === null) await ended;
        clearTimeout(patience);
        rmSync(data, { recursive: true, force: true });
      }
    },
    { scope: "worker", timeout: 240_000 },
  ],

  baseURL: async ({ portal }, use) => use(portal.url),

  noComplaints: [
    async ({ page }, use) => {
      const found = complaints(page);
      await use();
      expect(found, "the browser complained").toEqual([]);
    },
    { auto: true },
  ],

  desk: async ({ browser }, use) => {
    const open = new Map<string, Page>();
    const found: string[][] = [];
    await use(async (username) => {
      const known = open.get(username);
      if (known) return known;
      const page = await (await browser.newContext()).newPage();
      open.set(username, page);
      found.push(complaints(page));
      await signIn(page, username);
      return page;
    });
    await Promise.all([...open.values()].map((page) => page.context().close()));
    expect(found.flat(), "the browser complained at a desk").toEqual([]);
  },
});

/** The path of the page that the newest letter about a subscription leads to, once one to `address` has come. */
export async function letterTo(portal: Portal, address: string): Promise<string> {
  const folder = join(portal.data, "mail");
  const look = (): string | undefined => {
    if (!existsSync(folder)) return undefined;
    for (const file of readdirSync(folder).filter((name) => name.endsWith(".eml"))) {
      const [headers, body] = readFileSync(join(folder, file), "utf8").split("\r\n\r\n");
      const text = Buffer.from(body, "base64").toString("utf8");
      const path = /\/subscriptions\/\w+/.exec(text)?.[0];
      if (headers.includes(`To: ${address}`) && path) return path;
    }
    return undefined;
  };
  await expect.poll(look, { timeout: 20_000 }).toBeTruthy();
  return look() ?? "";
}

/** The serious and critical findings of axe, in a line each. */
async function findings(page: Page, only?: string[]): Promise<string[]> {
  const axe = new AxeBuilder({ page })
    .options({
      resultTypes: ["violations"],
      // Text at 7:1 instead of 4.5:1.
      rules: { "color-contrast-enhanced": { enabled: true }, "color-contrast": { enabled: false } },
    })
    // Findings are gathered in the page itself instead of a second one: our pages have no frames to gather from.
    .setLegacyMode();
  const { violations } = await (only ? axe.withRules(only) : axe).analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.html).join(" | ")}`);
}

/** Shows the page in another look and gives what puts it back. */
async function dress(page: Page, look: { theme: string; size: string }): Promise<() => Promise<void>> {
  const set = (wanted: { theme?: string; size?: string }) =>
    page.evaluate((look) => {
      const { theme, size } = document.documentElement.dataset;
      Object.assign(document.documentElement.dataset, look);
      return { theme, size };
    }, wanted);
  const before = await set(look);
  return async () => void (await set(before));
}

/** Fails on any serious or critical finding of axe, and on a page wider than its window; then once more for
 * colours and width in the dark, and on the phone in the dark and in large type. */
export async function expectAccessible(page: Page): Promise<void> {
  // axe is a script itself; the same pages are examined in the other two projects.
  if (test.info().project.use.javaScriptEnabled === false) return;
  expect(await findings(page)).toEqual([]);
  await expectFits(page);
  const size = test.info().project.name === "mobile" ? "large" : "normal";
  const undress = await dress(page, { theme: "dark", size });
  expect(await findings(page, ["color-contrast-enhanced"]), `dark, ${size} type`).toEqual([]);
  await expectFits(page);
  await undress();
}

async function expectFits(page: Page): Promise<void> {
  // A phone's window grows with a page that is too wide; the width that was set does not.
  const width = page.viewportSize()?.width ?? 0;
  const needed = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(needed, "the page is wider than its window").toBeLessThanOrEqual(width);
}

/** Signs a demo account in. */
export async function signIn(page: Page, username: string): Promise<void> {
  await page.goto("/staff/sign-in");
  await page.locator("[name=username]").fill(username);
  await page.locator("[name=password]").fill(password);
  await page.locator("main button[type=submit], main button:not([type])").first().click();
  await expect(page).not.toHaveURL(/sign-in/);
}

/** Presses a button that posts a form and gives the status of the reply itself, before any redirect. */
export async function post(page: Page, button: Locator): Promise<number> {
  const replied = page.waitForResponse((reply) => {
    const request = reply.request();
    return request.isNavigationRequest() && request.method() === "POST";
  });
  await button.click();
  const status = (await replied).status();
  await page.waitForLoadState();
  return status;
}

/** Opens a folded part of the page, if it is not open yet; on wide screens the filters stand open without a fold. */
export async function unfold(page: Page, title: string): Promise<void> {
  const folded = page.locator("details:not([open]) > summary", { hasText: title });
  if (await folded.first().isVisible()) await folded.first().click();
}
