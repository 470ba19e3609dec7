import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { COMMANDS } from "../../../../scripts/cli/commands";
import { placesOf } from "../../../../scripts/cli/completion/words";
import { findTool } from "../../../../tools/fetched/system-packages";
import { run } from "../../../../tools/processes/run";
import { describeIf } from "../../../helpers/describe-if";
import { NO_RC } from "../../../helpers/processes/bash";
import { sealstack } from "../../../helpers/processes/cli";
import { useTempDir } from "../../../helpers/temp-dir";

const scriptFor = async (shell: string): Promise<string> =>
  (await sealstack(["completion", shell], { env: {} })).stdout.toString();

/** Words before the one that is completed, that one, and what must and must not be offered. */
const CASES: readonly [words: string[], offers: string[], never: string[]][] = [
  [["dr"], ["drill"], ["backup"]],
  [["snapshot", ""], ["share", "copy"], ["backup"]],
  [["kms-plugin", "rotation", ""], ["plan", "status"], ["rotation"]],
  [["--region", "backup", "snapshot", "sh"], ["share"], ["copy"]],
  [["backup", "--source", ""], ["files", "etcd", "step-ca"], ["share"]],
  [["backup", "--bucket", "b", "--compr"], ["--compression"], ["--source"]],
  [["schedule", "print", "--ev"], ["--every"], ["--region"]],
  [["backup", "--bucket", ""], [], ["drill"]],
];

describe("completion", () => {
  it("has a place for every command and every first word of some", () => {
    const places = placesOf(COMMANDS).map(({ words }) => words.join(" "));
    expect(places).toEqual(expect.arrayContaining(["", "snapshot", ...COMMANDS.map(({ name }) => name)]));
    expect(new Set(places).size).toBe(places.length);
  });

  it("fails for a shell that it does not know", async () => {
    const { status, stderr } = await sealstack(["completion", "tcsh"], { env: {} });
    expect(status).toBe(2);
    expect(stderr).toContain("give one of bash, zsh, fish");
  });

  const dir = useTempDir();
  const file = async (shell: string): Promise<string> => {
    const path = join(dir(), `_${shell}`);
    writeFileSync(path, await scriptFor(shell));
    return path;
  };

  it.each(CASES)("in bash, after %j offers %j", async (words, offers, never) => {
    const ask = `. "$0"; COMP_WORDS=(sealstack "$@"); COMP_CWORD=$#; _sealstack; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { status, stdout, stderr } = await run("bash", [...NO_RC, "-c", ask, await file("bash"), ...words]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const offered = stdout.split("\n");
    for (const word of offers) expect(offered).toContain(word);
    for (const word of never) expect(offered).not.toContain(word);
  });

  describeIf(findTool("zsh") !== undefined, "install zsh to try its completion", "in zsh", () => {
    // What zsh's completion system would be told; it leaves out itself what does not begin as the word does.
    const told = `compdef() { :; }; _files() { :; }; compadd() { shift; print -l -- "$@"; }
      _describe() { local name="$2"; [[ "$1" == -o ]] && name="$3"; print -l -- "\${(@)\${(@P)name}%%:*}"; }
      . "$0"; words=(sealstack "$@"); CURRENT=$#words; _sealstack`;

    it.each(CASES)("after %j offers %j", async (words, offers, never) => {
      const { stdout, stderr } = await run("zsh", ["-f", "-c", told, await file("zsh"), ...words]);
      expect(stderr).toBe("");
      const offered = stdout.split("\n").filter((word) => word.startsWith(words.at(-1) ?? ""));
      for (const word of offers) expect(offered).toContain(word);
      for (const word of never) expect(offered).not.toContain(word);
    });
  });

  describeIf(findTool("fish") !== undefined, "install fish to try its completion", "in fish", () => {
    it.each(CASES)("after %j offers %j", async (words, offers, never) => {
      const ask = `source ${await file("fish")}; complete -C 'sealstack ${words.join(" ")}'`;
      const { stdout, stderr } = await run("fish", ["--no-config", "-c", ask]);
      expect(stderr).toBe("");
      const offered = stdout.split("\n").map((line) => line.split("\t")[0]);
      for (const word of offers) expect(offered).toContain(word);
      for (const word of never) expect(offered).not.toContain(word);
    });
  });
});
