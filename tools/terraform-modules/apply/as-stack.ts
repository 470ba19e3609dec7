/**
 * What Terraform made of a module with the stand-in, as a stack that the emulator's apply takes: resources without variables, loops and conditions, and
 * with references where the service will give another id than the stand-in did.
 */
import type { Made, Result } from "../compare/terraform";
import { STAND_IN_ACCOUNT } from "../own-account";
import type { Schemas } from "../stand-in/schema";

/** What a service answers, though the bindings would take it. */
const ANSWERED = ["id", "arn", "tags_all"];

/** Attributes with which others name a resource, where the stand-in's is not the service's. The longest first. */
const NAMED_BY: Readonly<Record<string, readonly string[]>> = {
  aws_kms_key: ["arn", "key_id"],
  aws_kms_replica_key: ["arn", "key_id"],
  aws_kms_external_key: ["arn", "id"],
  aws_kms_replica_external_key: ["arn", "id"],
};

/** The text of `cdk.tf.json`, for {@link STAND_IN_ACCOUNT}, which stands in names. */
export function asStack({ resources }: Result, schemas: Schemas["resources"], region: string): string {
  const labelled = resources.map((made, index) => ({ ...made, label: `${made.type}_${index}` }));
  const references = labelled.flatMap(({ type, label, attributes }) =>
    (NAMED_BY[type] ?? []).map((name) => [String(attributes[name]), `\${${type}.${label}.${name}}`] as const),
  );
  const referring = (text: string): string =>
    references.reduce(
      (said, [value, reference]) => said.replaceAll(value, reference),
      text.replaceAll(/([$%])\{/g, "$1$1{"),
    );
  const settled = (value: unknown): unknown => {
    if (typeof value === "string") return referring(value);
    if (Array.isArray(value)) return value.map(settled);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, item]) => (isNothing(item) ? [] : [[key, settled(item)]])),
    );
  };
  const resource: Record<string, Record<string, unknown>> = {};
  for (const made of labelled) {
    const said = attributesOf(made, schemas[made.type], region);
    const waits = labelled.filter(({ address }) => made.waitedFor.includes(address));
    const depends_on = waits.map(({ type, label }) => `${type}.${label}`);
    resource[made.type] = {
      ...resource[made.type],
      [made.label]: { ...(settled(said) as object), depends_on },
    };
  }
  const stack = {
    "//": {},
    terraform: {},
    provider: { aws: [{ region, allowed_account_ids: [STAND_IN_ACCOUNT] }] },
    resource,
  };
  return JSON.stringify(stack);
}

function attributesOf(
  { type, attributes }: Made,
  schema: Schemas["resources"][string] | undefined,
  region: string,
): Readonly<Record<string, unknown>> {
  if (schema === undefined) throw new Error(`the stand-in has no schema of ${type}`);
  const isSaid = ([name, value]: [string, unknown]): boolean => {
    const { required, optional } = schema.attributes[name] ?? {};
    if (isNothing(value) || (name === "region" && value === region)) return false;
    // What is required is said, as the ARN of a target.
    if (ANSWERED.includes(name) && required !== true) return false;
    // So the stand-in answers what it knows nothing about; see answers.go.
    if (typeof value === "string" && value.endsWith(`#${name}`)) return false;
    if (name in schema.blocks) return true;
    return required === true || optional === true;
  };
  return Object.fromEntries(Object.entries(attributes).filter(isSaid));
}

const isNothing = (value: unknown): boolean =>
  value === null || (typeof value === "object" && Object.keys(value).length === 0);
