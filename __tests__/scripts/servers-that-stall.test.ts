/** Servers that are silent, send byte by byte, or never stop: what a command does, as a process, with its own deadlines and a clock that runs faster. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { EXIT } from "../../scripts/errors";
import { until } from "../helpers/eventually";
import { PluginProcess } from "../helpers/kms-plugin/kms-plugin";
import { type Ended, startCli } from "../helpers/processes/cli-process";
import { hurried, peakIn } from "../helpers/processes/hurried";
import {
  endless,
  headersOnly,
  type Odd,
  type OddServer,
  oddServer,
  silent,
  trickling,
} from "../helpers/servers/odd-server";
import { useTempDir } from "../helpers/temp-dir";

const KEY = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

const ENVIRONMENT = {
  ...process.env,
  AWS_ACCESS_KEY_ID: "test",
  AWS_SECRET_ACCESS_KEY: "test",
  AWS_REGION: "eu-central-1",
};

/** Mebibytes at most, besides those of the tool itself: a few replies of the largest size. */
const MAX_MORE_MIB = 200;

const KINDS: readonly (readonly [string, Odd])[] = [
  ["says nothing", silent],
  ["is silent behind its headers", headersOnly],
  ["sends byte by byte", trickling],
  ["never stops", endless],
];

/** Of an object, with the headers that a download looks at. */
const asObject =
  (odd: Odd): Odd =>
  (outgoing, incoming) => {
    const [from = 0, to = 0] = (incoming?.headers.range ?? "").match(/\d+/g)?.map(Number) ?? [];
    const size = 64 * 1024 ** 2;
    const end = Math.min(to, size - 1);
    for (const [name, value] of Object.entries({
      etag: '"one"',
      "content-range": `bytes ${from}-${end}/${size}`,
      "content-length": String(end - from + 1),
    }))
      outgoing.setHeader(name, value);
    const { writeHead } = outgoing;
    outgoing.writeHead = ((_status: number) => writeHead.call(outgoing, 206)) as typeof writeHead;
    odd(outgoing, incoming);
  };

describe("a server that", () => {
  const dir = useTempDir();
  const servers: OddServer[] = [];
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.close();
  });
  const serve = async (odd: Odd): Promise<OddServer> => {
    const server = await oddServer(odd);
    servers.push(server);
    return server;
  };

  /** Runs a command to its end, and says how many mebibytes it took at most. */
  async function run(argv: readonly string[]): Promise<Ended & { readonly mib: number }> {
    const peak = join(dir(), "peak");
    const { child, ended } = startCli(argv, { env: hurried(peak) });
    child.stdin?.on("error", () => {}).end("text");
    return { ...(await ended), mib: peakIn(peak) };
  }

  /** Of a command that nobody answers. */
  let toolMib = 0;
  it("is measured against one that is not there", async () => {
    const { url } = await serve(silent);
    for (const server of servers.splice(0)) await server.close();
    const ran = await run(["encrypt", "--key", KEY, "--endpoint-url", url]);
    expect(ran.status).toBe(EXIT.unavailable.status);
    toolMib = ran.mib;
    expect(toolMib).toBeGreaterThan(20);
  });

  describe.each(KINDS)("%s", (kind, odd) => {
    const status = kind === "never stops" ? EXIT.badReply.status : EXIT.unavailable.status;

    it.each([
      ["KMS", ["encrypt", "--key", KEY], "generate a data key"],
      ["S3", ["list", "--bucket", "backups", "--prefix", "etcd/"], "list"],
    ])("is given up as %s (%j)", async (_service, argv, what) => {
      const { url } = await serve(odd);
      const ran = await run([...argv, "--endpoint-url", url]);
      expect(ran).toMatchObject({ status, stdout: "", stderr: expect.stringContaining(what) });
      expect(ran.mib - toolMib).toBeLessThan(MAX_MORE_MIB);
    });

    it("is given up as S3, in the middle of an object", async () => {
      const { url } = await serve(asObject(odd));
      const ran = await run(["inspect", "s3://backups/etcd/a.tar.gz.kms", "--endpoint-url", url]);
      // As many bytes as were announced are an object, and these are no message.
      const [expected, says] =
        kind === "never stops"
          ? [EXIT.notAuthentic, "not a message"]
          : [EXIT.unavailable, "s3://backups/etcd/a"];
      expect(ran).toMatchObject({
        status: expected.status,
        stdout: "",
        stderr: expect.stringContaining(says),
      });
      expect(ran.mib - toolMib).toBeLessThan(MAX_MORE_MIB);
    });

    it("makes the KMS plugin unhealthy, which goes on to answer", async () => {
      const { url, requests } = await serve(odd);
      const flags = ["--listen", join(dir(), "s"), "--key", KEY, "--kms-endpoint", url];
      const plugin = await PluginProcess.start(flags, ENVIRONMENT);
      try {
        const says = kind === "never stops" ? /BadReplyError/ : /TimeoutError/;
        await until(
          () => plugin.get("/healthz"),
          ({ status, text }) => status === 503 && says.test(text),
        );
        expect(await plugin.get("/livez")).toEqual({ status: 200, text: "ok" });
        expect(requests()).toBeGreaterThan(0);
        const rss = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${plugin.child.pid}/status`, "utf8"))?.[1];
        expect(Number(rss) / 1024).toBeLessThan(toolMib + MAX_MORE_MIB);
      } finally {
        await plugin.end("SIGTERM");
      }
    });
  });
});
