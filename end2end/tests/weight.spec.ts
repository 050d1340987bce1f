import { get } from "node:http";
import { expect, test } from "../fixtures";

interface Loaded {
  /** Bytes on the wire, without headers. */
  bytes: number;
  /** How it was compressed. */
  encoding: string | undefined;
}

/** Loads an address as a browser that takes Brotli does, and counts what arrives. */
function load(url: string): Promise<Loaded> {
  return new Promise((done, fail) => {
    get(url, { headers: { "accept-encoding": "br" } }, (reply) => {
      let bytes = 0;
      reply.on("data", (chunk: Buffer) => (bytes += chunk.length));
      reply.on("end", () => done({ bytes, encoding: reply.headers["content-encoding"] }));
      reply.on("error", fail);
    }).on("error", fail);
  });
}

/** The bytes of some addresses together, each of which has to come compressed. */
async function weight(urls: string[]): Promise<number> {
  const loaded = await Promise.all(urls.map(load));
  expect(loaded.map(({ encoding }) => encoding)).toEqual(urls.map(() => "br"));
  return loaded.reduce((sum, { bytes }) => sum + bytes, 0);
}

const kilobyte = 1024;

test.beforeEach(() => {
  test.skip(test.info().project.name !== "nojs", "the same bytes come to every browser");
});

test("a public page with its stylesheet weighs at most 30 KB", async ({ request, portal }) => {
  const { items } = await (await request.get("/api/v1/records?kind=penalty")).json();
  const pages = ["/", "/records?q=%E9%85%92%E9%A9%BE", `/records/${items[0].ref}`, "/feedback/new", "/units"];
  for (const path of pages) {
    const html = await (await request.get(path)).text();
    const styles = [...html.matchAll(/<link rel="stylesheet" href="([^"]+)"/g)].map(([, href]) => href);
    expect(styles, path).toHaveLength(1);
    const bytes = await weight([path, ...styles].map((address) => portal.url + address));
    test.info().annotations.push({ type: "weight", description: `${path} ${bytes} bytes` });
    expect(bytes, path).toBeLessThanOrEqual(30 * kilobyte);
  }
});

test("the islands weigh at most 180 KB", async ({ request, portal }) => {
  const html = await (await request.get("/")).text();
  const [, boot, js, wasm] = html.match(/<script defer src="([^"]+)" data-js="([^"]+)" data-wasm="([^"]+)"/) ?? [];
  const bytes = await weight([boot, js, wasm].map((address) => portal.url + address));
  test.info().annotations.push({ type: "weight", description: `islands ${bytes} bytes` });
  expect(bytes).toBeLessThanOrEqual(180 * kilobyte);
});
