import { writeFileSync } from "node:fs";
import { expect, expectAccessible, post, test } from "../fixtures";

test("a person looks up the own case with the slip, and nobody without", async ({ page, portal }) => {
  const serial = Date.now() % 10_000_000;
  const slip = {
    case_number: `明公(城关)受案字〔2026〕${serial}号`,
    query_code: "7K3M9QDXRV2A",
    unit: "ps01",
    kind: "行政",
    contact_person: "王警官",
    contact_phone: "0000-1234567",
    accepted_on: "2026-01-08",
    conclusion: "已调解处理",
    conclusion_on: "2026-01-20",
  };
  const file = test.info().outputPath("cases.jsonl");
  writeFileSync(file, `${JSON.stringify(slip)}\n`);
  portal.run("import", "cases", file);

  await page.goto("/");
  await page.getByRole("link", { name: "查案件进展" }).click();
  await expect(page).toHaveURL(/\/progress$/);
  await expectAccessible(page);
  const look = page.getByRole("button", { name: "查询", exact: true });
  await page.locator("[name=case_number]").fill(slip.case_number);
  await page.locator("[name=code]").fill("wrong-code-2026");
  expect(await post(page, look)).toBe(404);
  await expect(page.locator("main")).toContainText("案号或查询码不对");
  await expect(page.locator("[name=case_number]")).toHaveValue(slip.case_number);
  await expect(page.locator("[name=code]")).toHaveValue("");
  await expectAccessible(page);
  await page.locator("[name=case_number]").fill(`明公（城关）受案字 2026 ${serial}号`);
  await page.locator("[name=code]").fill("7k3m-9qdx-rv2a");
  expect(await post(page, look)).toBe(200);
  for (const shown of ["城关派出所", "王警官", "0000-1234567", "已调解处理", "2026年1月20日"])
    await expect(page.locator("main")).toContainText(shown);
  await expectAccessible(page);
});
