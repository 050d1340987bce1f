// Pictures of every page for the eyes: SHOTS=/some/folder npx playwright test shots --project=js
import type { Page } from "@playwright/test";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { corrected } from "../demo";
import { expect, letterTo, post, test, unfold } from "../fixtures";

const folder = process.env.SHOTS;

const looks = [
  { name: "wide", width: 1280, scheme: "light", size: "normal" },
  { name: "wide-dark", width: 1280, scheme: "dark", size: "normal" },
  { name: "wide-large", width: 1280, scheme: "light", size: "large" },
  { name: "narrow", width: 390, scheme: "light", size: "normal" },
  { name: "narrow-dark-large", width: 390, scheme: "dark", size: "large" },
] as const;

async function shoot(page: Page, name: string): Promise<void> {
  for (const look of looks) {
    await page.setViewportSize({ width: look.width, height: 900 });
    await page.emulateMedia({ colorScheme: look.scheme });
    await page.evaluate((size) => (document.documentElement.dataset.size = size), look.size);
    await page.screenshot({ path: join(folder ?? ".", look.name, `${name}.png`), fullPage: true });
  }
  await page.setViewportSize({ width: 794, height: 1123 }); // A4
  await page.emulateMedia({ media: "print", colorScheme: "light" });
  await page.screenshot({ path: join(folder ?? ".", "print", `${name}.png`), fullPage: true });
  await page.emulateMedia({ media: "screen" });
}

async function see(page: Page, name: string, address: string): Promise<void> {
  await page.goto(address);
  await shoot(page, name);
}

test.skip(!folder, "pictures are taken when SHOTS names a folder");
test.setTimeout(600_000);

test("public pages", async ({ page, request, portal }) => {
  mkdirSync(folder ?? ".", { recursive: true });
  await see(page, "home", "/");
  await see(page, "results", "/records?q=酒驾&kind=penalty");
  await see(page, "results-all", "/records?sort=newest");
  await see(page, "results-none", "/records?q=霹雳闪电星际走私&year=2025");
  await see(page, "results-wrong", "/records?q=酒驾&from=2026-02-30&fine_min=abc");
  const find = async (query: string) =>
    (await (await request.get(`/api/v1/records?${query}`)).json()).items[0].ref as string;
  const penalty = await find("q=酒驾&kind=penalty");
  await see(page, "record-penalty", `/records/${penalty}`);
  await see(page, "record-history", `/records/${penalty}/history`);
  await see(page, "record-license", `/records/${await find("kind=license")}`);
  await see(page, "objection", `/records/${penalty}/objection`);
  await post(page, page.getByRole("button", { name: "提交", exact: true }));
  await shoot(page, "objection-wrong");
  await page.locator("[name=kind][value=correction]").check();
  await page.locator("[name=asker][value=party]").check();
  await page.locator("[name=passage]").fill("“决定内容”里的罚款数额");
  await page.locator("[name=request]").fill("决定书写的是一千元，网页上是一千五百元。\n\n请按决定书改正。");
  await post(page, page.getByRole("button", { name: "提交", exact: true }));
  await shoot(page, "objection-receipt");
  const [reference, code] = await page.locator(".receipt-code").allTextContents();
  await page.goto("/feedback/status");
  await page.locator("[name=reference]").fill(reference);
  await page.locator("[name=code]").fill(code);
  await post(page, page.getByRole("button", { name: "查询", exact: true }));
  await shoot(page, "objection-status");
  await see(page, "progress", "/progress");
  const cases = test.info().outputPath("cases.jsonl");
  const slip = { case_number: "明公(刑)立字〔2026〕77号", query_code: "7K3M9QDXRV2A", unit: "criminal", kind: "刑事", contact_person: "王警官", contact_phone: "0000-1234567", filed_on: "2026-01-08", measure: "取保候审", measure_on: "2026-01-12", end: "移送审查起诉", end_on: "2026-02-20" };
  writeFileSync(cases, JSON.stringify(slip));
  portal.run("import", "cases", cases);
  await page.locator("[name=case_number]").fill(slip.case_number);
  await page.locator("[name=code]").fill("wrong-code-2026");
  await post(page, page.getByRole("button", { name: "查询", exact: true }));
  await shoot(page, "progress-wrong");
  await page.locator("[name=code]").fill(slip.query_code);
  await post(page, page.getByRole("button", { name: "查询", exact: true }));
  await shoot(page, "progress-case");
  const gone = await find("kind=penalty&unit=ps05");
  portal.run("withdraw", gone, "--reason", "revoked");
  await see(page, "record-gone", `/records/${gone}`);
  await see(page, "withdrawals", "/withdrawals");
  await see(page, "not-found", "/records/R-00000000");
  await see(page, "units", "/units");
  await see(page, "unit", "/units/ps01");
  await see(page, "statistics", "/statistics");
  await see(page, "privacy", "/privacy");
  await see(page, "accessibility", "/accessibility");
  await see(page, "sign-in", "/staff/sign-in");
});

