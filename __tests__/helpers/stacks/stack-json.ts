import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { stackPath } from "../../../tools/emulator/apply/stack-file";

/** Blocks by type and name, as they stand in synthesized JSON. */
export type Blocks = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;

export interface StackJson {
  readonly resource?: Blocks;
  readonly data?: Blocks;
  readonly output?: Readonly<Record<string, { readonly value: unknown; readonly sensitive?: boolean }>>;
  readonly defaultTags?: Readonly<Record<string, string>>;
}

/** Writes a stack where cdktf would have; the output folder. */
export function writeStack(outDir: string, stack: string, json: StackJson): string {
  const { resource, data, output = {}, defaultTags } = json;
  const path = stackPath(outDir, stack);
  mkdirSync(dirname(path), { recursive: true });
  const outputs = Object.fromEntries(Object.keys(output).map((name) => [name, name]));
  const tags = defaultTags === undefined ? {} : { default_tags: [{ tags: defaultTags }] };
  const content = {
    "//": { metadata: { stackName: stack }, outputs: { [stack]: outputs } },
    terraform: { required_providers: { aws: { source: "aws", version: "6.25.0" } }, backend: {} },
    provider: { aws: [{ region: "eu-central-1", ...tags }] },
    output,
    ...(resource && { resource }),
    ...(data && { data }),
  };
  writeFileSync(path, JSON.stringify(content));
  return outDir;
}
