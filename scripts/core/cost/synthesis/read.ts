/** Reads what `cdktf synth` writes for a stack. Pure. */
import { OperatorError } from "../../../errors";

/** A resource of a stack. */
export interface Resource {
  readonly type: string;
  /** `type.name`, as Terraform calls it. */
  readonly address: string;
  readonly region: string;
  readonly body: Body;
}

export type Body = Readonly<Record<string, unknown>>;

export interface Synthesis {
  readonly stack: string;
  readonly region: string;
  readonly resources: readonly Resource[];
  /** Values of the stack's outputs by their names, as they are written. */
  readonly outputs: Body;
}

/** How cdktf writes a value inside of a text before it resolves it. */
const UNRESOLVED = /TfToken\[[^\]]*\]/;

/**
 * @param file for messages.
 * @throws OperatorError `usage` for anything but a synthesized stack.
 */
export function readSynthesis(text: string, file: string, stack: string): Synthesis {
  const value = parseJson(text);
  const provider = isMap(value) ? firstOf(firstOf(value.provider)?.aws) : undefined;
  if (!isMap(value) || !isMap(value.resource) || !isMap(value.terraform)) throw notSynthesis(file);
  if (UNRESOLVED.test(text))
    throw new OperatorError("usage", `${file} holds tokens that cdktf has not resolved`, {
      hint: "synthesize it with `npx cdktf synth`, which resolves them",
    });
  const region = provider?.region;
  if (typeof region !== "string" || region.includes("${"))
    throw new OperatorError("usage", `${file} does not say the region of its provider${gotRegion(region)}`, {
      hint: "synthesize the stack with a region in sealstack.yaml",
    });
  return {
    stack,
    region,
    resources: resourcesOf(value.resource, region, file),
    outputs: isMap(value.output) ? outputsOf(value.output) : {},
  };
}

const outputsOf = (blocks: Body): Body =>
  Object.fromEntries(Object.entries(blocks).map(([name, block]) => [name, firstOf(block)?.value]));

const gotRegion = (region: unknown): string => (typeof region === "string" ? `, got '${region}'` : "");

function resourcesOf(blocks: Body, stackRegion: string, file: string): Resource[] {
  return Object.entries(blocks).flatMap(([type, named]) => {
    if (!isMap(named)) throw notSynthesis(file);
    return Object.entries(named).map(([name, body]): Resource => {
      const address = `${type}.${name}`;
      if (!isMap(body)) throw notSynthesis(file);
      for (const repeat of ["count", "for_each"])
        if (repeat in body) throw unresolved(address, repeat, body[repeat]);
      const { region = stackRegion } = body;
      if (typeof region !== "string" || region.includes("${")) throw unresolved(address, "region", region);
      return { type, address, region, body };
    });
  });
}

/** For what only Terraform knows. */
export function unresolved(address: string, attribute: string, value: unknown): OperatorError {
  return new OperatorError(
    "usage",
    `${address}: ${attribute} is '${String(value)}', which only Terraform resolves`,
    {
      hint: "synthesize the stack with a value in its place",
    },
  );
}

/** The object of a block, which stands alone or in a list. */
export function firstOf(value: unknown): Body | undefined {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return isMap(first) ? first : undefined;
}

/** The objects of a block that may stand several times. */
export function allOf(value: unknown): readonly Body[] {
  return [value].flat().filter(isMap);
}

/** @returns `undefined` where the attribute is not there. @throws OperatorError `usage`, where it is no number yet. */
export function numberAt({ address }: Resource, attribute: string, value: unknown): number | undefined {
  if (value === undefined || value === null) return undefined;
  const number =
    typeof value === "number" ? value : /^\d+(\.\d+)?$/.test(String(value)) ? Number(value) : Number.NaN;
  if (!Number.isFinite(number) || number < 0) throw unresolved(address, attribute, value);
  return number;
}

/** The address of the resource that a reference such as `${aws_s3_bucket.backups.arn}`, or a text that begins with one, is about. */
export function referenceOf(value: unknown): string | undefined {
  return typeof value === "string" ? /^\$\{(aws_[a-z0-9_]+\.[\w-]+)\.[a-z_]+\}/.exec(value)?.[1] : undefined;
}

function isMap(value: unknown): value is Body {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function notSynthesis(file: string): OperatorError {
  return new OperatorError("usage", `${file} is no synthesized stack`, {
    hint: "write it with `npx cdktf synth`, and name cdktf.out, a folder in cdktf.out/stacks, or its cdk.tf.json",
  });
}
