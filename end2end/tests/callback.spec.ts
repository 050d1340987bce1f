import type { Page } from "@playwright/test";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { expect, expectAccessible, post, test, type Portal, unfold } from "../fixtures";

interface Invitation {
  incident_number: string;
  url: string;
}

/** A number that no other walk uses. */
let drawn = 0;
const fresh = (prefix: string) => `${prefix}${Date.now()}${drawn++}`;

/** Imports incidents closed an hour ago at ps01, each of a person with a phone of their own. */
function importIncidents(portal: Portal, count: number): string[] {
  const closed_at = new Date(Date.now() - 3_600_000).toISOString();
  const rows = Array.from({ length: count }, () => {
    const incident_number = fresh("W");
    const contact_phone = `139${incident_number.slice(-8)}`;
    return { incident_number, kind: "call", unit: "ps01", closed_at, contact_name: "钱多多", contact_phone };
  });
  const file = test.info().outputPath("incidents.jsonl");
  writeFileSync(file, rows.map((row) => JSON.stringify(row)).join("\n"));
  portal.run("import", "incidents", file);
  return rows.map((row) => row.incident_number);
}

/** The link that the gateway would send for an incident now. */
function invitation(portal: Portal, incident: string): string {
  const file = test.info().outputPath(`${fresh("invitations")}.jsonl`);
  portal.run("export", "callback-invitations", file);
  const rows = readFileSync(file, "utf8").trim().split("\n").filter(Boolean).map((row) => JSON.parse(row) as Invitation);
  rmSync(file);
  const mine = rows.filter((row) => row.incident_number === incident);
  expect(mine, "one link for the incident").toHaveLength(1);
  return mine[0].url;
}

const submit = (page: Page) => post(page, page.getByRole("button", { name: "提交评价" }));

/** Opens the one follow-up of an incident. */
async function openFollowUp(centre: Page, incident: string): Promise<void> {
  await centre.goto("/staff/callbacks?show=all");
  await centre.getByRole("link", { name: incident }).click();
  await expect(centre.locator("h1")).toContainText(incident);
}

async function decide(centre: Page, act: string, text: string): Promise<number> {
  await centre.locator(`[name=act][value=${act}]`).check();
  await centre.locator("[name=act]").first().locator("xpath=ancestor::form").locator("[name=text]").fill(text);
  return post(centre, centre.getByRole("button", { name: "确定" }));
}

