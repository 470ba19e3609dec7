import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { program } from "../helpers/processes/program";
import { useTempDir } from "../helpers/temp-dir";

const ROOT = join(__dirname, "../..");
const PASSPHRASE = "typed by hand";

describe("--passphrase-prompt", () => {
  const dir = useTempDir();

  /** Runs the built sealstack on a terminal and types the passphrase at every prompt. */
  function onTerminal(...argv: string[]) {
    const script = join(ROOT, "__tests__/helpers/processes/answer-prompts.py");
    const words = [...program(), ...argv, "--passphrase-prompt"];
    const env = { ...process.env, ANSWER: PASSPHRASE };
    return spawnSync("python3", [script, ...words], { cwd: ROOT, env, encoding: "utf8" });
  }

  it("asks twice to encrypt and once to decrypt, and never shows what is typed", () => {
    writeFileSync(join(dir(), "plain"), "secret");
    const files = (from: string, to: string): string[] => [
      "--in",
      join(dir(), from),
      "--out",
      join(dir(), to),
    ];
    const sealed = onTerminal("encrypt", ...files("plain", "sealed"));
    const opened = onTerminal("decrypt", ...files("sealed", "opened"));
    expect([sealed.status, opened.status]).toEqual([0, 0]);
    expect(readFileSync(join(dir(), "opened"), "utf8")).toBe("secret");
    expect(sealed.stderr).toMatch(/passphrase: [\s\S]*again: /);
    expect(opened.stderr).not.toContain("again");
    expect(sealed.stderr + opened.stderr).not.toMatch(/typed by hand|warning/i);
  }, 180_000);
});
