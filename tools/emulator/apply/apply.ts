/** Makes the emulator hold what the stack says; a second run changes nothing. */
import { isDeepStrictEqual } from "node:util";
import { OperatorError } from "../../../scripts/errors";
import { contains } from "./compare";
import { type Lookup, resolveValue } from "./evaluate";
import { inDependencyOrder } from "./order";
import { outputTreeOf, type StackOutputs } from "./outputs";
import {
  type ApplyOptions,
  dataSource,
  type MappedBlock,
  mapBlocks,
  openSession,
  type Session,
  step,
  typeOf,
} from "./session";
import type { Attributes } from "./stack-file";
import type { StateEntry } from "./state";

export type { ApplyOptions } from "./session";

export interface Change {
  readonly address: string;
  readonly action: "created" | "updated" | "replaced" | "unchanged" | "removed" | "skipped";
  /** Why it was skipped or replaced, or what is left of it. */
  readonly remark?: string;
}

export interface ApplyResult {
  readonly changes: readonly Change[];
  /** `{ "<stack>": { "<output>": value } }`, sensitive ones included. */
  readonly outputs: StackOutputs;
}

/**
 * @throws OperatorError (`usage`) when the endpoint is not on loopback, or the stack holds what is not mapped
 * @throws OperatorError (`tool`) when the emulator refuses something; what was done until then is in the state
 */
export async function applyStack(options: ApplyOptions): Promise<ApplyResult> {
  const session = await openSession(options);
  const blocks = inDependencyOrder(mapBlocks(session.file.blocks));
  const known = new Map<string, Attributes>();
  const lookup = lookupIn(known);
  const changes: Change[] = [];
  for (const block of blocks) {
    if (block.mode === "data") known.set(block.address, dataSource(block).read(session.context));
    else changes.push(await applyBlock(session, block, lookup, known));
  }
  changes.push(...(await removeDropped(session, blocks)));
  session.state.reorder(blocks.map(({ address }) => address));
  return { changes, outputs: { [options.stack]: outputTreeOf(session.file, lookup) } };
}

function lookupIn(known: ReadonlyMap<string, Attributes>): Lookup {
  return (address, path) => {
    const value = path.reduce<unknown>(
      (part, key) => (typeof part === "object" && part !== null ? Reflect.get(part, key) : undefined),
      known.get(address),
    );
    if (value !== undefined) return value;
    throw new OperatorError("usage", `${[address, ...path].join(".")} is not known to the emulator's apply`, {
      hint: "add it to what the resource type's `read` returns",
    });
  };
}

async function applyBlock(
  session: Session,
  block: MappedBlock,
  lookup: Lookup,
  known: Map<string, Attributes>,
): Promise<Change> {
  const { address, lacking } = block;
  if (lacking !== undefined) {
    return { address, action: "skipped", remark: `${lacking.why}; asserted in ${lacking.assertedIn}` };
  }
  assertPreconditions(block, lookup);
  const wanted = wantedAttributes(session, block, lookup);
  const change = await step(address, () => makeSo(session, block, wanted));
  const entry = session.state.find(address);
  known.set(address, { ...wanted, ...entry?.applied, tags_all: wanted.tags, ...entry?.computed });
  return change;
}

/** @throws OperatorError (`usage`) with the message of the first that does not hold */
function assertPreconditions({ address, preconditions }: MappedBlock, lookup: Lookup): void {
  for (const { condition, error_message } of preconditions)
    if (resolveValue(condition, lookup) !== true)
      throw new OperatorError("usage", `precondition of ${address}: ${error_message}`);
}

function wantedAttributes({ file }: Session, block: MappedBlock, lookup: Lookup): Attributes {
  const type = typeOf(block);
  const attributes = resolveValue(block.attributes, lookup) as Attributes;
  const tags = attributes.tags as Attributes | undefined;
  const wanted = type.taggable ? { ...attributes, tags: { ...file.defaultTags, ...tags } } : attributes;
  type.check(wanted, block.address);
  return wanted;
}

async function makeSo(session: Session, block: MappedBlock, asked: Attributes): Promise<Change> {
  const { address } = block;
  const type = typeOf(block);
  const entry = session.state.find(address);
  const found = entry && (await type.read(session.context, entry.id, entry.applied));
  if (entry === undefined || found === undefined) {
    await create(session, block, asked);
    return { address, action: "created", ...(entry && { remark: "it had been removed by someone else" }) };
  }
  const wanted = withoutIgnored(block, asked, entry.applied);
  const cause = type.replacedBy(entry.applied, wanted);
  if (cause !== undefined) {
    await replace(session, block, entry, wanted);
    return { address, action: "replaced", remark: `${cause} cannot change in place` };
  }
  const same = isDeepStrictEqual(entry.applied, wanted) && contains(found.facts, type.facts(wanted));
  if (!same) await type.update(session.context, entry.id, wanted, entry.applied);
  await remember(session, block, { ...entry, applied: wanted });
  return { address, action: same ? "unchanged" : "updated" };
}

/** Ignored attributes stay as they were created. */
function withoutIgnored({ ignoreChanges }: MappedBlock, asked: Attributes, before: Attributes): Attributes {
  const ignored = ([name]: [string, unknown]) => ignoreChanges.includes(name);
  return Object.fromEntries([
    ...Object.entries(asked).filter((entry) => !ignored(entry)),
    ...Object.entries(before).filter(ignored),
  ]);
}

async function create(session: Session, block: MappedBlock, wanted: Attributes): Promise<void> {
  const { id, computed = {} } = await typeOf(block).create(session.context, wanted);
  const entry = { address: block.address, type: block.type, id, applied: wanted, computed };
  // Before anything else can fail: what exists must be known.
  session.state.put(entry);
  await remember(session, block, entry);
}

async function replace(
  session: Session,
  block: MappedBlock,
  entry: StateEntry,
  wanted: Attributes,
): Promise<void> {
  if (block.preventDestroy) {
    throw new OperatorError("usage", `${block.address} would be replaced, but prevent_destroy protects it`);
  }
  await typeOf(block).remove(session.context, entry.id, entry.applied, { empty: false });
  session.state.remove(block.address);
  await create(session, block, wanted);
}

/** Stores what the service now shows, and insists that it is what was asked for. */
async function remember(session: Session, block: MappedBlock, entry: StateEntry): Promise<void> {
  const type = typeOf(block);
  const found = await type.read(session.context, entry.id, entry.applied);
  if (found === undefined || !contains(found.facts, type.facts(entry.applied))) {
    const [asked, shown] = [type.facts(entry.applied), found?.facts].map((facts) => JSON.stringify(facts));
    throw new OperatorError("tool", `${block.address} is not as asked for: asked ${asked}, got ${shown}`);
  }
  session.state.put({ ...entry, computed: { ...entry.computed, ...found.computed } });
}

/** Resources that the stack no longer holds, last created first. */
async function removeDropped(session: Session, blocks: readonly MappedBlock[]): Promise<Change[]> {
  const addresses = new Set(blocks.map(({ address }) => address));
  const dropped = session.state.list().filter(({ address }) => !addresses.has(address));
  const changes: Change[] = [];
  for (const entry of dropped.reverse()) {
    const removal = await step(entry.address, () =>
      typeOf(entry).remove(session.context, entry.id, entry.applied, { empty: false }),
    );
    session.state.remove(entry.address);
    changes.push({ address: entry.address, action: "removed", ...(removal && { remark: removal.remark }) });
  }
  return changes;
}
