/** One run of apply or destroy against one emulator. */
import { join } from "node:path";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { OperatorError } from "../../../scripts/errors";
import { EMULATOR_DIR } from "../../paths";
import { emulatorClients } from "../clients";
import { type Unsupported, unsupportedType } from "../unsupported";
import type { ApplyContext, ResourceType } from "./resource-type";
import { RESOURCE_TYPES } from "./resource-types";
import { present } from "./sdk";
import { DATA_SOURCES } from "./services/data";
import { type Block, readStackFile, type StackFile } from "./stack-file";
import { State } from "./state";

export interface ApplyOptions {
  /** The emulator, on loopback. */
  readonly endpoint: string;
  /** What cdktf wrote, usually `cdktf.out`. */
  readonly outDir: string;
  readonly stack: string;
  /** @default `.sealstack/emulator/state` in the repository */
  readonly stateDir?: string;
}

export interface Session {
  readonly file: StackFile;
  readonly context: ApplyContext;
  readonly state: State;
}

export async function openSession(options: ApplyOptions): Promise<Session> {
  const file = readStackFile(options.outDir, options.stack);
  // Refuses anything but loopback, before a single request. LocalStack has every account: a stack is applied in the one that it is for.
  const clients = emulatorClients(options.endpoint, file.region, file.account);
  const { Arn, Account } = await clients.sts.send(new GetCallerIdentityCommand({}));
  const partition = present(Arn, "ARN").split(":")[1] ?? "aws";
  const context = { ...clients, partition, account: present(Account, "account") };
  const state = State.open(options.stateDir ?? join(EMULATOR_DIR, "state"), options.endpoint, options.stack);
  return { file, context, state };
}

/** A block with the mapping of its type; types that the emulator lacks are set apart. */
export type MappedBlock = Block & { readonly lacking?: Unsupported };

/** @throws OperatorError (`usage`) on the first type or attribute name that is not mapped; nothing was changed then */
export function mapBlocks(blocks: readonly Block[]): MappedBlock[] {
  return blocks.map((block) => {
    const lacking = unsupportedType(block.type, block.attributes);
    if (lacking !== undefined) return { ...block, lacking };
    if (block.mode === "data") dataSource(block).check(block.attributes, block.address);
    else typeOf(block).checkNames(block.attributes, block.address);
    return block;
  });
}

export function typeOf({ type, address }: Pick<Block, "type" | "address">): ResourceType {
  return RESOURCE_TYPES[type] ?? notMapped(address, Object.keys(RESOURCE_TYPES));
}

export function dataSource({ type, address }: Pick<Block, "type" | "address">) {
  return DATA_SOURCES[type] ?? notMapped(address, Object.keys(DATA_SOURCES));
}

function notMapped(address: string, mapped: readonly string[]): never {
  throw new OperatorError(
    "usage",
    `${address} has a type that the emulator's apply does not map, mapped: ${mapped.join(", ")}`,
    { hint: "map it in tools/emulator/apply/services, or name it in tools/emulator/unsupported.ts" },
  );
}

/** Runs one step; a failure names the resource. */
export async function step<T>(address: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof OperatorError) throw error;
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw new OperatorError("tool", `${address}: ${reason}`, { cause: error });
  }
}
