/** docs/game-day.md as something to follow: the stack, the sections with their commands, and their tables of attempts. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as kms from "@aws-sdk/client-kms";
import * as s3 from "@aws-sdk/client-s3";
import { REPO_ROOT } from "../../../tools/paths";
import { testClients } from "../emulator";
import { type Ran, sealstack } from "../processes/cli";
import { words } from "../repository/documented-commands";

export const GAME_DAY = readFileSync(join(REPO_ROOT, "docs/game-day.md"), "utf8");

/** What stands in the page for what a reader puts there himself. */
export type Values = Readonly<Record<string, string>>;

/** The stack of the page, under a name and an alias that no other test has. */
export function gameDayStack(name: string, previousKeyArn: string): string {
  const yaml = /```yaml\n([\s\S]*?)```/.exec(GAME_DAY)?.[1] ?? "";
  return yaml.replaceAll("game-day", name).replace(/arn:aws:kms:[^"]+/, previousKeyArn);
}

/** Titles of the bad days, in their order. */
export const TITLES = [...GAME_DAY.matchAll(/^## (.+)$/gm)].map(([, title = ""]) => title);

export function section(title: string): string {
  const [, text] = GAME_DAY.split(`\n## ${title}\n`);
  if (text === undefined) throw new Error(`docs/game-day.md has no section '${title}'`);
  return text.split("\n## ")[0] ?? "";
}

interface Step {
  readonly argv: readonly string[];
  /** That the page tells the reader to expect. */
  readonly status: number;
}

function stepsOf(title: string, values: Values): readonly Step[] {
  const blocks = [...section(title).matchAll(/```\n([\s\S]*?)```/g)].map(([, block = ""]) => block);
  return blocks
    .flatMap((block) => block.trim().split("\n"))
    .map((line) => ({
      argv: words(line).map((word) => values[word] ?? word),
      status: Number(/# status (\d+)$/.exec(line)?.[1] ?? 0),
    }));
}

/**
 * Types the commands of a section in their order, and sees that each ends as the page says.
 *
 * @param values by the words of the page
 */
export async function follow(title: string, values: Values): Promise<readonly Ran[]> {
  const done: Ran[] = [];
  for (const { argv, status } of stepsOf(title, values)) {
    const [program, ...rest] = argv;
    const ran = program === "aws" ? await aws(rest) : await sealstack(rest);
    const stderr = ran.status === status ? "" : ran.stderr;
    expect([argv.join(" "), ran.status, stderr]).toEqual([argv.join(" "), status, ""]);
    done.push(ran);
  }
  if (done.length === 0) throw new Error(`section '${title}' has no commands`);
  return done;
}

/** As the command of that name would ask: operation and parameters are the API's own, in another spelling. */
async function aws([service, operation = "", ...flags]: readonly string[]): Promise<Ran> {
  const input: Record<string, unknown> = {};
  for (let at = 0; at < flags.length; at += 1) {
    const name = pascal(flags[at]?.replace(/^--/, "") ?? "");
    const value = flags[at + 1];
    if (value === undefined || value.startsWith("--")) input[name] = true;
    else {
      input[name] = name === "PendingWindowInDays" ? Number(value) : value;
      at += 1;
    }
  }
  delete input.Region;
  const { kms: kmsClient, s3: s3Client } = testClients();
  const library: Readonly<Record<string, unknown>> = service === "kms" ? kms : s3;
  const Command = library[`${pascal(operation)}Command`] as new (input: object) => object;
  const client = (service === "kms" ? kmsClient : s3Client) as { send(command: object): Promise<object> };
  const reply = await client.send(new Command(input));
  return { status: 0, stdout: Buffer.from(JSON.stringify(reply)), stderr: "" };
}

const pascal = (name: string): string =>
  name.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** A row of a table of attempts. */
export interface Attempt {
  readonly what: string;
  readonly action: string;
  /** Behind the action: over what, or where. */
  readonly how: string;
  readonly allowed: boolean;
}

export function attempts(title: string): readonly Attempt[] {
  const rows = section(title).matchAll(/^\| (.+?) \| `([a-zA-Z0-9:]+)`(.*?) \| (yes|no) \|$/gm);
  const found = [...rows].map(([, what = "", action = "", how = "", may]) => ({
    what,
    action,
    how: how.trim(),
    allowed: may === "yes",
  }));
  if (found.length === 0) throw new Error(`section '${title}' has no attempts`);
  return found;
}
