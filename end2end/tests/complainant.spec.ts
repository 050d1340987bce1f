import type { Locator, Page } from "@playwright/test";
import { expect, expectAccessible, post, test, unfold } from "../fixtures";

const nasty = "他说“投诉也没用”。</textarea><script>document.title='坏了'</script>\n第二行，报警人李建国，电话13900001234。";

interface Complaint {
  kind: string;
  unit?: string;
  title: string;
  body: string;
  /** The name; absent: anonymous. */
  name?: string;
  consent?: boolean;
}

interface Receipt {
  reference: string;
  code: string;
}

async function fill(page: Page, complaint: Complaint): Promise<void> {
  await page.locator(`[name=kind][value=${complaint.kind}]`).check();
  if (complaint.unit) await page.locator("[name=unit]").selectOption(complaint.unit);
  await page.locator("[name=title]").fill(complaint.title);
  await page.locator("[name=body]").fill(complaint.body);
  await page.locator(`[name=anonymous][value=${complaint.name ? "false" : "true"}]`).check();
  if (complaint.name) await page.locator("[name=contact_name]").fill(complaint.name);
  if (complaint.consent) await page.locator("[name=tell_unit]").check();
}

const send = (page: Page) => post(page, page.getByRole("button", { name: "提交" }));

/** Fills the form, sends it and reads the receipt. */
async function submit(page: Page, complaint: Complaint): Promise<Receipt> {
  await page.goto("/feedback/new");
  await fill(page, complaint);
  expect(await send(page)).toBe(201);
  const [reference, code] = await page.locator(".receipt-code").allTextContents();
  expect(reference).toMatch(/^F-\d{4}-[0-9A-HJKMNP-TV-Z]{7}$/);
  expect(code.replaceAll(/[^0-9A-Z]/g, "")).toHaveLength(14);
  return { reference, code };
}

async function look(page: Page, { reference, code }: Receipt): Promise<void> {
  await page.goto("/feedback/status");
  await page.locator("[name=reference]").fill(reference);
  await page.locator("[name=code]").fill(code);
  expect(await post(page, page.getByRole("button", { name: "查询" }))).toBe(200);
}

/** Opens the folded step of a case, fills it in and takes it. */
async function step(page: Page, title: string, button: string, fields: Record<string, string>): Promise<void> {
  await unfold(page, title);
  const form = page.locator("details[open]", { hasText: title }).locator("form");
  for (const [name, value] of Object.entries(fields)) {
    const field = form.locator(`[name=${name}]`);
    if (await field.evaluate((element) => element instanceof HTMLSelectElement)) await field.selectOption(value);
    else await field.fill(value);
  }
  expect(await post(page, form.getByRole("button", { name: button }))).toBe(303);
}

test("an incomplete form is sent back with links to what is missing and all that was typed", async ({ page }) => {
  await page.goto("/feedback/new");
  await expectAccessible(page);
  expect(await send(page)).toBe(422);
  const summary = page.locator(".error-summary");
  await expect(summary).toBeFocused();
  const top = async (part: Locator) => (await part.boundingBox())?.y ?? 0;
  expect(await top(summary)).toBeLessThan(await top(page.locator(".notice-warn")));
  const links = summary.locator("a");
  expect(await links.count()).toBeGreaterThanOrEqual(4);
  for (const link of await links.all()) {
    const target = await link.getAttribute("href");
    await expect(page.locator(`${target}`), `${target}`).toHaveCount(1);
  }
  await expectAccessible(page);

  await page.locator("[name=kind][value=complaint]").check();
  await page.locator("[name=unit]").selectOption("ps02");
  await page.locator("[name=body]").fill(nasty);
  await page.locator("[name=officer_name]").fill("\"><script>alert(1)</script>");
  await page.locator("[name=anonymous][value=false]").check();
  await page.locator("[name=contact_phone]").fill("打我电话");
  const key = await page.locator("[name=idempotency_key]").inputValue();
  expect(await send(page)).toBe(422);
  await expect(page.locator("[name=body]")).toHaveValue(nasty);
  await expect(page.locator("[name=officer_name]")).toHaveValue("\"><script>alert(1)</script>");
  await expect(page.locator("[name=unit]")).toHaveValue("ps02");
  await expect(page.locator("[name=contact_phone]")).toHaveValue("打我电话");
  await expect(page.locator("[name=kind][value=complaint]")).toBeChecked();
  await expect(page.locator("[name=idempotency_key]")).toHaveValue(key);
  await expect(page.locator("main script")).toHaveCount(0);
  await expect(page).not.toHaveTitle("坏了");
  await expect(page.locator(".field-error").first()).toBeVisible();
  await expectAccessible(page);
});

