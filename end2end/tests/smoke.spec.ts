import { expect, expectAccessible, test } from "../fixtures";

test("the home page is accessible and leads on", async ({ page }) => {
  await page.goto("/");
  await expect(page.locator("h1").first()).toBeVisible();
  await expect(page.locator(".site-menu a")).toHaveText(["执法公示", "单位", "反映问题", "反映进度"]);
  await expectAccessible(page);
});

test("the search box works with and without wasm", async ({ page, javaScriptEnabled }) => {
  await page.goto("/");
  const box = page.locator("#search-box");
  if (javaScriptEnabled !== false) {
    await expect(page.locator("html")).toHaveAttribute("data-islands", "ready");
    await expect(box).toHaveAttribute("role", "combobox");
    await box.pressSequentially("酒");
    await expect(page.locator("[role=option]").first()).toBeVisible();
    await expect(box).toHaveAttribute("aria-expanded", "true");
    await expectAccessible(page);
    await box.press("ArrowDown");
    await expect(box).toHaveAttribute("aria-activedescendant", "suggest-0");
    await box.press("Escape");
    await expect(page.locator("[role=option]")).toHaveCount(0);
  }
  if (javaScriptEnabled !== false) {
    await box.fill("");
    await box.pressSequentially("酒驾");
    const first = page.locator("[role=option]").first();
    await expect(first).toBeVisible();
    const promised = await first.locator(".count").innerText();
    await first.click();
    await expect(page).toHaveURL(/violation=/);
    await expect(page.locator("main")).toContainText(`找到 ${promised} 件`);
    await page.goto("/");
  }
  await box.fill("酒驾");
  await box.press("Enter");
  await expect(page).toHaveURL(/\/records\?q=/);
});

test("a page without an island loads no script and gives the same bytes", async ({ page, request }) => {
  await page.goto("/units");
  await expect(page.locator("script")).toHaveCount(0);
  const [first, second] = [await request.get("/units"), await request.get("/units")];
  expect(await first.text()).toBe(await second.text());
  const again = await request.get("/units", { headers: { "If-None-Match": first.headers()["etag"] } });
  expect(again.status()).toBe(304);
});

test("colours and size of type are switched without JavaScript and stay", async ({ page }) => {
  await page.goto("/units?x=1");
  await page.getByRole("button", { name: "深色" }).click();
  await expect(page).toHaveURL(/\/units\?x=1$/);
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.getByRole("button", { name: "大字" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-size", "large");
  await page.goto("/units");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await expectAccessible(page);
});

test("switching the size of type loses nothing half written, and the next page is larger", async ({ page }) => {
  await page.goto("/feedback/new");
  await page.locator("textarea[name=body]").fill("写到一半的经过");
  const answered = page.waitForResponse((response) => response.url().endsWith("/preferences"));
  await page.getByRole("button", { name: "大字" }).click();
  expect((await answered).status()).toBe(204);
  await expect(page.locator("textarea[name=body]")).toHaveValue("写到一半的经过");
  await page.goto("/units");
  await expect(page.locator("html")).toHaveAttribute("data-size", "large");
});

test("the keyboard reaches the content first, and the menu says where one is", async ({ page }) => {
  await page.goto("/units");
  await expect(page.locator(".site-menu [aria-current=page]")).toHaveText("单位");
  await page.keyboard.press("Tab");
  const skip = page.locator(".skip-link");
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press("Enter");
  await expect(page.locator("main")).toBeFocused();
});

test("what is pressed is 44 px high", async ({ page }) => {
  for (const path of ["/", "/records?q=酒驾&kind=penalty", "/feedback/new", "/feedback/status", "/units"]) {
    await page.goto(path);
    const targets = page.locator(
      "button, select, summary, input:not([type=hidden], [type=radio], [type=checkbox]), .card-choice, .check, .site-menu a, .site-footer a, .chip, .facets a, .pagination a, .result-title a",
    );
    const low: string[] = [];
    for (const target of await targets.all()) {
      const box = await target.boundingBox();
      if (box && box.height < 43.5) low.push(`${path}: ${await target.evaluate((e) => e.outerHTML)} ${box.height}`);
    }
    expect(low).toEqual([]);
  }
});

test("a heading level is never left out, and a page has one title", async ({ page, request }) => {
  const { items } = await (await request.get("/api/v1/records?kind=penalty")).json();
  const record = `/records/${items[0].ref}`;
  for (const path of ["/", "/records?q=酒驾", record, `${record}/history`, "/units", "/units/ps01", "/statistics", "/feedback/new", "/feedback/status", "/privacy", "/accessibility"]) {
    await page.goto(path);
    const levels = (await page.locator("h1, h2, h3, h4").all()).map((h) => h.evaluate((e) => Number(e.tagName[1])));
    const order = await Promise.all(levels);
    expect(order.filter((level) => level === 1), path).toHaveLength(1);
    order.reduce((before, level) => {
      expect(level, `${path}: ${order.join(" ")}`).toBeLessThanOrEqual(before + 1);
      return level;
    }, 0);
  }
});
