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

/** Playwright's global setup; what it returns runs at the end. */
export default function setUp(): () => void {
  const folder = mkdtempSync(join(tmpdir(), "mingjing-demo-"));
  execFileSync(binary, ["--data", folder, "demo", "--password", password], { timeout: 180_000 });
  process.env.MINGJING_DEMO = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