test("a search by mail and what was corrected", async ({ page, portal, desk }) => {
  await page.goto("/records?q=酒驾");
  await page.getByText("用邮件订阅这个检索").click();
  await shoot(page, "subscription-form");
  const send = page.getByRole("button", { name: "订阅", exact: true });
  await page.locator("[name=contact_email]").fill("wang@");
  await post(page, send);
  await shoot(page, "subscription-wrong");
  const mailbox = `wang${Date.now()}@example.com`;
  await page.locator("[name=contact_email]").fill(mailbox);
  await post(page, send);
  await shoot(page, "subscription-asked");
  await page.goto(await letterTo(portal, mailbox));
  await shoot(page, "subscription-confirm");
  await post(page, page.getByRole("button", { name: "确认订阅" }));
  await shoot(page, "subscription");
  await post(page, page.getByRole("button", { name: "退订" }));
  await shoot(page, "subscription-stopped");
  await see(page, "subscription-unknown", "/subscriptions/00000000000000000000000000");
  const { factual, privacy } = corrected();
  await see(page, "record-history-factual", `/records/${factual}/history`);
  await see(page, "record-history-earlier", `/records/${factual}/history/1`);
  await see(page, "record-history-privacy", `/records/${privacy}/history`);
  const publisher = await desk("publisher");
  await see(publisher, "records-forget-earlier", `/staff/records/${factual}`);
  const reviewer = await desk("reviewer");
  await see(reviewer, "records-held", "/staff/records?list=held");
  await reviewer.locator("tbody a").first().click();
  await post(reviewer, reviewer.getByRole("button", { name: "提请例外公开" }));
  await shoot(reviewer, "exception-wrong");
  await reviewer.locator("[name=ground]").fill("社会关注度高，依执法公开规定第十条公开处理结果。");
  await post(reviewer, reviewer.getByRole("button", { name: "提请例外公开" }));
  await shoot(reviewer, "exception-proposed");
  const leader = await desk("leader");
  await see(leader, "exceptions", "/staff/exceptions");
  await leader.locator("tbody tr", { hasText: "等待批准" }).locator("a").first().click();
  await shoot(leader, "exception-answer");
});

test("a complaint and a callback", async ({ page, portal, desk }) => {
  await see(page, "feedback-new", "/feedback/new?kind=complaint&unit=ps01");
  await post(page, page.getByRole("button", { name: "提交" }));
  await shoot(page, "feedback-wrong");
  const write = async (unit: string) => {
    await page.goto("/feedback/new");
    await page.locator("[name=kind][value=complaint]").check();
    await page.locator("[name=unit]").selectOption(unit);
    await page.locator("[name=title]").fill("报案三周没有回音");
    await page.locator("[name=body]").fill("十月八日晚我到派出所报案，电动车被盗。\n\n三周过去，没有收到回执，打电话也没人接。希望告诉我是否立案。");
    await page.locator("[name=anonymous][value=false]").check();
    await page.locator("[name=contact_name]").fill("李建国");
    await page.locator("[name=tell_unit]").check();
    await post(page, page.getByRole("button", { name: "提交" }));
  };
  await write("inspection");
  await shoot(page, "feedback-outside");
  await write("ps01");
  await shoot(page, "feedback-receipt");
  const [reference, code] = await page.locator(".receipt-code").allTextContents();
  await see(page, "status", "/feedback/status");
  await post(page, page.getByRole("button", { name: "查询" }));
  await shoot(page, "status-wrong");

  const centre = await desk("center");
  await shoot(centre, "staff-queue");
  await centre.goto(`/staff/feedback/${reference}`);
  await shoot(centre, "staff-case-new");
  await post(centre, centre.getByRole("button", { name: "受理", exact: true }));
  await unfold(centre, "请反映人补充");
  const ask = centre.locator("details[open] form", { has: centre.getByRole("button", { name: "发出提问" }) });
  await ask.locator("[name=text]").fill("请写明当时的接警编号。");
  await post(centre, ask.getByRole("button"));
  await shoot(centre, "staff-case");
  await see(centre, "staff-demand-new", `/staff/feedback/${reference}/demand`);
  await centre.locator("[name=unit]").first().check();
  await post(centre, centre.getByRole("button", { name: "发出要求" }));
  await shoot(centre, "staff-demand");

  await page.goto("/feedback/status");
  await page.locator("[name=reference]").fill(reference);
  await page.locator("[name=code]").fill(code);
  await post(page, page.getByRole("button", { name: "查询" }));
  await shoot(page, "status-case");

  const handler = await desk("handler");
  await shoot(handler, "handler-queue");
  await see(handler, "handler-rectifications", "/staff/rectifications");
  if (await handler.locator("tbody a").count()) {
    await handler.locator("tbody a").first().click();
    await shoot(handler, "handler-rectification");
  }

  const file = test.info().outputPath("incidents.jsonl");
  const row = { incident_number: `S${Date.now()}`, kind: "call", unit: "ps01", closed_at: new Date(Date.now() - 3_600_000), contact_phone: `138${String(Date.now()).slice(-8)}` };
  writeFileSync(file, JSON.stringify(row));
  portal.run("import", "incidents", file);
  const out = test.info().outputPath("invitations.jsonl");
  portal.run("export", "callback-invitations", out);
  const mine = readFileSync(out, "utf8").split("\n").find((line) => line.includes(row.incident_number));
  const link: string = JSON.parse(mine ?? "{}").url;
  await see(page, "callback", link);
  await post(page, page.getByRole("button", { name: "提交评价" }));
  await shoot(page, "callback-wrong");
  await page.locator("[name=level][value='1']").check();
  await post(page, page.getByRole("button", { name: "提交评价" }));
  await shoot(page, "callback-done");
  await see(page, "callback-used", link);
});

