import { expect, expectAccessible, test } from "../fixtures";

test("the home page is accessible and leads on", async ({ page }) => {
  await page.goto("/");
  await expect(page.locator("h1").first()).toBeVisible();
  await expect(page.locator(".site-menu a")).toHaveText(["执法公示", "单位", "反映问题", "查询进度"]);
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
