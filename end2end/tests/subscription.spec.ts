import { expect, expectAccessible, letterTo, post, test } from "../fixtures";

test("a search is subscribed to from its results, confirmed from the mailbox, changed and stopped", async ({ page, portal }) => {
  test.setTimeout(120_000);
  const mailbox = `wang${Date.now()}@example.com`;
  await page.goto("/records?q=%E9%85%92%E9%A9%BE");
  await page.getByText("用邮件订阅这个检索").click();
  const send = page.getByRole("button", { name: "订阅", exact: true });
  await expect(send).toBeVisible();
  await expectAccessible(page);
  await page.locator("[name=contact_email]").fill("wang@");
  expect(await post(page, send)).toBe(422);
  await expect(page.locator("[name=contact_email]")).toHaveValue("wang@");
  await expect(page.locator(".error-summary a")).toHaveCount(1);
  await expect(page.locator("main")).toContainText("酒驾");
  await expectAccessible(page);
  await page.locator("[name=contact_email]").fill(mailbox);
  await page.locator("[name=pace][value=at-once]").check();
  expect(await post(page, send)).toBe(202);
  await expect(page.locator("main")).toContainText(mailbox);
  await expect(page.locator("main")).toContainText("48 小时");
  await expectAccessible(page);

  const link = await letterTo(portal, mailbox);
  await page.goto(link);
  await expectAccessible(page);
  expect(await post(page, page.getByRole("button", { name: "确认订阅" }))).toBe(200);
  await expect(page.locator("main")).toContainText("订阅已经生效");
  await expectAccessible(page);
  await page.locator("[name=pace][value=daily]").check();
  expect(await post(page, page.getByRole("button", { name: "更改" }))).toBe(200);
  await expect(page.locator("main")).toContainText("已经改好");
  await page.getByRole("link", { name: "酒驾" }).click();
  await expect(page).toHaveURL(/\/records\?q=.*sort=published/);
  await page.goto(link);
  expect(await post(page, page.getByRole("button", { name: "退订" }))).toBe(200);
  await expect(page.locator("main")).toContainText("已退订");
  await expectAccessible(page);
  expect((await page.goto(link))?.status()).toBe(404);
});

test("a link that opens nothing says so, and stopping it is no error", async ({ page, request }) => {
  const link = "/subscriptions/00000000000000000000000000";
  expect((await page.goto(link))?.status()).toBe(404);
  await expect(page.locator("main")).toContainText("已经失效");
  await expectAccessible(page);
  const stopped = await request.post(`${link}/stop`, { form: { "List-Unsubscribe": "One-Click" } });
  expect(stopped.status()).toBe(200);
  expect(await stopped.text()).toContain("已退订");
});