test("watching and publishing", async ({ page, desk }) => {
  const supervisor = await desk("supervisor");
  await see(supervisor, "dashboard", "/staff/dashboard");
  await see(supervisor, "dashboard-cases", "/staff/callbacks/cases?group=answered");
  await see(supervisor, "outliers", "/staff/records/outliers");
  await see(supervisor, "spot-checks", "/staff/spot-checks");
  await see(supervisor, "spot-check-new", "/staff/spot-checks/new");
  await see(supervisor, "spot-check-finished", "/staff/spot-checks/1");
  await see(supervisor, "spot-check", "/staff/spot-checks/2");
  await see(supervisor, "spot-check-judge", "/staff/spot-checks/2/12");
  await post(supervisor, supervisor.getByRole("button", { name: "查看原文" }));
  await shoot(supervisor, "spot-check-judge-beside");
  await post(supervisor, supervisor.getByRole("button", { name: "提交判定" }));
  await shoot(supervisor, "spot-check-judge-wrong");
  await see(supervisor, "callbacks", "/staff/callbacks?show=all");
  await supervisor.locator("tbody a").first().click();
  await shoot(supervisor, "follow-up");
  const publisher = await desk("publisher");
  await see(publisher, "records-drafts", "/staff/records");
  await see(publisher, "records-published", "/staff/records?list=published");
  await publisher.locator("tbody a").first().click();
  await shoot(publisher, "records-review");
  await see(publisher, "spot-check-findings", "/staff/spot-checks/findings");
  await publisher.locator("tbody a").first().click();
  await shoot(publisher, "spot-check-settle");
  await see(publisher, "objections", "/staff/objections");
  await publisher.locator("tbody a").first().click();
  await shoot(publisher, "objection-answer");
  await see(publisher, "objections-answered", "/staff/objections?list=answered");
  await publisher.locator("tbody a").first().click();
  await shoot(publisher, "objection-answered");
  await see(publisher, "records-new", "/staff/records/new");
  await post(publisher, publisher.getByRole("button", { name: "保存" }));
  await shoot(publisher, "records-new-wrong");
  await see(publisher, "records-to-withdraw", "/staff/records?list=to-withdraw");
  await publisher.locator("tbody a").first().click();
  await shoot(publisher, "records-owed");
  await see(publisher, "records-approved", "/staff/records?list=approved");
  await publisher.locator("tbody tr", { has: publisher.locator("time[datetime*=T]") }).locator("a").first().click();
  await shoot(publisher, "records-scheduled");
  await see(publisher, "records-sent-back", "/staff/records?list=sent-back");
  await publisher.locator("tbody a").first().click();
  await publisher.getByRole("link", { name: "修改原文" }).click();
  await shoot(publisher, "records-edit");
  await see(publisher, "records-gaps", "/staff/records/gaps");
  await publisher.locator("tbody a").first().click();
  await shoot(publisher, "records-gaps-unit");
  const reviewer = await desk("reviewer");
  await see(reviewer, "records-in-review", "/staff/records?list=in-review");
  await reviewer.locator("tbody tr", { hasText: "可能认出当事人" }).locator("a").first().click();
  await shoot(reviewer, "records-findable");
  const monitor = await desk("monitor");
  await see(monitor, "monitor-queue", "/staff/queue?finished=true");
  await monitor.locator("tbody a").first().click();
  await shoot(monitor, "monitor-case");
  const admin = await desk("admin");
  expect((await admin.goto("/staff/queue"))?.status()).toBe(403);
  await shoot(admin, "forbidden");
  // Last, because the desks of this worker come from the same address.
  await page.goto("/staff/sign-in");
  for (let attempt = 0; attempt < 40 && (await page.locator("[name=username]").count()); attempt++) {
    await page.locator("[name=username]").fill("nobody");
    await page.locator("[name=password]").fill("wrong-password-2026");
    await post(page, page.getByRole("button", { name: "登录" }));
  }
  await shoot(page, "too-many");
});
