/** What Terraform makes of the same configurations by a stack and by a module, side by side. */
import { differences } from "./differences";
import { applied, type Call, type Result } from "./terraform";

/** What of the same configuration became something else. */
export interface Unlike {
  /** Of the configuration: its name, or the number that it was drawn from. */
  readonly configuration: string;
  readonly config: unknown;
  readonly lines: readonly string[];
}

/** What was compared. */
export interface Comparison {
  readonly configurations: number;
  readonly resources: number;
  readonly unlike: readonly Unlike[];
}

/** A configuration in both forms. */
export interface Both {
  readonly config: unknown;
  /** Synthesized, without its provider. */
  readonly stack: unknown;
  /** Of the module's variables. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** @param folder of the module @throws OperatorError when Terraform refuses one of them */
export async function compared(
  configurations: Readonly<Record<string, Both>>,
  folder: string,
  notify: (line: string) => void,
): Promise<Comparison> {
  const calls = Object.entries(configurations).flatMap(([name, { stack, values }]): [string, Call][] => [
    [`${name}_stack`, { source: { json: stack }, values: {} }],
    [`${name}_module`, { source: folder, values }],
  ]);
  const results = await inBatches(calls, notify);
  const none = { resources: [], outputs: {} };
  const unlike = Object.entries(configurations).flatMap(([configuration, { config }]) => {
    const lines = differences(
      results[`${configuration}_stack`] ?? none,
      results[`${configuration}_module`] ?? none,
    );
    return lines.length === 0 ? [] : [{ configuration, config, lines }];
  });
  const resources = Object.values(results).reduce((sum, { resources }) => sum + resources.length, 0);
  return { configurations: Object.keys(configurations).length, resources, unlike };
}

/** Calls in one run of Terraform: its start takes a second, and what it does with resources more than twice as long for twice as many. */
const CALLS_AT_ONCE = 12;

async function inBatches(calls: readonly [string, Call][], notify: (line: string) => void) {
  const results: Record<string, Result> = {};
  for (let at = 0; at < calls.length; at += CALLS_AT_ONCE)
    Object.assign(results, await applied(Object.fromEntries(calls.slice(at, at + CALLS_AT_ONCE)), notify));
  return results;
}
