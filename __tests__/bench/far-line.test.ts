/** What far figures stand on: the line is as slow as it says, never faster, and hands on every byte. */
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { request } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { FAR_LINE, type FarLine, startFarLine } from "../../bench/backup/far-line";
import { findTool } from "../../tools/fetched/system-packages";
import { describeIf } from "../helpers/describe-if";

const MIB = 1024 ** 2;
const MINUTES = 60_000;
/** The line makes up for so much when its clock came late. */
const SLACK_MS = 6;

describeIf(findTool("go") !== undefined, "install Go: https://go.dev/dl", "the far line of the bench", () => {
  const dir = mkdtempSync(join(tmpdir(), "sealstack-test-"));
  let [server, line]: [Server | undefined, FarLine | undefined] = [undefined, undefined];

  beforeAll(async () => {
    server = createServer(async (incoming, reply) => {
      const body = await buffer(incoming);
      reply.end(Buffer.concat([body, body]));
    });
    await once(server.listen(0, "127.0.0.1"), "listening");
    const { port } = server.address() as AddressInfo;
    line = await startFarLine([`http://127.0.0.1:${port}`], dir, () => {});
  }, 10 * MINUTES);

  afterAll(async () => {
    await line?.stop();
    server?.close();
    rmSync(dir, { recursive: true, force: true });
  });

  async function sent(body: Buffer): Promise<{ readonly echo: Buffer; readonly ms: number }> {
    const { endpoints: [endpoint = ""] = [], ca = "" } = line ?? {};
    const begun = performance.now();
    const asked = request(endpoint, { method: "PUT", ca: readFileSync(ca), agent: false });
    asked.end(body);
    const [reply] = await once(asked, "response");
    return { echo: await buffer(reply), ms: performance.now() - begun };
  }

  it("takes a round trip for the connection, one for TLS and one for the request", async () => {
    const { ms } = await sent(randomBytes(16));
    expect(ms).toBeGreaterThan(3 * FAR_LINE.roundTripMs - SLACK_MS);
  });

  it("carries so much a second, each way, for all connections together, and the same bytes", async () => {
    const body = randomBytes(2 * MIB);
    const begun = performance.now();
    const all = await Promise.all(Array.from({ length: 4 }, () => sent(body)));
    // 8 MiB there and 16 MiB back: each echo begins when its request has ended.
    const leastMs = (16 / FAR_LINE.mibPerSecond) * 1000;
    expect(performance.now() - begun).toBeGreaterThan(leastMs + 3 * FAR_LINE.roundTripMs - SLACK_MS);
    for (const { echo } of all) expect(echo.equals(Buffer.concat([body, body]))).toBe(true);
  });

  it("lets a connection begin as TCP does, with a window that doubles", async () => {
    // 14.6 KB, and twice as many each time: a MiB takes seven windows, of which the first six end with a round trip.
    const { ms } = await sent(randomBytes(MIB));
    expect(ms).toBeGreaterThan((3 + 6) * FAR_LINE.roundTripMs - SLACK_MS);
  });
});
