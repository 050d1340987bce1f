import { expect, expectAccessible, test } from "../fixtures";

interface Found {
  items: { ref: string }[];
}

/** Decisions on drunk driving: the demo has many, with the same article and no circumstances. */
const drunk = "/api/v1/records?violation=饮酒后驾驶机动车&sort=newest&per_page=5";

const figure = (text: string) => Number(text.replaceAll(",", ""));

test("a decision shows its like, and where its fine lies among theirs", async ({ page, request }) => {
  const newest = ((await (await request.get(drunk)).json()) as Found).items[0].ref;
  const { comparison } = await (await request.get(`/api/v1/records/${newest}/similar`)).json();
  await page.goto(`/records/${newest}`);
  const section = page.locator("section", { has: page.getByRole("heading", { name: "同类案件" }) });
  await expect(section).toContainText(/同类公开决定 [\d,]+ 件，中位数 [\d,.]+ 元；本件 [\d,.]+ 元/);
  const told = (await section.textContent()) ?? "";
  expect(figure(told.match(/同类公开决定 ([\d,]+) 件/)?.[1] ?? "")).toBe(comparison.fine.n);
  expect(comparison.fine.n).toBeGreaterThanOrEqual(20);
  expect(comparison.fine.lower + comparison.fine.same + comparison.fine.higher).toBe(comparison.fine.n);

  const drawing = section.getByRole("img");
  await expect(drawing).toBeVisible();
  await expect(drawing).toHaveAccessibleName(/罚款.*本件.*同类公开决定/);
  await expect(drawing.locator(".area, .mark")).toHaveCount(2);
  await section.locator("summary", { hasText: "查看数字" }).click();
  await expect(section.locator("tbody tr", { hasText: "中位数" })).toContainText(
    `${Number(comparison.fine.median).toLocaleString("en-US")} 元`,
  );
  await expectAccessible(page);

  const cases = section.locator(".like-cases > li");
  await expect(cases).toHaveCount(5);
  await cases.first().getByRole("link").click();
  await expect(page).toHaveURL(/\/records\/R-/);
  expect(page.url()).not.toContain(newest);
  await expect(page.locator("h1")).toContainText("饮酒后驾驶机动车");
});

test("those who watch over discretion see the fines far out, by unit, with their grounds", async ({ desk }) => {
  const page = await desk("supervisor");
  await page.goto("/staff/dashboard");
  await page.getByRole("link", { name: "罚款偏离同类的决定" }).click();
  await expect(page).toHaveURL(/\/staff\/records\/outliers$/);
  const status = (await page.locator("p[role=status]").textContent()) ?? "";
  const [, compared, far] = status.match(/共比较 ([\d,]+) 件、\d+ 类，偏离 ([\d,]+) 件/) ?? [];
  expect(figure(compared)).toBeGreaterThan(100);
  expect(figure(far)).toBeGreaterThan(0);
  await expectAccessible(page);
  const rows = page.locator("tbody tr");
  await expect(rows.first()).toContainText(/偏高|偏低/);
  await expect(rows.first()).toContainText(/[\d,]+ 件，中位数 [\d,.]+ 元，通常/);

  const unit = page.locator("ul.chips a", { hasText: "交通警察大队" });
  const inUnit = (await unit.textContent())?.match(/([\d,]+)$/)?.[1];
  await unit.click();
  await expect(page.locator("p[role=status]")).toContainText(`偏离 ${inUnit} 件`);
  expect((await rows.allTextContents()).filter((row) => !row.includes("交通警察大队"))).toEqual([]);
  await rows.first().getByRole("link").click();
  await expect(page.getByRole("heading", { name: "同类案件" })).toBeVisible();
});

test("a search without results says what there is", async ({ page }) => {
  await page.goto("/records?q=霹雳闪电星际走私&unit=traffic");
  await expect(page.locator("main")).toContainText("没有找到符合条件的决定");
  const table = page.locator("table", { hasText: "已公开的决定" });
  await expect(table).toContainText("交通警察大队");
  await expectAccessible(page);
  const year = table.locator("tbody tr").first();
  const count = figure((await year.locator("td").first().textContent()) ?? "");
  expect(count).toBeGreaterThan(0);
  await year.getByRole("link").click();
  await expect(page.locator("p[role=status]")).toContainText(`找到 ${count.toLocaleString("en-US")} 件`);
});
