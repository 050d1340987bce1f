import type { Page } from "@playwright/test";
import { expect, expectAccessible, test, unfold } from "../fixtures";

/** Types words into the search box of the page and sends them. */
async function search(page: Page, words: string): Promise<void> {
  const box = page.locator("#search-box");
  await box.fill(words);
  await box.press("Enter");
  await expect(page).toHaveURL(/\/records\?/);
  await page.waitForLoadState();
}

const results = (page: Page) => page.locator("ol.results > li");
const counted = async (page: Page) =>
  Number(((await page.locator("p[role=status]").textContent()) ?? "").match(/找到(?:至少)? ([\d,]+) 件/)?.[1].replaceAll(",", ""));
const parameters = (page: Page) => new URL(page.url()).searchParams;

interface Item {
  ref: string;
  title: string;
  document_number: string;
}

test("lay words find decisions; filters, sorting and paging keep each other", async ({ page }) => {
  await page.goto("/");
  await expectAccessible(page);
  await search(page, "酒驾");
  await expect(results(page)).toHaveCount(20);
  await expect(page.locator("ol.results mark").first()).toBeVisible();
  await expect(page.locator("p[role=status]")).toContainText("也搜了");
  await expectAccessible(page);
  const all = await counted(page);

  await page.locator("nav.sorting a", { hasText: "罚款金额" }).click();
  await expect(page).toHaveURL(/sort=fine/);
  const fines = (await results(page).locator(".result-outcome", { hasText: "罚款" }).allTextContents()).map((line) =>
    Number(line.match(/罚款 ([\d,]+) 元/)?.[1].replaceAll(",", "")),
  );
  expect(fines.length).toBeGreaterThan(5);
  expect(fines).toEqual([...fines].sort((a, b) => b - a));

  await unfold(page, "筛选");
  const year = page.locator(".facets details", { hasText: "年份" }).locator("a").first();
  const expected = Number((await year.locator(".count").textContent())?.replaceAll(",", ""));
  await year.click();
  await expect(page).toHaveURL(/year=\d{4}/);
  expect(await counted(page)).toBe(expected);
  expect(expected).toBeLessThan(all);
  const chosen = parameters(page);
  expect(chosen.get("q")).toBe("酒驾");
  expect(chosen.get("sort")).toBe("fine");
  await expectAccessible(page);

  await page.getByRole("link", { name: "下一页" }).click();
  await expect(page).toHaveURL(/page=2/);
  const second = parameters(page);
  for (const name of ["q", "sort", "year"]) expect(second.get(name)).toBe(chosen.get(name));
  await expect(results(page).first()).toBeVisible();

  await page.locator(".active-filters a.chip").first().click();
  expect(await counted(page)).toBe(all);
  expect(parameters(page).get("sort")).toBe("fine");
  expect(parameters(page).get("page")).toBeNull();
});

test("a decision shows its outcome first, then facts and remedies, history and data", async ({ page, request }) => {
  await page.goto("/");
  await search(page, "打架");
  await expect(results(page).first()).toContainText(/殴打|打架|斗殴/);
  await unfold(page, "筛选");
  await page.locator(".facets a", { hasText: "行政处罚" }).first().click();
  await results(page).first().locator("h2 a").click();
  await expect(page).toHaveURL(/\/records\/R-[0-9A-HJKMNP-TV-Z]{8}$/);
  const address = page.url();
  await expectAccessible(page);

  const outcome = page.locator(".decision .outcome");
  await expect(outcome).toContainText(/罚款|警告|拘留|没收/);
  const places = await Promise.all(
    [outcome, page.locator(".decision dl").first(), page.getByRole("heading", { name: "违法事实" })].map(
      async (part) => (await part.boundingBox())?.y ?? 0,
    ),
  );
  expect(places).toEqual([...places].sort((a, b) => a - b));
  await expect(page.getByRole("heading", { name: "不服怎么办" })).toBeVisible();

  const json = await (await request.get(`${address}/json`)).json();
  const reference = address.split("/").at(-1);
  expect(json.ref).toBe(reference);
  expect(await page.locator("h1").textContent()).toBe(json.title);
  const api = await (await request.get(`/api/v1/records/${reference}`)).json();
  expect(api).toEqual(json);
  expect((await request.get(`/records/${reference?.toLowerCase()}`, { maxRedirects: 0 })).status()).toBe(308);

  await page.locator(`a[href="/records/${reference}/history"]`).click();
  await expect(page).toHaveURL(/\/history$/);
  await expect(page.locator(".timeline")).toContainText("公开");
  await expectAccessible(page);

  await page.goto(address);
  await page.getByRole("link", { name: "反映与本决定有关的问题" }).click();
  await expect(page.locator("main")).toContainText(`${reference}`);
  await expect(page.locator("[name=kind][value=complaint]")).toBeChecked();
});

