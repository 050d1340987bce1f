import type { Page } from "@playwright/test";
import { writeFileSync } from "node:fs";
import { expect, expectAccessible, post, test, type Portal } from "../fixtures";

/** Fills the form of a new record; the number is its own at each run. */
async function fill(page: Page): Promise<string> {
  const document_number = `明公（城关）行罚决字〔2025〕${Date.now() % 10_000_000}号`;
  await page.goto("/staff/records/new");
  await expectAccessible(page);
  const save = page.getByRole("button", { name: "保存" });
  expect(await post(page, save)).toBe(422);
  await expect(page.locator(".error-summary a").first()).toBeVisible();
  await expectAccessible(page);
  await page.locator("[name=unit]").selectOption("ps01");
  await page.locator("[name=kind]").selectOption("penalty");
  await page.locator("[name=title]").fill("欧阳建国不按规定登记住宿人员案");
  await page.locator("[name=document_number]").fill(document_number);
  await page.locator("[name=decided_on]").fill("2025-06-03");
  await page.locator("[name=party_name]").fill("欧阳建国");
  await page.locator("[name=violation]").fill("旅馆不按规定登记住宿人员");
  await page.locator("[name=facts]").fill("欧阳建国（外号小\n二黑）经营的旅馆没有登记住宿人员，有证人王大力的证言。");
  await page.locator("[name=legal_basis]").fill("《旅馆业治安管理办法》第六条\n《旅馆业治安管理办法》第十五条");
  await page.locator("[name=penalty_kinds][value=fine]").check();
  await page.locator("[name=fine_yuan]").fill("五百");
  expect(await post(page, save)).toBe(422);
  await expect(page.locator("[name=penalty_kinds][value=fine]")).toBeChecked();
  await expect(page.locator("[name=facts]")).toHaveValue(/小\n二黑/);
  await page.locator("[name=fine_yuan]").fill("500");
  expect(await post(page, save)).toBe(303);
  await expect(page.locator("main")).toContainText("待送审");
  return new URL(page.url()).pathname.split("/").at(-1) ?? "";
}

async function approve(reviewer: Page, reference: string): Promise<void> {
  await reviewer.goto(`/staff/records/${reference}`);
  await reviewer.locator("[name=verdict][value=approve]").check();
  expect(await post(reviewer, reviewer.getByRole("button", { name: "提交审核结论" }))).toBe(303);
}

/** Selects the words in an original, as a mouse does, and takes them into the form. */
async function hideSelected(publisher: Page, words: string): Promise<void> {
  await expect(publisher.locator("html")).toHaveAttribute("data-islands", "ready");
  await publisher.evaluate((sought) => {
    for (const original of document.querySelectorAll("[data-original]")) {
      const texts = document.createTreeWalker(original, NodeFilter.SHOW_TEXT);
      for (let text = texts.nextNode(); text; text = texts.nextNode()) {
        const at = (text.textContent ?? "").indexOf(sought);
        if (at < 0) continue;
        getSelection()?.setBaseAndExtent(text, at, text, at + sought.length);
        return;
      }
    }
  }, words);
  await publisher.dispatchEvent("main", "mouseup");
  const take = publisher.getByRole("button", { name: "填入下面的“加隐”" });
  await expect(take).toBeVisible();
  await expectAccessible(publisher);
  await take.click();
  await expect(publisher.locator("[name=hide_kind]").last()).toBeFocused();
}

