import type { Page } from "@playwright/test";
import { writeFileSync } from "node:fs";
import { expect, expectAccessible, post, test, type Portal } from "../fixtures";

/** Imports a draft with a person's name and phone in it; `extra` takes the place of its members. */
function importDraft(portal: Portal, extra: { document_number?: string } & Record<string, unknown> = {}, ...options: string[]): string {
  const document_number = extra.document_number ?? `明公(城关)行罚决字〔2025〕9${Date.now() % 10_000_000}号`;
  const row = {
    kind: "penalty",
    unit: "ps01",
    title: "欧阳建国不按规定登记住宿人员行政处罚决定书",
    decided_on: "2025-06-03",
    party_name: "欧阳建国",
    party_type: "person",
    violation: "旅馆不按规定登记住宿人员",
    facts: "2025年6月1日，欧阳建国（电话13900004321）经营的旅馆没有登记住宿人员。",
    penalty_kinds: ["fine"],
    penalty_text: "罚款五百元。",
    fine_yuan: "500",
    legal_basis: ["《旅馆业治安管理办法》第六条"],
    ...extra,
    document_number,
  };
  const file = test.info().outputPath(`draft-${Date.now()}.jsonl`);
  writeFileSync(file, `${JSON.stringify(row)}\n`);
  portal.run("import", "records", ...options, file);
  return document_number;
}

async function open(page: Page, list: string, document_number: string): Promise<void> {
  await page.goto(`/staff/records?list=${list}`);
  await expectAccessible(page);
  await page.locator("tbody tr", { hasText: document_number }).first().locator("a").first().click();
  await expect(page.locator("main")).toContainText("原文与公开文本对照");
}

test("a decision is compared, reviewed, published and withdrawn", async ({ page, request, portal, desk }) => {
  test.setTimeout(120_000);
  const document_number = importDraft(portal);
  const publisher = await desk("publisher");
  await open(publisher, "drafts", document_number);
  await expectAccessible(publisher);
  const facts = publisher.locator("tbody tr", { hasText: "违法事实" });
  await expect(facts).toContainText("欧阳建国");
  await expect(facts).toContainText("欧阳某");
  const reference = publisher.url().split("/").at(-1) ?? "";
  expect((await request.get(`/records/${reference}`)).status()).toBe(404);
  await expect(facts).toContainText("联系方式 1 处");
  expect(await post(publisher, publisher.getByRole("button", { name: "核对无误，送审" }))).toBe(303);
  await expect(publisher.locator("form[action$='/publish']")).toHaveCount(0);

  const reviewer = await desk("reviewer");
  await open(reviewer, "in-review", document_number);
  await expectAccessible(reviewer);
  const judge = reviewer.getByRole("button", { name: "提交审核结论" });
  await reviewer.locator("[name=verdict][value=send-back]").check();
  expect(await post(reviewer, judge)).toBe(422);
  await expect(reviewer.locator(".error-summary a").first()).toBeVisible();
  await expectAccessible(reviewer);
  await reviewer.locator("[name=comment]").fill("请核对经营地址。");
  expect(await post(reviewer, judge)).toBe(303);
  await open(publisher, "sent-back", document_number);
  await expect(publisher.locator("main")).toContainText("请核对经营地址。");
  expect(await post(publisher, publisher.getByRole("button", { name: "核对无误，送审" }))).toBe(303);
  await reviewer.goto(`/staff/records/${reference}`);
  await reviewer.locator("[name=verdict][value=approve]").check();
  expect(await post(reviewer, judge)).toBe(303);
  expect((await request.get(`/records/${reference}`)).status()).toBe(404);
  await open(publisher, "approved", document_number);
  expect(await post(publisher, publisher.getByRole("button", { name: "发布", exact: true }))).toBe(303);

  await expect.poll(async () => (await request.get(`/records/${reference}`)).status()).toBe(200);
  await page.goto(`/records/${reference}`);
  await expect(page.locator("main")).toContainText("欧阳某");
  for (const secret of ["欧阳建国", "13900004321"]) await expect(page.locator("main")).not.toContainText(secret);
  await expectAccessible(page);
  await expect
    .poll(async () => (await (await request.get(`/api/v1/records?q=${encodeURIComponent(document_number)}`)).json()).items[0]?.ref)
    .toBe(reference);

  await publisher.goto(`/staff/records/${reference}`);
  const withdraw = publisher.locator("form[action$='/withdraw']").getByRole("button");
  expect(await post(publisher, withdraw)).toBe(422);
  await expect(publisher.locator(".error-summary a").first()).toBeVisible();
  await expectAccessible(publisher);
  await publisher.locator("[name=reason][value=published-in-error]").check();
  expect(await post(publisher, withdraw)).toBe(422);
  await expect(publisher.locator("[name=reason][value=published-in-error]")).toBeChecked();
  await publisher.locator("[name=confirmed]").check();
  expect(await post(publisher, withdraw)).toBe(303);
  expect((await page.goto(`/records/${reference}`))?.status()).toBe(410);
  await expect(page.locator("main")).toContainText(document_number);
  await publisher.goto("/staff/records?list=withdrawn");
  await expect(publisher.locator("main")).toContainText(document_number);
  await expectAccessible(publisher);
});