test("a document number is found in other writings", async ({ page, request }) => {
  const { items } = await (await request.get("/api/v1/records?kind=penalty&unit=traffic")).json();
  const one: Item = items[3];
  const [, unit, year, place] = one.document_number.match(/^(.*)〔(\d{4})〕(\d+)号$/) ?? [];
  const full = unit.replace("(", "（").replace(")", "）");
  for (const written of [
    `${full}[${year}]${place}号`,
    `${unit}（${year}）第${place}号`,
    ` ${full}〔${year}〕 ${place} 号`,
    `${year} ${place}号`,
  ]) {
    await page.goto("/");
    await search(page, written);
    await expect(results(page).locator(`a[href="/records/${one.ref}"]`), written).toHaveCount(1);
  }
});

test("a search without result gives advice", async ({ page }) => {
  await page.goto("/");
  await search(page, "霹雳闪电星际走私");
  await expect(page.locator("h1")).toContainText("霹雳闪电星际走私");
  await expect(results(page)).toHaveCount(0);
  const advice = page.locator(".empty");
  await expect(advice).toContainText("没有找到");
  await expect(advice).toContainText("换个说法");
  await expect(page.locator("main")).toContainText("本平台已公开的决定");
  await expectAccessible(page);
  await advice.getByRole("link", { name: "咨询" }).click();
  await expect(page.locator("[name=kind][value=inquiry]")).toBeChecked();
});

test("an impossible day and an over-long query are kept and explained", async ({ page }) => {
  const reply = await page.goto("/records?q=%E9%85%92%E9%A9%BE&from=2026-02-30&fine_min=abc");
  expect(reply?.status()).toBe(200);
  await expect(page.locator("#filter-from")).toHaveValue("2026-02-30");
  await expect(page.locator("#filter-from-error")).toBeVisible();
  await expect(page.locator("#filter-fine_min")).toHaveValue("abc");
  await expect(page.locator("#filter-fine_min-error")).toBeVisible();
  await expectAccessible(page);

  const long = "酒".repeat(201);
  const answer = await page.goto(`/records?q=${encodeURIComponent(long)}`);
  expect(answer?.status()).toBe(200);
  await expect(page.locator("#search-box")).toHaveValue(long);
  await expect(page.locator(".notice-warn")).toContainText("200");
  await expect(results(page)).toHaveCount(0);
  await expectAccessible(page);

  const nested = await page.goto(`/records?q=${"(".repeat(3000)}`);
  expect(nested?.status()).toBe(200);
  await expect(page.locator("main")).toContainText("200");
});