test("a record is entered, masked further, mended, given an hour and published", async ({ page, desk, javaScriptEnabled }) => {
  test.setTimeout(120_000);
  const publisher = await desk("publisher");
  const reference = await fill(publisher);
  const facts = publisher.locator("tbody tr", { hasText: "违法事实" }).first();
  await expect(facts).toContainText("小 二黑");
  const hide = publisher.locator("form[action$='/masking']", { has: publisher.getByRole("button", { name: "加隐一处" }) });
  expect(await post(publisher, hide.getByRole("button"))).toBe(422);
  await expectAccessible(publisher);
  if (javaScriptEnabled === false) await hide.locator("[name=hide_passage]").fill("小二黑");
  else await hideSelected(publisher, "小\n二黑");
  await expect(hide.locator("[name=hide_passage]")).toHaveValue("小二黑");
  await hide.locator("[name=hide_kind]").selectOption("name");
  await hide.locator("[name=hide_reason]").fill("外号，附近的人看得出是谁");
  expect(await post(publisher, hide.getByRole("button"))).toBe(303);
  await expect(publisher.locator("main")).toContainText("外号小某");
  const show = publisher.locator("form[action$='/masking']", { has: publisher.getByRole("button", { name: "不隐去一处" }) });
  await show.locator("[name=show_passage]").selectOption("王大力");
  await show.locator("[name=show_reason]").fill("出具鉴定意见的鉴定人，依职权署名");
  expect(await post(publisher, show.getByRole("button"))).toBe(303);
  await expect(publisher.locator("main")).toContainText("证人王大力的证言");
  await expectAccessible(publisher);

  const submit = publisher.getByRole("button", { name: "核对无误，送审" });
  expect(await post(publisher, submit)).toBe(303);
  const reviewer = await desk("reviewer");
  await reviewer.goto(`/staff/records/${reference}`);
  await expect(reviewer.getByRole("button", { name: "加隐一处" })).toHaveCount(0);
  await reviewer.locator("[name=verdict][value=send-back]").check();
  await reviewer.locator("[name=comment]").fill("请补上处罚内容。");
  expect(await post(reviewer, reviewer.getByRole("button", { name: "提交审核结论" }))).toBe(303);

  await publisher.goto(`/staff/records/${reference}`);
  await publisher.getByRole("link", { name: "修改原文" }).click();
  await expect(publisher.locator("main")).toContainText("请补上处罚内容。");
  await expectAccessible(publisher);
  await publisher.locator("[name=penalty_text]").fill("罚款五百元。");
  expect(await post(publisher, publisher.getByRole("button", { name: "保存" }))).toBe(303);
  expect(await post(publisher, submit)).toBe(303);
  await approve(reviewer, reference);

  await publisher.goto(`/staff/records/${reference}`);
  const at = new Date(Date.now() + 86_400_000 + 8 * 3_600_000).toISOString();
  await publisher.locator("[name=publish_day]").fill(at.slice(0, 10));
  await publisher.locator("[name=publish_time]").fill("09:30");
  expect(await post(publisher, publisher.getByRole("button", { name: "定时发布" }))).toBe(303);
  await expect(publisher.locator("main")).toContainText("已排定自动发布");
  await expectAccessible(publisher);
  await publisher.goto("/staff/records?list=approved");
  await expect(publisher.locator("tbody tr", { has: publisher.locator(`a[href$='${reference}']`) })).toContainText("09:30");
  await publisher.goto(`/staff/records/${reference}`);
  expect(await post(publisher, publisher.getByRole("button", { name: "取消定时发布" }))).toBe(303);
  expect(await post(publisher, publisher.getByRole("button", { name: "发布", exact: true }))).toBe(303);
  await expect.poll(async () => (await page.goto(`/records/${reference}`))?.status()).toBe(200);
  await expect(page.locator("main")).toContainText("王大力");
  for (const secret of ["欧阳建国", "二黑"]) await expect(page.locator("main")).not.toContainText(secret);

  await publisher.goto(`/staff/records/${reference}`);
  const owe = publisher.getByRole("button", { name: "登记应当撤回" });
  expect(await post(publisher, owe)).toBe(422);
  await expectAccessible(publisher);
  await publisher.locator("[name=owed_ground][value=revoked]").check();
  expect(await post(publisher, owe)).toBe(303);
  await expect(publisher.locator("main")).toContainText("这条记录应当撤回");
  await expect(publisher.locator("[name=reason][value=revoked]")).toBeChecked();
  await expectAccessible(publisher);
  await publisher.goto("/staff/records?list=to-withdraw");
  await expect(publisher.locator(`main a[href$='${reference}']`)).toBeVisible();
  await expectAccessible(publisher);
  await publisher.locator(`main a[href$='${reference}']`).click();
  await publisher.locator("[name=confirmed]").check();
  expect(await post(publisher, publisher.getByRole("button", { name: "撤回", exact: true }))).toBe(303);
  expect((await page.goto(`/records/${reference}`))?.status()).toBe(410);
});

/** Imports drafts with the numbers 1 and 4 of a word of their own. */
function importNumbered(portal: Portal): string {
  const word = `明公(缺${Date.now() % 100_000})行罚决字`;
  const row = (serial: number) => ({
    kind: "penalty",
    unit: "ps02",
    document_number: `${word}〔2025〕${serial}号`,
    title: "蓝天网吧未核对登记案",
    decided_on: "2025-06-03",
    party_name: "明镜县蓝天网吧",
    party_type: "organization",
    violation: "未按规定核对、登记",
  });
  const file = test.info().outputPath(`numbers-${Date.now()}.jsonl`);
  writeFileSync(file, [1, 4].map((serial) => JSON.stringify(row(serial))).join("\n"));
  portal.run("import", "records", file);
  return word;
}

test("missing numbers are found and explained", async ({ portal, desk }) => {
  const word = importNumbered(portal);
  const publisher = await desk("publisher");
  await publisher.goto("/staff/records/gaps?year=2025");
  await expectAccessible(publisher);
  await publisher.locator("[name=unit]").first().selectOption("ps02");
  await publisher.getByRole("button", { name: "查看" }).click();
  const line = publisher.locator("tbody tr", { hasText: word }).first();
  await expect(line).toContainText("2–3");
  await expectAccessible(publisher);
  await publisher.locator("select[name=word]").selectOption(word);
  const explain = publisher.getByRole("button", { name: "说明缺号" });
  await publisher.locator("form[method=post] [name=first]").first().fill("2");
  expect(await post(publisher, explain)).toBe(422);
  await expectAccessible(publisher);
  await publisher.locator("[name=cause][value=not-issued]").check();
  await publisher.locator("textarea[name=reason]").fill("文书作废。");
  expect(await post(publisher, explain)).toBe(303);
  await expect(line).not.toContainText("2–3");
  await expect(publisher.locator("main")).toContainText("文书作废。");
  await expectAccessible(publisher);
});
