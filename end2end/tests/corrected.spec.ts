import { corrected } from "../demo";
import { expect, expectAccessible, test } from "../fixtures";

test("the demo's facts were corrected: the earlier text is read with what changed", async ({ page }) => {
  const { factual } = corrected();
  await page.goto(`/records/${factual}`);
  await expect(page.locator("main")).toContainText("第二十八条第一款");
  await page.locator(".record-foot a").first().click();
  await expect(page).toHaveURL(new RegExp(`/records/${factual}/history$`));
  await expectAccessible(page);
  await page.locator(`.timeline a[href='/records/${factual}/history/1']`).click();
  await expect(page.locator("ins").first()).toContainText("第二十八条第一款");
  await expectAccessible(page);
});

test("the demo's privacy was corrected: the history tells only that it happened", async ({ page, request, desk }) => {
  const { privacy } = corrected();
  await page.goto(`/records/${privacy}/history`);
  await expect(page.locator("main")).toContainText("为保护个人信息更正一次");
  await expect(page.locator("main a[href*='/history/']")).toHaveCount(0);
  await expectAccessible(page);
  expect((await request.get(`/records/${privacy}/history/1`)).status()).toBe(404);
  const publisher = await desk("publisher");
  await publisher.goto(`/staff/records/${privacy}`);
  await expect(publisher.locator("main")).toContainText("隐私更正");
});
