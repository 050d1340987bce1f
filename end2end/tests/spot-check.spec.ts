import { expect, expectAccessible, post, test } from "../fixtures";

// Units none of whose records went through the desk, each for one project: nobody dismisses what is found in the own
// work, and after one walk its record is the publisher's own.
const UNITS: Record<string, string> = { js: "ps04", nojs: "ps05", mobile: "ps08" };

test("a supervisor draws and judges, the publisher settles, the check shows it", async ({ request, desk }, info) => {
  test.setTimeout(180_000);
  const unit = UNITS[info.project.name] ?? "";
  const supervisor = await desk("supervisor");
  await supervisor.locator("nav a[href='/staff/spot-checks']").click();
  await expectAccessible(supervisor);
  await supervisor.getByRole("link", { name: "新的抽查" }).click();
  await expect(supervisor.locator("[role=status]")).toContainText("现在公开的记录有");
  await expectAccessible(supervisor);
  await supervisor.locator("[name=from]").fill("2020-01-01");
  await supervisor.locator("[name=unit]").selectOption(unit);
  await supervisor.getByRole("button", { name: "先看范围内有多少件" }).click();
  await expect(supervisor).toHaveURL(new RegExp(`unit=${unit}`));
  const frame = /有 ([\d,]+) 件/.exec((await supervisor.locator("[role=status]").textContent()) ?? "")?.[1] ?? "";
  expect(Number(frame.replace(",", ""))).toBeGreaterThan(2);
  await supervisor.locator("input[name=size]").fill("0");
  expect(await post(supervisor, supervisor.getByRole("button", { name: "抽取", exact: true }))).toBe(422);
  await expect(supervisor.locator(".error-summary a")).toHaveCount(1);
  await expectAccessible(supervisor);
  await supervisor.locator("input[name=size]").fill("2");
  expect(await post(supervisor, supervisor.getByRole("button", { name: "抽取", exact: true }))).toBe(303);
  const check = new URL(supervisor.url()).pathname;
  expect(check).toMatch(/^\/staff\/spot-checks\/\d+$/);
  await expect(supervisor.locator("main")).toContainText(`范围内共 ${frame} 件`);
  await expect(supervisor.locator("main")).toContainText("已判定不足 5 件");
  await expectAccessible(supervisor);

  const judge = supervisor.getByRole("button", { name: "提交判定" });
  const read = supervisor.getByRole("button", { name: "查看原文" });
  await supervisor.goto(`${check}/1`);
  await expect(judge).toHaveCount(0);
  await expectAccessible(supervisor);
  expect(await post(supervisor, read)).toBe(200);
  await expect(supervisor.locator("main")).toContainText("原文与公开文本对照");
  await expectAccessible(supervisor);
  await supervisor.locator("[name=verdict][value=found]").check();
  expect(await post(supervisor, judge)).toBe(422);
  await expect(supervisor.locator(".error-summary a")).toHaveCount(2);
  await expectAccessible(supervisor);
  await supervisor.locator("[name=finding][value=personal]").check();
  await supervisor.locator("[name=finding][value='must-not-be-public']").check();
  const words = `标题里看得出是谁，走查 ${Date.now()}`;
  await supervisor.locator("[name=text]").fill(words);
  expect(await post(supervisor, judge)).toBe(303);
  await expectAccessible(supervisor);
  await supervisor.goto(`${check}/2`);
  expect(await post(supervisor, read)).toBe(200);
  await supervisor.locator("[name=verdict][value='in-order']").check();
  expect(await post(supervisor, judge)).toBe(303);

  const publisher = await desk("publisher");
  await publisher.goto("/staff/spot-checks/findings");
  await expectAccessible(publisher);
  await publisher.locator("tbody tr", { hasText: words }).first().locator("a").first().click();
  await expectAccessible(publisher);
  const settling = publisher.locator("form[action$='/personal']");
  await settling.locator("[name=outcome][value='not-upheld']").check();
  expect(await post(publisher, settling.getByRole("button", { name: "办结" }))).toBe(422);
  await expectAccessible(publisher);
  await settling.locator("[name=outcome][value=corrected]").check();
  expect(await post(publisher, settling.getByRole("button", { name: "办结" }))).toBe(409);
  await expect(publisher.locator("main")).toContainText("请先隐去");

  // The passage is masked and goes through legal review; then the finding is settled, the other one dismissed.
  const reference = /R-[0-9A-Z]{8}/.exec((await publisher.locator(".facts").textContent()) ?? "")?.[0] ?? "";
  await publisher.getByRole("link", { name: "到记录页隐去" }).click();
  await expect(publisher).toHaveURL(new RegExp(`/staff/records/${reference}#choices$`));
  const hide = publisher.locator("form", { has: publisher.locator("[name=hide_passage]") });
  // The field is called by the kind of the record, which is drawn at random.
  const facts = publisher.locator("tbody tr", { hasText: /违法事实|申请事项|检查情况/ }).first().locator("td").first();
  await hide.locator("[name=hide_passage]").fill(((await facts.textContent()) ?? "").trim().slice(0, 4));
  await hide.locator("[name=hide_kind]").selectOption("address");
  await hide.locator("[name=hide_reason]").fill("看得出是谁");
  expect(await post(publisher, hide.getByRole("button"))).toBe(303);
  await publisher.locator("[name=correction][value=privacy]").check();
  expect(await post(publisher, publisher.getByRole("button", { name: "核对无误，送审" }))).toBe(303);
  const reviewer = await desk("reviewer");
  await reviewer.goto(`/staff/records/${reference}`);
  await reviewer.locator("[name=verdict][value=approve]").check();
  expect(await post(reviewer, reviewer.getByRole("button", { name: "提交审核结论" }))).toBe(303);
  await publisher.goto(`/staff/records/${reference}`);
  expect(await post(publisher, publisher.getByRole("button", { name: "发布", exact: true }))).toBe(303);
  await publisher.goto(`${check}/1`);
  await expect(publisher.locator("main")).toContainText("已重新发布");
  await settling.locator("[name=outcome][value=corrected]").check();
  expect(await post(publisher, settling.getByRole("button", { name: "办结" }))).toBe(303);
  const other = publisher.locator("form[action$='/must-not-be-public']");
  await other.locator("[name=outcome][value='not-upheld']").check();
  await other.locator("[name=reason]").fill("依法应当公开。");
  expect(await post(publisher, other.getByRole("button", { name: "办结" }))).toBe(303);
  await expectAccessible(publisher);

  await supervisor.goto(check);
  await expect(supervisor.locator("main")).toContainText("已办结");
  const row = supervisor.locator("tbody tr", { hasText: "看得出个人信息" });
  await expect(row.first()).toContainText("1");
  await expect(supervisor.locator("main")).toContainText("已更正并重新发布");
  await expectAccessible(supervisor);
  await publisher.goto("/staff/spot-checks/findings?list=done");
  await expect(publisher.locator("main")).toContainText(words);
  await expectAccessible(publisher);
  expect(await (await request.get(`/records/${reference}/history`)).text()).not.toContain("抽查");
});

test("others see no spot checks, and the desk draws none", async ({ desk }) => {
  for (const username of ["handler", "monitor"]) {
    const other = await desk(username);
    expect((await other.goto("/staff/spot-checks"))?.status()).toBe(403);
    await expect(other.locator("nav a[href='/staff/spot-checks']")).toHaveCount(0);
  }
  const publisher = await desk("publisher");
  expect((await publisher.goto("/staff/spot-checks/new"))?.status()).toBe(403);
});