test("a complaint by name goes to the centre, the unit answers a demand, the citizen reads the outcome", async ({
  page,
  desk,
}) => {
  test.setTimeout(180_000);
  const title = "报案三周没有回音";
  const receipt = await submit(page, {
    kind: "complaint",
    unit: "ps01",
    title,
    body: nasty,
    name: "李建国",
    consent: true,
  });
  await expectAccessible(page);
  await look(page, receipt);
  await expect(page.locator("h1")).toHaveText(title);
  await expect(page.locator("main")).toContainText("正在审查");
  await unfold(page, "您提交的内容");
  await expect(page.locator("details .typed")).toContainText("</textarea><script>");
  await expectAccessible(page);
  await page.locator("[name=text]").fill("补充：报警是在十月八日。");
  expect(await post(page, page.getByRole("button", { name: "发送" }))).toBe(200);
  await expect(page.locator(".messages")).toContainText("报警是在十月八日");

  const centre = await desk("center");
  await expect(centre).toHaveURL(/\/staff\/queue$/);
  await expectAccessible(centre);
  await centre.getByRole("link", { name: receipt.reference }).click();
  await expect(centre.locator("h1")).toHaveText(title);
  await expect(centre.locator("main")).toContainText("报警是在十月八日");
  await expectAccessible(centre);
  expect(await post(centre, centre.getByRole("button", { name: "受理", exact: true }))).toBe(303);
  await step(centre, "请反映人补充", "发出提问", { text: "请写明当时的接警编号。" });

  await look(page, receipt);
  await expect(page.locator("main")).toContainText("请您补充");
  await expect(page.locator(".messages")).toContainText("请写明当时的接警编号。");
  await page.locator("[name=text]").fill("没有编号，只有回执。");
  await post(page, page.getByRole("button", { name: "发送" }));
  await expectAccessible(page);

  await centre.goto("/staff/queue");
  await expect(centre.locator("tr", { hasText: receipt.reference })).toContainText("有新留言");
  await centre.getByRole("link", { name: receipt.reference }).click();
  await expect(centre.locator("main")).toContainText("没有编号，只有回执。");
  await centre.getByRole("link", { name: "向单位提出要求" }).click();
  await expect(centre.locator("[name=text]")).not.toHaveValue(/13900001234|李建国/);
  await expectAccessible(centre);
  await centre.locator("[name=unit][value=ps01]").check();
  const demand = "说明三周未回复报案人的情况";
  await centre.locator("[name=title]").fill(demand);
  await centre.locator("[name=text]").fill("有群众反映报案后长期没有收到受案回执。请说明受案和告知的情况。");
  expect(await post(centre, centre.getByRole("button", { name: "发出要求" }))).toBe(303);
  await expectAccessible(centre);

  const handler = await desk("handler");
  await expect(handler.locator("main")).not.toContainText(receipt.reference);
  expect((await handler.goto(`/staff/feedback/${receipt.reference}`))?.status()).toBe(404);
  expect((await handler.goto(`/staff/feedback/${receipt.reference}/demand`))?.status()).toBe(404);
  await handler.goto("/staff/queue");
  await handler.getByRole("link", { name: demand }).click();
  const seen = handler.locator("main");
  await expect(seen).toContainText("请说明受案和告知的情况");
  for (const secret of [receipt.reference, title, "李建国", "13900001234", "十月八日"]) {
    await expect(seen).not.toContainText(secret);
  }
  await expectAccessible(handler);
  await handler.locator("[name=text]").fill("经查，回执漏送，已补送并向报案人说明。");
  expect(await post(handler, handler.getByRole("button", { name: "提交答复" }))).toBe(303);

  const other = await desk("handler2");
  expect((await other.goto(handler.url()))?.status()).toBe(404);
  expect((await other.goto(`/staff/feedback/${receipt.reference}`))?.status()).toBe(404);

  await centre.goto("/staff/queue");
  await centre.getByRole("link", { name: demand }).click();
  await expect(centre.locator("main")).toContainText("回执漏送");
  await expectAccessible(centre);
  expect(await post(centre, centre.getByRole("button", { name: "放行并答复反映人" }))).toBe(303);

  await look(page, receipt);
  await expect(page.locator(".messages")).toContainText("经查，回执漏送，已补送并向报案人说明。");
  await expect(page.locator("main")).toContainText("已经答复");

  await centre.goto(`/staff/feedback/${receipt.reference}`);
  await unfold(centre, "办结");
  const outcome = await centre.locator("[name=outcome] option:not([value=''])").first().getAttribute("value");
  await step(centre, "办结", "办结", { outcome: `${outcome}`, text: "回执已补送，本件办结。" });
  await expect(centre.locator("main")).toContainText("现在没有要办的步骤");
  await expectAccessible(centre);

  await look(page, receipt);
  await expect(page.locator(".outcome")).toContainText("已办结，结果：");
  await expect(page.locator(".messages")).toContainText("回执已补送，本件办结。");
  await expect(page.locator(".timeline")).toContainText("已受理");
  await expectAccessible(page);
});

