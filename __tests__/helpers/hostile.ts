/** Text that attacks whoever looks at it on a terminal, and what must be true of an output that was made from it. */

import type { Services } from "../../scripts/commands/io";
import type { Flow, MessageCipher } from "../../scripts/core/ports";
import { rawCipher } from "./kms/raw-cipher";
import { type Ran, sealstack } from "./processes/cli";
import { MemoryStore } from "./stores/memory-store";

/** A title, a cleared screen, a turned direction, nothing visible, new lines, a forged hint, a tag; of file names, too. */
export const EVIL = "\u001b]0;t\u0007\u009b2J\u202e\u200b\u2028\r\nsealstack: hint: forged\n\u{e0041}\u007f";

/** Pairs of an encryption context. */
export const EVIL_CONTEXT = { [`k${EVIL}`]: `v${EVIL}` };

/** Where a text need not be UTF-8. */
export const EVIL_UNITS = `${EVIL}\ud800`;

/** Nothing but visible characters and the ends of lines, none of which begins as the attack would have it. */
function assertHarmless({ stdout, stderr }: Ran): void {
  for (const text of [stdout.toString(), stderr]) {
    expect(text.match(/[^\n\P{C}]|[\u2028\u2029]|\p{Default_Ignorable_Code_Point}/gu)).toBeNull();
    expect(text.split("\n").filter((line) => line.startsWith("sealstack: hint: forged"))).toEqual([]);
  }
}

/** Runs a command twice, for people and for programs. */
export type Drive = (
  command: string,
  argv: readonly string[] | (() => readonly string[]),
  options?: { readonly status?: number; readonly own?: readonly string[] },
) => Promise<{ readonly text: string; readonly data: Record<string, unknown> }>;

/** What it prints is harmless; and `--json` shows the attack in every field that is not ours, unchanged. */
export async function driveWith(
  services: Services,
  ...[command, argv, { status = 0, own = [] } = {}]: Parameters<Drive>
): ReturnType<Drive> {
  const words = command.split(" ");
  const run = (...more: string[]): Promise<Ran> =>
    sealstack([...words, ...more, ...(typeof argv === "function" ? argv() : argv)], { services, env: {} });
  const text = await run();
  const json = await run("--json");
  for (const ran of [text, json]) assertHarmless(ran);
  expect([text.status, json.status]).toEqual([status, status]);
  // A report can end with a status of its own.
  const [line = ""] = (json.stdout.length > 0 ? json.stdout.toString() : json.stderr).split("\n").slice(-2);
  const data = JSON.parse(line);
  if (status === 0) expect(notReached(data, [...OWN, ...own])).toEqual([]);
  return { text: text.stdout.toString(), data };
}

/** What sealstack says itself. */
const OWN =
  `format suite suiteName messageId status problem type result source name createdAt freshAt compression ciphertextSha256 verified toolVersion
  validTo object title exit algorithm usage since last migrationSafeAt id spec state out prefixes arguments manifest text commands url
  step_ca_backup_encryption_method sealstack:purpose sealstack:source sealstack:backup
  arn condition toKeys fromKeys`.split(/\s+/);

/** Paths of all strings in data that do not hold the attack, but for those that end in a name of `own`. */
function notReached(data: unknown, own: readonly string[], path = ""): string[] {
  if (typeof data === "string")
    return data.includes("\u001b]0;t\u0007") || own.includes(path.split(".").at(-1) ?? "") ? [] : [path];
  if (typeof data !== "object" || data === null) return [];
  return Object.entries(data).flatMap(([name, value]) =>
    notReached(value, own, Array.isArray(data) ? path : `${path}.${name}`),
  );
}

/** Ciphers that say their key is called as the attacker likes. */
export function evilCipher(): MessageCipher {
  const cipher = rawCipher();
  const named = (flow: Flow): Flow => {
    const header = flow.header.then((found) => ({ ...found, keyArns: [EVIL], context: EVIL_CONTEXT }));
    header.catch(() => {});
    return { ...flow, header };
  };
  return {
    ...cipher,
    seal: (context, options) => named(cipher.seal(context, options)),
    open: (expected) => named(cipher.open(expected)),
    spotCheck: async (...args) => ({
      ...(await (cipher.spotCheck as NonNullable<typeof cipher.spotCheck>)(...args)),
      ...{ keyArns: [EVIL], context: EVIL_CONTEXT },
    }),
  };
}

export class EvilStore extends MemoryStore {
  override readonly name: string = `s3://${EVIL_UNITS}`;
}
