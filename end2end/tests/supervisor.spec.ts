import { expect, expectAccessible, test } from "../fixtures";

const figure = (text: string | null) => Number(text?.replaceAll(",", ""));

test("the dashboard names n, interval and formula, and every figure leads to its cases", async ({ desk }) => {
  test.setTimeout(120_000);
  const page = await desk("supervisor");
  await page.goto("/staff/dashboard");
  await expectAccessible(page);
  const rate = page.locator(".stat", { hasText: "满意率" }).first();
  await expect(rate.locator(".stat-value")).toHaveText(/^\d{1,3}\.\d%$/);
  await expect(rate.locator(".stat-basis")).toHaveText(/n = [\d,]+，95% 区间 \d+\.\d%–\d+\.\d%/);
  await expect(page.locator("main")).toContainText("公式：");

  const chart = page.locator("figure.chart").first();
  await expect(chart.locator("svg[role=img]")).toBeVisible();
  await chart.locator("summary").click();
  await expect(chart.locator("tbody tr")).toHaveCount(8);
  await expectAccessible(page);

  const answered = page.locator(".stat", { hasText: "有效评价" }).locator("a");
  const expected = figure(await answered.textContent());
  expect(expected).toBeGreaterThan(0);
  await answered.click();
  await expect(page).toHaveURL(/\/staff\/callbacks\/cases\?.*group=answered/);
  await expect(page.locator("main p").first()).toContainText(/共 [\d,]+ 件/);
  await expectAccessible(page);

  await page.goto("/staff/dashboard");
  const unit = page.locator("tbody tr", { hasText: "城关派出所" }).first();
  const due = unit.locator("a").first();
  const inUnit = figure(await due.textContent());
  await due.click();
  await expect(page).toHaveURL(/unit=ps01/);
  await expect(page.locator("main p").first()).toContainText(`共 ${inUnit} 件`);
  const units = await page.locator("tbody tr").allTextContents();
  expect(units.length).toBeGreaterThan(0);
  expect(units.filter((row) => !row.includes("城关派出所"))).toEqual([]);

  await page.goto("/staff/dashboard?from=2026-02-30&to=2026-01-01");
  await expect(page.locator("[name=from]")).toBeVisible();
  await expect(page.locator(".error-summary, .field-error").first()).toBeVisible();
  await expectAccessible(page);
});

test("a follow-up behind a figure can be read", async ({ desk }) => {
  const page = await desk("supervisor");
  await page.goto("/staff/callbacks?show=all");
  await expectAccessible(page);
  await page.locator("tbody a").first().click();
  await expect(page.getByRole("heading", { name: "第一次评价" })).toBeVisible();
  await expectAccessible(page);
});

test("the monitor sees masked cases only", async ({ desk }) => {
  const page = await desk("monitor");
  await page.goto("/staff/callbacks?show=all");
  const numbers = page.locator("tbody tr a[href^='/staff/callbacks/']");
  expect(await numbers.count()).toBeGreaterThan(0);
  for (const text of await numbers.allTextContents()) expect(text).toContain("已隐去");
  await numbers.first().click();
  await expect(page.locator("h1")).toContainText("已隐去");
  await expect(page.locator("main")).not.toContainText("原话");
  await expect(page.locator("main form")).toHaveCount(0);
  await expectAccessible(page);

  await page.goto("/staff/queue?finished=true");
  await expectAccessible(page);
  await page.locator("tbody a[href^='/staff/feedback/']").first().click();
  await expect(page.locator("main")).toContainText("显示的是隐去个人信息的文字");
  await expect(page.locator("main")).not.toContainText(/1\d{10}/);
  await expect(page.locator("main form")).toHaveCount(0);
  await expectAccessible(page);
});

test("the administrator sees no case", async ({ desk }) => {
  const page = await desk("admin");
  for (const path of ["/staff/queue", "/staff/dashboard", "/staff/callbacks", "/staff/rectifications", "/staff/records"]) {
    expect((await page.goto(path))?.status(), path).toBe(403);
    await expectAccessible(page);
  }
  for (const path of ["/staff/queue", "/staff/dashboard"]) await expect(page.locator(`nav a[href="${path}"]`)).toHaveCount(0);
});

test("without a session the workbench asks to sign in, and a wrong password is explained", async ({ page }) => {
  await page.goto("/staff/dashboard");
  await expect(page).toHaveURL(/\/staff\/sign-in/);
  await expectAccessible(page);
  await page.locator("[name=username]").fill("supervisor");
  await page.locator("[name=password]").fill("wrong-password-2026");
  await page.getByRole("button", { name: "登录" }).click();
  await expect(page.locator("main")).toContainText(/用户名或密码/);
  await expect(page.locator("[name=username]")).toHaveValue("supervisor");
  await expect(page.locator("[name=password]")).toHaveValue("");
  await expectAccessible(page);
});