test("a reviewer sees that somebody can be found, and the passage is masked", async ({ page, request, portal, desk }) => {
  test.setTimeout(120_000);
  const document_number = importDraft(portal, {
    facts: "2025年6月1日，欧阳建国，52岁，系南坪镇岭前村村医，经营的旅馆没有登记住宿人员。",
  });
  const publisher = await desk("publisher");
  await open(publisher, "drafts", document_number);
  const reference = publisher.url().split("/").at(-1) ?? "";
  await expect(publisher.locator("#findable")).toContainText("村名＋年龄＋职业");
  await expectAccessible(publisher);
  expect(await post(publisher, publisher.getByRole("button", { name: "核对无误，送审" }))).toBe(303);

  const reviewer = await desk("reviewer");
  await reviewer.goto("/staff/records?list=in-review");
  const line = reviewer.locator("tbody tr", { hasText: document_number });
  await expect(line).toContainText("可能认出当事人");
  await expect(line.locator("[name=record]")).toHaveCount(0);
  await open(reviewer, "in-review", document_number);
  await expect(reviewer.locator("tbody tr", { hasText: "违法事实" }).locator("mark").first()).toHaveText("52岁");
  await expect(reviewer.locator("#findable").getByRole("button")).toHaveCount(0);
  const judge = reviewer.getByRole("button", { name: "提交审核结论" });
  await reviewer.locator("[name=verdict][value=approve]").check();
  expect(await post(reviewer, judge)).toBe(422);
  await expect(reviewer.locator(".error-summary a").first()).toBeVisible();
  await expectAccessible(reviewer);
  await reviewer.locator("[name=verdict][value=send-back]").check();
  await reviewer.locator("[name=comment]").fill("请隐去村名。");
  expect(await post(reviewer, judge)).toBe(303);

  await open(publisher, "sent-back", document_number);
  expect(await post(publisher, publisher.getByRole("button", { name: "隐去“岭前村”" }))).toBe(303);
  await expect(publisher.locator("#findable")).toHaveCount(0);
  expect(await post(publisher, publisher.getByRole("button", { name: "核对无误，送审" }))).toBe(303);
  await open(reviewer, "in-review", document_number);
  await expect(reviewer.locator("#findable")).toHaveCount(0);
  await reviewer.locator("[name=verdict][value=approve]").check();
  expect(await post(reviewer, judge)).toBe(303);
  await open(publisher, "approved", document_number);
  expect(await post(publisher, publisher.getByRole("button", { name: "发布", exact: true }))).toBe(303);
  await expect.poll(async () => (await request.get(`/records/${reference}`)).status()).toBe(200);
  await page.goto(`/records/${reference}`);
  await expect(page.locator("main")).not.toContainText("岭前村");
});