test("a bad rating is verified, put right, and rated again", async ({ page, portal, desk }) => {
  test.setTimeout(180_000);
  const [incident] = importIncidents(portal, 1);
  const link = invitation(portal, incident);
  expect(link).toMatch(/\/callback\/[0-9A-HJKMNP-TV-Z]{26}$/);

  await page.goto(link);
  await expect(page.locator("main")).toContainText("城关派出所");
  await expect(page.locator("main")).not.toContainText(incident);
  await expect(page.locator("main")).not.toContainText("钱多多");
  await expectAccessible(page);
  expect(await submit(page)).toBe(422);
  await expect(page.locator(".error-summary a")).toHaveAttribute("href", "#field-level");
  await expectAccessible(page);

  await page.locator("[name=level][value='2']").check();
  await page.locator("[name=reason][value=slow]").check();
  await page.locator("[name=reason][value=no-news]").check();
  await unfold(page, "分项评价");
  await page.locator("[name=speed]").selectOption("1");
  await page.locator("[name=text]").fill("等了两个小时，我叫钱多多。</textarea><script>");
  await page.locator("[name=tell_unit]").check();
  expect(await submit(page)).toBe(201);
  await expect(page.locator("h1")).toContainText("谢谢");
  await expect(page.locator(".notice-ok")).toContainText("核实");
  await expectAccessible(page);
  expect((await page.goto(link))?.status()).toBe(410);
  await expect(page.locator("main")).toContainText("已经评价过");
  await expectAccessible(page);

  const centre = await desk("center");
  await centre.goto("/staff/callbacks");
  await expectAccessible(centre);
  await openFollowUp(centre, incident);
  await expect(centre.locator("main")).toContainText("来得慢或办得慢");
  await expect(centre.locator("main")).toContainText("等了两个小时");
  await expectAccessible(centre);
  expect(await decide(centre, "verify", "电话核实，出警确实迟到。")).toBe(303);
  await centre.locator("[name=follow_up]").first().check();
  for (const box of await centre.locator("[name=follow_up]").all()) {
    const label = box.locator("xpath=ancestor::label");
    await box.setChecked((await label.textContent())?.includes(incident) ?? false);
  }
  await centre.locator("[name=advice]").fill("请查明原因并改进。");
  expect(await post(centre, centre.getByRole("button", { name: "发出整改" }))).toBe(303);
  await expect(centre).toHaveURL(/\/staff\/rectifications\//);
  await expectAccessible(centre);
  const rectification = new URL(centre.url()).pathname;

  const handler = await desk("handler");
  await handler.goto("/staff/rectifications");
  await expectAccessible(handler);
  await handler.goto(rectification);
  const seen = handler.locator("main");
  await expect(seen).toContainText("来得慢或办得慢");
  await expect(seen).toContainText(incident);
  await expect(seen).not.toContainText("两个小时");
  await expect(seen).not.toContainText("钱多多");
  await expectAccessible(handler);
  await handler.locator("[name=text]").fill("值班车辆调度不当，已增加备勤。");
  expect(await post(handler, handler.getByRole("button", { name: "提交整改" }))).toBe(303);
  await expect(seen).toContainText("已增加备勤");
  expect((await handler.goto("/staff/callbacks"))?.status()).toBe(403);
  const other = await desk("handler2");
  expect((await other.goto(rectification))?.status()).toBe(404);

  await centre.goto(rectification);
  await expect(centre.locator("main")).toContainText("已增加备勤");
  await expectAccessible(centre);
  expect(await post(centre, centre.getByRole("button", { name: "通过", exact: true }))).toBe(303);

  const second = invitation(portal, incident);
  expect(second).not.toBe(link);
  await page.goto(second);
  await expect(page.locator("main")).toContainText("已经整改");
  await expectAccessible(page);
  await page.locator("[name=level][value='4']").check();
  expect(await submit(page)).toBe(201);
  await expectAccessible(page);

  await openFollowUp(centre, incident);
  const first = centre.locator("section", { hasText: "第一次评价" });
  await expect(first).toContainText("不满意");
  await expect(centre.locator("section", { hasText: "第二次评价" })).toContainText("满意");
  await expect(centre.locator("main .tag").first()).toContainText("办结");
  await expectAccessible(centre);
});

test("one unnamed rating is not sent to its unit; two together are, without a number", async ({ page, portal, desk }) => {
  test.setTimeout(180_000);
  const incidents = importIncidents(portal, 2);
  const file = test.info().outputPath("both.jsonl");
  portal.run("export", "callback-invitations", file);
  const rows = readFileSync(file, "utf8").trim().split("\n").map((row) => JSON.parse(row) as Invitation);
  for (const incident of incidents) {
    await page.goto(rows.find((row) => row.incident_number === incident)?.url ?? "missing");
    await page.locator("[name=level][value='1']").check();
    await page.locator("[name=reason][value=attitude]").check();
    expect(await submit(page)).toBe(201);
  }
  const centre = await desk("center");
  for (const incident of incidents) {
    await openFollowUp(centre, incident);
    expect(await decide(centre, "verify", "已核实。")).toBe(303);
  }
  const choose = async (wanted: string[]) => {
    for (const box of await centre.locator("[name=follow_up]").all()) {
      const label = (await box.locator("xpath=ancestor::label").textContent()) ?? "";
      await box.setChecked(wanted.some((incident) => label.includes(incident)));
    }
    return post(centre, centre.getByRole("button", { name: "发出整改" }));
  };
  expect(await choose(incidents.slice(0, 1))).toBe(422);
  await expect(centre.locator(".error-summary")).toContainText("至少 2 件");
  await expectAccessible(centre);
  expect(await choose(incidents)).toBe(303);
  const handler = await desk("handler");
  await handler.goto(centre.url());
  await expect(handler.locator("main")).toContainText("态度冷淡");
  for (const incident of incidents) await expect(handler.locator("main")).not.toContainText(incident);
});

test("an opt-out is kept and an unknown link is nothing", async ({ page, portal }) => {
  const [incident] = importIncidents(portal, 1);
  await page.goto(invitation(portal, incident));
  expect(await post(page, page.getByRole("button", { name: "以后不要再回访我" }))).toBe(201);
  await expect(page.locator("main")).toContainText("不会再给您发");
  await expectAccessible(page);
  expect((await page.goto("/callback/0123456789ABCDEFGHJKMNPQRS"))?.status()).toBe(404);
  await expectAccessible(page);
});
