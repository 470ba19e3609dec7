/** Reads of an account what a stack says, and compares the two. */

import { AccessError } from "../../../access/evaluate/access-error";
import type { Fact, LiveFacts } from "../../../access/live/facts";
import { type Wanted, wantedIn, withKeys, withOutputs } from "../../../access/live/identify";
import { compareLive, type LiveComparison } from "../../../access/live/live";
import type { StackText } from "../../../access/model/from-text";
import type { StackBlocks } from "../../../access/sources/blocks";
import { MANAGED_POLICY } from "../../../access/sources/holders";
import { unknownsIn } from "../../../access/sources/unknown-marks";
import { stackValues } from "../../../access/sources/values";
import { parseArn } from "../../../modules/arn";
import type { AccountReader } from "./ports";

export interface Account {
  /** Twelve digits, of the credentials. */
  readonly id: string;
  readonly reader: AccountReader;
}

/** Things that are asked about at the same time. IAM throttles a whole account. */
const AT_ONCE = 4;

/** Of keys, nothing but an alias or an output says which they are. */
const UNTOLD = "neither an alias nor an output says which it is (see --outputs)";

type Keys = Record<string, LiveFacts["keys"][string]>;

/**
 * @param outputs of the stack, as far as they are known
 * @throws AccessError for policy files, and for a stack of another account
 */
export async function compareWithAccount(
  stack: StackText,
  outputs: Readonly<Record<string, unknown>>,
  { id, reader }: Account,
): Promise<LiveComparison> {
  if (stack.origin === "policies")
    throw new AccessError(
      `${stack.stack} is policy files, which do not say what is in an account: name a stack, or a plan`,
    );
  // A plan's account is guessed from what it names.
  if (stack.origin === "synthesized" && stack.account !== undefined && stack.account !== id)
    throw new AccessError(
      `stack '${stack.stack}' is for account ${stack.account}, and the credentials are of account ${id}: name the stack of this account with --stack, or take other credentials`,
    );
  const { blocks, keys } = await identified(withOutputs(stack.blocks, stack.stack, outputs), id, reader);
  const values = stackValues(blocks, id);
  const wanted = wantedIn(blocks, values);
  const buckets: Record<string, LiveFacts["buckets"][string]> = {};
  const holders: Record<string, LiveFacts["holders"][string]> = {};
  await each(wanted, async ({ address, kind, region, said }) => {
    if (said === undefined || kind === "key") return;
    if (kind === "bucket") buckets[address] = await reader.bucket(said, region);
    else holders[address] = await reader[kind](said);
  });
  const policies: Record<string, LiveFacts["policies"][string]> = {};
  const arns = new Set([
    ...Object.values(holders).flatMap(attachedTo),
    ...values.resources.flatMap(({ type, arn, attributes }) =>
      type === MANAGED_POLICY ? [arn] : [attributes.policy_arn, attributes.permissions_boundary],
    ),
  ]);
  await each([...arns].filter(isArn), async (arn) => {
    policies[arn] = await reader.policy(arn);
  });
  const untold = wanted.filter(({ address, kind, said }) =>
    kind === "key" ? keys[address] === undefined : said === undefined,
  );
  return compareLive(
    { ...stack, blocks },
    id,
    { keys, buckets, holders, policies },
    new Map(untold.map(({ address }) => [address, UNTOLD])),
  );
}

/** The stack with its keys by their real ARNs: primaries first, because copies have their ids. */
async function identified(
  given: StackBlocks,
  account: string,
  reader: AccountReader,
): Promise<{ readonly blocks: StackBlocks; readonly keys: Keys }> {
  let blocks = given;
  const keys: Keys = {};
  const arns: Record<string, string | undefined> = {};
  for (let primaries = true; ; primaries = false) {
    const all = wantedIn(blocks, stackValues(blocks, account)).filter(({ kind }) => kind === "key");
    const open = all.filter(({ address, said }) => said !== undefined && !Object.hasOwn(keys, address));
    await each(open, async (wanted) => {
      keys[wanted.address] = await key(wanted, account, reader);
    });
    for (const wanted of open) keys[wanted.address] = apart(wanted, keys);
    for (const { address, said } of open) arns[address] = arnOf(keys[address], said, account);
    if (!primaries) for (const { address } of all) arns[address] ??= undefined;
    blocks = withKeys(blocks, arns);
    if (!primaries) return { blocks, keys };
  }
}

async function key({ said = "", region }: Wanted, account: string, reader: AccountReader) {
  const arn = parseArn(said);
  if (arn !== undefined && arn.account !== account)
    throw new AccessError(
      `the outputs name key ${said}, and the credentials are of account ${account}: name the outputs of this account with --outputs`,
    );
  return reader.key(said, region);
}

/** An alias that was moved names the key of another address: which one this is, it does not tell then. */
function apart({ address, said }: Wanted, keys: Keys): Keys[string] {
  const own = keys[address] ?? { read: undefined };
  const arn = "read" in own ? own.read?.arn : undefined;
  const [other] = Object.entries(keys).find(
    ([each, fact]) => each !== address && "read" in fact && fact.read?.arn === arn,
  ) ?? [undefined];
  if (arn === undefined || other === undefined || said === arn) return own;
  return { notRead: `${said} is the key of ${other}, and no output says which it is (see --outputs)` };
}

/** Where a key could not be looked at, it is known by what was said, if that was its ARN. */
function arnOf(
  fact: Keys[string] | undefined,
  said: string | undefined,
  account: string,
): string | undefined {
  if (fact !== undefined && "read" in fact) return fact.read?.arn;
  return said !== undefined && parseArn(said)?.account === account ? said : undefined;
}

function attachedTo(holder: LiveFacts["holders"][string]): readonly unknown[] {
  const read: Extract<typeof holder, { read: unknown }>["read"] = "read" in holder ? holder.read : undefined;
  if (read === undefined) return [];
  const attached: Fact<readonly string[]> = read.attached;
  return [read.boundary, ...("read" in attached ? attached.read : [])];
}

const isArn = (value: unknown): value is string =>
  typeof value === "string" && unknownsIn(value).length === 0 && parseArn(value)?.service === "iam";

async function each<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const left = [...items];
  const stop = (error: unknown): never => {
    left.length = 0;
    throw error;
  };
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let next = left.shift(); next !== undefined; next = left.shift()) await work(next).catch(stop);
    }),
  );
}