test("a correction shows citizens what was changed", async ({ page, request, portal, desk }) => {
  test.setTimeout(120_000);
  const document_number = importDraft(portal, {}, "--publish");
  importDraft(portal, { document_number, fine_yuan: "300", penalty_text: "罚款三百元。" });
  const publisher = await desk("publisher");
  await open(publisher, "corrections", document_number);
  await expectAccessible(publisher);
  const reference = publisher.url().split("/").at(-1) ?? "";
  const submit = publisher.getByRole("button", { name: "核对无误，送审" });
  expect(await post(publisher, submit)).toBe(422);
  await expect(publisher.locator(".error-summary a").first()).toBeVisible();
  await publisher.locator("[name=correction][value=factual]").check();
  expect(await post(publisher, submit)).toBe(303);
  const reviewer = await desk("reviewer");
  await open(reviewer, "in-review", document_number);
  await expect(reviewer.locator("main")).toContainText("事实更正");
  await reviewer.locator("[name=verdict][value=approve]").check();
  expect(await post(reviewer, reviewer.getByRole("button", { name: "提交审核结论" }))).toBe(303);
  await open(publisher, "approved", document_number);
  expect(await post(publisher, publisher.getByRole("button", { name: "发布", exact: true }))).toBe(303);

  await page.goto(`/records/${reference}`);
  await expect(page.locator("main")).toContainText("罚款 300 元");
  await page.locator(".record-foot a").first().click();
  await expectAccessible(page);
  await page.locator(".timeline a").first().click();
  await expect(page.locator("del").first()).toHaveText("500");
  await expect(page.locator("ins").first()).toHaveText("300");
  await expectAccessible(page);

  await publisher.goto(`/staff/records/${reference}`);
  await expectAccessible(publisher);
  expect(await post(publisher, publisher.getByRole("button", { name: "删除更正前的文本" }))).toBe(303);
  expect((await request.get(`/records/${reference}/history/1`)).status()).toBe(404);
});

test("what policy holds back cannot be made public", async ({ request, portal, desk }) => {
  const document_number = importDraft(portal, {
    title: "欧阳建国殴打他人行政处罚决定书",
    violation: "殴打他人",
    decided_on: "2026-02-03",
    facts: "欧阳建国殴打他人。",
    legal_basis: ["《中华人民共和国治安管理处罚法》第五十一条"],
  });
  const publisher = await desk("publisher");
  await open(publisher, "drafts", document_number);
  await expect(publisher.locator(".notice-danger")).toContainText("不得公开");
  await expect(publisher.getByRole("button", { name: "核对无误，送审" })).toHaveCount(0);
  const reference = publisher.url().split("/").at(-1) ?? "";
  expect(await post(publisher, publisher.getByRole("button", { name: "确认不公开" }))).toBe(303);
  expect((await request.get(`/records/${reference}`)).status()).toBe(404);
  await publisher.goto("/staff/records?list=held");
  await expect(publisher.locator("main")).toContainText(document_number);
  await expectAccessible(publisher);
});

test("a reviewer and a leader together make an exception from the policy", async ({ portal, desk }) => {
  test.setTimeout(90_000);
  const document_number = importDraft(portal, {
    title: "欧阳建国聚众扰乱单位秩序行政处罚决定书",
    violation: "聚众扰乱单位秩序",
    decided_on: "2026-03-03",
    facts: "欧阳建国聚众扰乱单位秩序。",
    legal_basis: ["《中华人民共和国治安管理处罚法》第二十六条"],
  }, "--publish");
  const reviewer = await desk("reviewer");
  await open(reviewer, "held", document_number);
  const propose = reviewer.getByRole("button", { name: "提请例外公开" });
  expect(await post(reviewer, propose)).toBe(422);
  await expect(reviewer.locator(".error-summary a").first()).toBeVisible();
  await expectAccessible(reviewer);
  await reviewer.locator("[name=ground]").fill("社会关注度高，依执法公开规定第十条公开处理结果。");
  expect(await post(reviewer, propose)).toBe(303);

  const leader = await desk("leader");
  await leader.goto("/staff/exceptions");
  await expectAccessible(leader);
  const line = leader.locator("tbody tr", { hasText: document_number });
  await expect(line).toContainText("等待批准");
  await line.locator("a").first().click();
  const answer = leader.getByRole("button", { name: "提交", exact: true });
  expect(await post(leader, answer)).toBe(422);
  await expectAccessible(leader);
  await leader.locator("[name=answer][value=grant]").check();
  expect(await post(leader, answer)).toBe(303);
  await expect(leader.locator("main")).toContainText("已批准");

  const publisher = await desk("publisher");
  await open(publisher, "drafts", document_number);
  await expect(publisher.locator("main")).toContainText("经批准例外公开");
});

test("others than the desk have no entry", async ({ desk }) => {
  const handler = await desk("handler");
  expect((await handler.goto("/staff/records"))?.status()).toBe(403);
  await expect(handler.locator("nav a[href='/staff/records']")).toHaveCount(0);
});
