import { chromium } from "@playwright/test";
const base = process.env.BASE ?? "http://127.0.0.1:3111";
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
const looks = { w: [1280, "light"], n: [390, "light"], nd: [390, "dark"], wd: [1280, "dark"] };
async function shoot(page, name, only) {
  for (const tag of only) {
    const [width, scheme] = looks[tag];
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme: scheme });
    await page.screenshot({ path: `/tmp/shots/${name}-${tag}.png`, fullPage: true });
  }
}
const pages = new Map();
async function as(user) {
  if (pages.has(user)) return pages.get(user);
  const page = await (await browser.newContext()).newPage();
  if (user) {
    await page.goto(base + "/staff/sign-in");
    await page.fill("[name=username]", user);
    await page.fill("[name=password]", "demo-pass-2026");
    await page.click("main button");
    await page.waitForLoadState();
  }
  pages.set(user, page);
  return page;
}
for (const line of process.argv.slice(2)) {
  const [user, path, name, only] = line.split(",");
  const page = await as(user);
  await page.goto(base + path);
  await shoot(page, name, (only ?? "w n").split(" "));
}
await browser.close();
