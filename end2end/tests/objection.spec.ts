import { expect, expectAccessible, post, test } from "../fixtures";

test("a citizen objects to a record, the publisher answers, the citizen reads it", async ({ page, request, desk }) => {
  test.setTimeout(120_000);
  const found = await (await request.get("/api/v1/records?kind=penalty&sort=oldest")).json();
  const record = found.items[0].ref as string;
  await page.goto(`/records/${record}`);
  await page.getByRole("link", { name: "指出错误或隐私问题" }).click();
  await expect(page).toHaveURL(new RegExp(`/records/${record}/objection$`));
  await expectAccessible(page);
  const send = page.getByRole("button", { name: "提交", exact: true });
  await page.locator("[name=passage]").fill("决定内容里的罚款数额");
  expect(await post(page, send)).toBe(422);
  await expect(page.locator(".error-summary a")).toHaveCount(3);
  await expect(page.locator("[name=passage]")).toHaveValue("决定内容里的罚款数额");
  await expectAccessible(page);
  await page.locator("[name=kind][value=privacy]").check();
  await page.locator("[name=asker][value=party]").check();
  const words = `请隐去店名，走查 ${Date.now()}`;
  await page.locator("[name=request]").fill(words);
  expect(await post(page, send)).toBe(201);
  await expectAccessible(page);
  const [reference, code] = await page.locator(".receipt-code").allTextContents();
  expect(reference).toMatch(/^Y-\d{4}-/);

  const publisher = await desk("publisher");
  await publisher.goto("/staff/objections");
  await expectAccessible(publisher);
  await publisher.locator(`a[href='/staff/objections/${reference}']`).click();
  await expect(publisher.locator("main")).toContainText(words);
  await expect(publisher.locator("main")).toContainText("先办");
  await expectAccessible(publisher);
  const answer = publisher.getByRole("button", { name: "提交答复" });
  await publisher.locator("[name=outcome][value=withdrawn]").check();
  await publisher.locator("[name=text]").fill("经核实，公开的内容没有个人信息。");
  expect(await post(publisher, answer)).toBe(409);
  await expect(publisher.locator("main")).toContainText("记录还在公开");
  await expect(publisher.locator("[name=text]")).toHaveValue("经核实，公开的内容没有个人信息。");
  await expectAccessible(publisher);
  await publisher.locator("[name=outcome][value=refused]").check();
  expect(await post(publisher, answer)).toBe(303);
  await expectAccessible(publisher);
  await publisher.goto("/staff/objections?list=answered");
  await expect(publisher.locator("main")).toContainText(reference);
  await expectAccessible(publisher);

  await page.goto("/feedback/status");
  await page.locator("[name=reference]").fill(reference.toLowerCase());
  await page.locator("[name=code]").fill(code);
  expect(await post(page, page.getByRole("button", { name: "查询", exact: true }))).toBe(200);
  for (const shown of ["不成立", "经核实，公开的内容没有个人信息。", "行政复议"])
    await expect(page.locator("main")).toContainText(shown);
  await expectAccessible(page);
  const history = await request.get(`/records/${record}/history`);
  expect(await history.text()).not.toContain("异议");
});

test("others than the desk see no objections", async ({ desk }) => {
  const handler = await desk("handler");
  expect((await handler.goto("/staff/objections"))?.status()).toBe(403);
  await expect(handler.locator("nav a[href='/staff/objections']")).toHaveCount(0);
});
