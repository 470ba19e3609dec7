/** Runs of jest with a Node.js that is not the one of this process. */
import { spawnSync } from "node:child_process";
import { delimiter, dirname, join } from "node:path";
import { REPO_ROOT } from "../paths";
import { say } from "../say";
import type { RunnableNode } from "./chosen";

/** What depends on Node.js itself, more than on the language: streams, threads, processes, files, HTTP, HTTP/2 and cryptography. */
export const PART: readonly string[] = [
  "__tests__/scripts/(clients|kms-plugin|process|core/(archive|crypto|files|lock|store|streams))/",
  "__tests__/scripts/(passphrase-prompt|start|system-failure)\\.",
  "__tests__/scripts/commands/failing-threads\\.",
];

/** All that the command-line tool and the plugin have, and what they do with the emulator. */
export const WHOLE: readonly string[] = [
  "__tests__/scripts/",
  "__tests__/integration/(?!deployer)[^/]+\\.test\\.",
];

/** Tests whose path has one of the patterns, in processes of that Node.js, and so what they start. @returns status of jest */
export function testsOn({ version, program }: RunnableNode, patterns: readonly string[]): number {
  say(`test: Node.js ${version}`);
  // Last, because jest takes every word behind it for the name of a project.
  return jestOn(program, patterns === PART ? [...patterns, "--selectProjects", "unit"] : patterns);
}

/** @returns its status */
export function jestOn(program: string, args: readonly string[]): number {
  // What is started by name, as `node` is by a script's first line, follows.
  const PATH = [dirname(program), process.env.PATH].join(delimiter);
  const { status, error } = spawnSync(program, [join(REPO_ROOT, "node_modules/jest/bin/jest.js"), ...args], {
    cwd: REPO_ROOT,
    stdio: "inherit",
    env: { ...process.env, PATH },
  });
  if (error !== undefined) throw error;
  return status ?? 1;
}
