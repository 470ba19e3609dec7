/** What the tool reads to start: every module of Node.js that a small command does without makes all scripts that call it slower. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { program } from "../helpers/processes/program";
import { kmsEndpoint } from "../helpers/servers/kms-endpoint";
import { useTempDir } from "../helpers/temp-dir";

const PROBE = `process.on("exit", () => require("node:fs").writeFileSync(process.env.LIST, JSON.stringify(process.moduleLoadList)));`;

/** Threads, TLS, programs, compression, WebCrypto and streams of the web. KMS itself needs TLS; the one here does not. */
const UNUSED =
  /^NativeModule (worker_threads|tls|child_process|zlib|perf_hooks|sea|internal\/crypto\/webcrypto|internal\/webstreams\/readablestream)$/;

describe("encryption of a small file", () => {
  const dir = useTempDir();

  it("and back reads no module of Node.js that it does not use", async () => {
    const kms = await kmsEndpoint();
    const [list, probe] = [join(dir(), "list.json"), join(dir(), "probe.cjs")];
    writeFileSync(probe, PROBE);
    writeFileSync(join(dir(), "plain"), "small");
    const { arn } = kms.createKey();
    const read = async (command: string, from: string, to: string): Promise<string[]> => {
      const [node, tool] = program();
      const words = [command, "--key", arn, "--context", "purpose=test", "--quiet"];
      const files = ["--in", join(dir(), from), "--out", join(dir(), to)];
      const child = spawn(node, ["--require", probe, tool, ...words, ...files], {
        stdio: ["ignore", "ignore", "inherit"],
        env: {
          ...{
            PATH: process.env.PATH,
            LIST: list,
            NODE_DISABLE_COMPILE_CACHE: "1",
            AWS_ENDPOINT_URL: kms.url,
          },
          ...{ AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test", AWS_REGION: "eu-central-1" },
        },
      });
      expect(await once(child, "exit")).toEqual([0, null]);
      return JSON.parse(readFileSync(list, "utf8")) as string[];
    };
    try {
      const commands = [
        ["encrypt", "plain", "sealed"],
        ["decrypt", "sealed", "opened"],
      ] as const;
      for (const [command, from, to] of commands) {
        const loaded = await read(command, from, to);
        expect(loaded).toContain("NativeModule http");
        expect(loaded.filter((name) => UNUSED.test(name))).toEqual([]);
      }
      expect(readFileSync(join(dir(), "opened"), "utf8")).toBe("small");
    } finally {
      await kms.close();
    }
  });
});
