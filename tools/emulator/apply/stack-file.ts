/** Reads what `cdktf synth` wrote for one stack, and refuses every part of it that is not understood. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { OperatorError } from "../../../scripts/errors";
import { DEFAULT_REGION } from "../endpoint";
import { referencesIn } from "./evaluate";

/** Attributes as they stand in the JSON, templates not yet resolved. */
export type Attributes = Readonly<Record<string, unknown>>;

/** A resource or data source. */
export interface Block {
  /** `aws_kms_key.key`; data sources start with `data.`. */
  readonly address: string;
  readonly mode: "resource" | "data";
  readonly type: string;
  readonly attributes: Attributes;
  /** Addresses from references and from `depends_on`. */
  readonly dependencies: ReadonlySet<string>;
  /** `lifecycle.prevent_destroy`. */
  readonly preventDestroy: boolean;
  /** `lifecycle.ignore_changes`: attributes that keep what they were created with. */
  readonly ignoreChanges: readonly string[];
  /** `lifecycle.precondition`: what has to hold before the resource is touched. */
  readonly preconditions: readonly Precondition[];
}

export interface Precondition {
  /** An expression of Terraform. */
  readonly condition: string;
  readonly error_message: string;
}

export interface StackFile {
  readonly name: string;
  readonly region: string;
  /** The one account to which the provider deploys; any where it is left out. */
  readonly account: string | undefined;
  /** Whether it has the AWS provider; a stack of outputs alone has none. */
  readonly usesAws: boolean;
  /** As Terraform wants it, handed back unread. */
  readonly requiredProviders: unknown;
  readonly defaultTags: Readonly<Record<string, string>>;
  readonly blocks: readonly Block[];
  readonly outputs: Readonly<Record<string, unknown>>;
  /** The tree of names under which `cdktf output --outputs-file` files the outputs. */
  readonly outputTree: OutputTree;
}

export type OutputTree = { readonly [name: string]: string | OutputTree };

const outputTree: z.ZodType<OutputTree> = z.lazy(() =>
  z.record(z.string(), z.union([z.string(), outputTree])),
);
const byTypeAndName = z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown())));
const tags = z.record(z.string(), z.string());
const provider = z.strictObject({
  region: z.string(),
  allowed_account_ids: z.tuple([z.string()]).optional(),
  default_tags: z.array(z.strictObject({ tags })).max(1).optional(),
});
const stackJson = z.strictObject({
  "//": z.object({ outputs: z.record(z.string(), outputTree).optional() }),
  // Backend and versions are Terraform's own business.
  terraform: z.looseObject({ required_providers: z.unknown().optional() }),
  provider: z.strictObject({ aws: z.tuple([provider]) }).optional(),
  data: byTypeAndName.optional(),
  resource: byTypeAndName.optional(),
  output: z.record(z.string(), z.looseObject({ value: z.unknown() })).optional(),
});
const metaArguments = z.object({
  depends_on: z.array(z.string()).default([]),
  lifecycle: z
    .strictObject({
      prevent_destroy: z.boolean().default(false),
      ignore_changes: z.array(z.string()).default([]),
      precondition: z.array(z.strictObject({ condition: z.string(), error_message: z.string() })).default([]),
    })
    .prefault({}),
});

/**
 * @param outDir what cdktf was told to write to, usually `cdktf.out`
 * @throws OperatorError (`usage`) when the stack is missing or holds something that is not mapped
 */
export function readStackFile(outDir: string, name: string): StackFile {
  const path = stackPath(outDir, name);
  const json = understand(stackJson, readJson(path), path);
  const aws = json.provider?.aws[0];
  return {
    name,
    region: aws?.region ?? DEFAULT_REGION,
    account: aws?.allowed_account_ids?.[0],
    usesAws: aws !== undefined,
    requiredProviders: json.terraform.required_providers,
    defaultTags: aws?.default_tags?.[0]?.tags ?? {},
    blocks: [...blocksIn("data", json.data ?? {}), ...blocksIn("resource", json.resource ?? {})],
    outputs: Object.fromEntries(Object.entries(json.output ?? {}).map(([id, { value }]) => [id, value])),
    outputTree: json["//"].outputs?.[name] ?? {},
  };
}

export function stackPath(outDir: string, name: string): string {
  return join(outDir, "stacks", name, "cdk.tf.json");
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new OperatorError("usage", `${path} cannot be read`, { hint: "run npx cdktf synth", cause: error });
  }
}

function blocksIn(mode: Block["mode"], types: z.output<typeof byTypeAndName>): Block[] {
  return Object.entries(types).flatMap(([type, named]) =>
    Object.entries(named).map(([name, json]) => readBlock(mode, type, name, json)),
  );
}

function readBlock(mode: Block["mode"], type: string, name: string, json: Attributes): Block {
  const address = `${mode === "data" ? "data." : ""}${type}.${name}`;
  const { depends_on, lifecycle } = understand(metaArguments, json, address);
  const attributes = Object.fromEntries(
    Object.entries(json).filter(([key]) => !["//", "depends_on", "lifecycle"].includes(key)),
  );
  return {
    address,
    mode,
    type,
    attributes,
    dependencies: new Set([
      ...depends_on,
      ...referencesIn(attributes),
      ...referencesIn(lifecycle.precondition),
    ]),
    preventDestroy: lifecycle.prevent_destroy,
    ignoreChanges: lifecycle.ignore_changes,
    preconditions: lifecycle.precondition,
  };
}

/** Parses with `schema`. @throws OperatorError (`usage`) with every problem and where it is */
export function understand<S extends z.ZodType>(schema: S, value: unknown, where: string): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw notMapped(where, parsed.error.issues);
}

/** Only finds names that `schema` does not have: values may still be templates. */
export function understandNames(schema: z.ZodType, value: unknown, where: string): void {
  const issues =
    schema.safeParse(value).error?.issues.filter(({ code }) => code === "unrecognized_keys") ?? [];
  if (issues.length > 0) throw notMapped(where, issues);
}

function notMapped(where: string, issues: readonly z.core.$ZodIssue[]): OperatorError {
  const problems = issues.map(({ path, message }) => `${path.join(".") || "(top)"}: ${message}`);
  return new OperatorError("usage", `${where} holds what the emulator's apply does not map:`, {
    details: problems,
    hint: "extend tools/emulator/apply, or name it in tools/emulator/unsupported.ts and assert it on the JSON",
  });
}