test("a withdrawn record leaves a tombstone and is no longer found", async ({ page, request, portal }) => {
  const { items } = await (await request.get("/api/v1/records?kind=penalty&unit=ps03&sort=oldest")).json();
  const one: Item = items[0];
  await page.goto("/");
  await search(page, one.document_number);
  await expect(results(page).locator(`a[href="/records/${one.ref}"]`)).toHaveCount(1);
  portal.run("withdraw", one.ref, "--reason", "revoked");

  const reply = await page.goto(`/records/${one.ref}`);
  expect(reply?.status()).toBe(410);
  await expect(page.locator("main")).toContainText(one.document_number);
  await expect(page.locator("main")).toContainText("撤回理由");
  await expect(page.locator("main")).not.toContainText(one.title);
  await expectAccessible(page);
  expect((await request.get(`/api/v1/records/${one.ref}`)).status()).toBe(410);
  expect((await request.get(`/records/${one.ref}/json`)).status()).toBe(410);
  await page.getByRole("link", { name: "查其他决定" }).click();
  await search(page, one.document_number);
  await expect(results(page).locator(`a[href="/records/${one.ref}"]`)).toHaveCount(0);
  const told = page.locator(".notice", { hasText: "文号相符的决定已经撤回" });
  await expect(told.getByRole("link", { name: one.document_number })).toHaveAttribute("href", `/records/${one.ref}`);
});

test("a record withdrawn to protect somebody says nothing", async ({ page, request, portal }) => {
  const { items } = await (await request.get("/api/v1/records?kind=penalty&unit=ps04&sort=oldest")).json();
  const one: Item = items[0];
  portal.run("withdraw", one.ref, "--reason", "privacy");
  const reply = await page.goto(`/records/${one.ref}`);
  expect(reply?.status()).toBe(410);
  await expect(page.locator("main")).not.toContainText(one.document_number);
  await expect(page.locator("main")).toContainText("不再公开");
  await expectAccessible(page);
  expect((await page.goto("/records/R-00000000"))?.status()).toBe(404);
  await expectAccessible(page);
});

test("withdrawals are announced, and a search is offered as a feed", async ({ page, request, portal }) => {
  const { items } = await (await request.get("/api/v1/records?kind=penalty&unit=ps06&sort=oldest")).json();
  const one: Item = items[0];
  const filter = "kind=penalty&unit=ps06";
  await page.goto(`/records?${filter}&sort=oldest`);
  const link = page.getByRole("link", { name: "订阅这个搜索" });
  const address = (await link.getAttribute("href")) ?? "";
  expect(address).toBe(`/feeds/records.atom?${filter}`);
  await expect(page.locator("head link[type='application/atom+xml']")).toHaveAttribute("href", address);
  const before = await request.get(address);
  expect(before.headers()["content-type"]).toContain("application/atom+xml");
  expect(await before.text()).toContain("<entry>");
  const stones = (text: string) => text.split("<at:deleted-entry ").length;
  const known = stones(await before.text());

  portal.run("withdraw", one.ref, "--reason", "changed");
  const after = await (await request.get(address)).text();
  expect(after).toContain('<at:deleted-entry ref="urn:uuid:');
  expect(stones(after)).toBe(known + 1);

  await page.getByRole("link", { name: "撤回公告" }).click();
  await expect(page).toHaveURL(/\/withdrawals$/);
  const row = page.locator("tbody tr", { hasText: one.document_number });
  await expect(row).toContainText("决定被依法变更");
  await expect(page.locator("main")).not.toContainText(one.title);
  await expectAccessible(page);
  await row.getByRole("link").click();
  await expect(page).toHaveURL(new RegExp(`/records/${one.ref}$`));
  await expect(page.locator("main")).toContainText("撤回理由");
});

test("units lead to their decisions and to the form", async ({ page }) => {
  await page.goto("/units");
  await expectAccessible(page);
  await page.getByRole("link", { name: /城关派出所/ }).first().click();
  await expect(page).toHaveURL(/\/units\/ps01$/);
  await expect(page.locator("main")).toContainText("0399-");
  await expect(results(page).first()).toBeVisible();
  await expectAccessible(page);
  await page.locator("main").getByRole("link", { name: /反映问题$/ }).click();
  await expect(page.locator("[name=unit]")).toHaveValue("ps01");
});

test("privacy and accessibility are explained", async ({ page }) => {
  for (const [path, heading] of [
    ["/privacy", "隐私"],
    ["/accessibility", "无障碍"],
  ]) {
    await page.goto("/");
    await page.locator(`footer a[href="${path}"]`).click();
    await expect(page.locator("h1")).toContainText(heading);
    await expectAccessible(page);
  }
});
