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

/**
 * How much is in one run of Terraform: its start takes a second, and what it does with resources more than twice as long for twice as many.
 * The call of a module makes as many as the stack before it.
 */
const RESOURCES_AT_ONCE = 150;

async function inBatches(calls: readonly [string, Call][], notify: (line: string) => void) {
  const results: Record<string, Result> = {};
  for (const batch of batchesOf(calls))
    Object.assign(results, await applied(Object.fromEntries(batch), notify));
  return results;
}

function batchesOf(calls: readonly [string, Call][]): readonly (readonly [string, Call][])[] {
  const batches: [string, Call][][] = [];
  let room = 0;
  let size = 0;
  for (const call of calls) {
    size = resourcesIn(call[1]) ?? size;
    if (batches.length === 0 || size > room) {
      batches.push([]);
      room = RESOURCES_AT_ONCE;
    }
    batches.at(-1)?.push(call);
    room -= size;
  }
  return batches;
}

/** Of a synthesized stack; nothing of a module, which says it only when it is called. */
function resourcesIn({ source }: Call): number | undefined {
  if (typeof source === "string") return undefined;
  const { resource = {} } = source.json as { readonly resource?: Readonly<Record<string, object>> };
  return Object.values(resource).reduce((sum, made) => sum + Object.keys(made).length, 0);
}