test("an anonymous report is seen by inspection alone, and by the day", async ({ page, desk }) => {
  test.setTimeout(120_000);
  const title = "有人通风报信";
  const receipt = await submit(page, { kind: "report", unit: "ps01", title, body: "有民警提前告知检查时间。" });
  await expect(page.locator(".receipt")).not.toContainText(/\d:\d\d/);
  await look(page, receipt);
  await expect(page.locator("main")).not.toContainText(/\d:\d\d/);
  await expectAccessible(page);

  for (const account of ["center", "handler", "supervisor", "monitor"]) {
    const stranger = await desk(account);
    await expect(stranger.locator("main")).not.toContainText(receipt.reference);
    expect((await stranger.goto(`/staff/feedback/${receipt.reference}`))?.status(), account).toBe(404);
  }
  const inspector = await desk("inspector");
  await inspector.getByRole("link", { name: receipt.reference }).click();
  await expect(inspector.locator("h1")).toHaveText(title);
  await expect(inspector.locator("main")).not.toContainText(/\d:\d\d/);
  await expectAccessible(inspector);
  expect(await post(inspector, inspector.getByRole("button", { name: "受理", exact: true }))).toBe(303);
  const reply = "已调取台账核查，有关民警已停止执行职务。";
  await step(inspector, "答复", "发出答复", { text: reply });
  await expectAccessible(inspector);

  await look(page, receipt);
  await expect(page.locator(".messages")).toContainText(reply);
  // Staff are not anonymous; what the citizen did still shows the day alone.
  const own = page.locator(".timeline-when", { hasText: "您" });
  await expect(own).toHaveCount(1);
  for (const part of [own, page.locator("main dl")]) await expect(part).not.toContainText(/\d:\d\d/);
});

test("a citizen takes a suggestion back", async ({ page }) => {
  const receipt = await submit(page, { kind: "suggestion", title: "路口装个灯", body: "晚上看不清人行道。" });
  await look(page, receipt);
  await unfold(page, "撤回这件反映");
  expect(await post(page, page.getByRole("button", { name: "确认撤回" }))).toBe(200);
  await expect(page.locator(".outcome")).toContainText("您已撤回");
  await expect(page.getByRole("button", { name: "发送" })).toHaveCount(0);
  await expectAccessible(page);
});

test("a complaint about inspection is pointed elsewhere and its text kept", async ({ page }) => {
  await page.goto("/feedback/new");
  await fill(page, { kind: "complaint", unit: "inspection", title: "督察不作为", body: nasty });
  expect(await send(page)).toBe(200);
  const main = page.locator("main");
  for (const pointer of ["12389", "12388", "12309"]) await expect(main).toContainText(pointer);
  await expect(main).toContainText("没有保存");
  await expect(page.locator("#typed")).toHaveValue(`督察不作为\n\n${nasty}`);
  await expect(page.locator(".receipt-code")).toHaveCount(0);
  await expectAccessible(page);
});

test("an inquiry goes to the unit, which answers by itself", async ({ page, desk }) => {
  test.setTimeout(120_000);
  const title = "补办身份证要带什么";
  const receipt = await submit(page, { kind: "inquiry", unit: "ps01", title, body: "请问补办身份证要带什么材料？", name: "赵敏" });
  const handler = await desk("handler");
  await handler.getByRole("link", { name: receipt.reference }).click();
  await expect(handler.locator("h1")).toHaveText(title);
  const accept = handler.getByRole("button", { name: "受理", exact: true });
  if (await accept.count()) expect(await post(handler, accept)).toBe(303);
  await step(handler, "答复", "发出答复", { text: "带户口簿，到窗口办理。" });
  await expectAccessible(handler);
  await look(page, receipt);
  await expect(page.locator(".messages")).toContainText("带户口簿，到窗口办理。");
  await expectAccessible(page);
});

test("a wrong code finds nothing and is not shown again", async ({ page }) => {
  await page.goto("/feedback/status");
  await expectAccessible(page);
  await page.locator("[name=reference]").fill("F-2026-0000000");
  await page.locator("[name=code]").fill("AAAA-BBBB-CCCC-DD");
  expect(await post(page, page.getByRole("button", { name: "查询" }))).toBe(404);
  await expect(page.locator("[role=alert]")).toContainText("没有找到");
  await expect(page.locator("[name=reference]")).toHaveValue("F-2026-0000000");
  await expect(page.locator("[name=code]")).toHaveValue("");
  await expectAccessible(page);
});

test("the same form sent twice gives one receipt; another text under its key is told so", async ({ page }) => {
  const complaint: Complaint = { kind: "suggestion", title: "中午不要关窗口", body: "上班的人只有中午有空。" };
  await page.goto("/feedback/new");
  await fill(page, complaint);
  const key = await page.locator("[name=idempotency_key]").inputValue();
  expect(await send(page)).toBe(201);
  const first = await page.locator(".receipt-code").allTextContents();

  const again = async (body: string) => {
    await page.goto("/feedback/new");
    await fill(page, { ...complaint, body });
    await page.locator("[name=idempotency_key]").evaluate((field, value) => field.setAttribute("value", value), key);
    return send(page);
  };
  expect(await again(complaint.body)).toBe(201);
  expect(await page.locator(".receipt-code").allTextContents()).toEqual(first);
  expect(await again("另一段话。")).toBe(409);
  await expect(page.locator("main")).toContainText(`已提交过，编号 ${first[0]}`);
  await expect(page.locator("main")).not.toContainText(first[1]);
  await expect(page.locator("[name=body]")).toHaveValue("另一段话。");
  await expectAccessible(page);
});
