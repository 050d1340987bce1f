// One demo bureau for all walks: made once, copied by each worker.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** The program under test. */
export const binary = resolve(process.env.MINGJING_BIN ?? "../target/debug/mingjing");

/** The password of every demo account in these walks. */
export const password = "walk-the-portal-2026";

/** The folder that the workers copy. */
export function demo(): string {
  const folder = process.env.MINGJING_DEMO;
  if (!folder) throw new Error("the global setup has not made the demo");
  return folder;
}

/** The records that the demo corrected, as `demo` printed them. */
export function corrected(): { factual: string; privacy: string } {
  return JSON.parse(process.env.MINGJING_DEMO_SUMMARY ?? "{}").corrected;
}

/** Playwright's global setup; what it returns runs at the end. */
export default function setUp(): () => void {
  const folder = mkdtempSync(join(tmpdir(), "mingjing-demo-"));
  const options = { timeout: 180_000, encoding: "utf8" } as const;
  const printed = execFileSync(binary, ["--data", folder, "--json", "demo", "--password", password], options);
  process.env.MINGJING_DEMO = folder;
  process.env.MINGJING_DEMO_SUMMARY = printed.trim().split("\n").at(-1);
  return () => rmSync(folder, { recursive: true, force: true });
}
