/** A stack as far as its outputs name what is billed: keys and buckets, and no roles, trails or alerts. Pure. */
import { FLEET_OUTPUT, OUTPUT, REPLICAS_OUTPUT } from "../../../../modules/backup-contract";
import { OperatorError } from "../../../errors";
import type { Resource, Synthesis } from "./read";

const KEY_ARN = /^arn:[a-z-]+:kms:([a-z0-9-]+):\d{12}:key\/([\w-]+)$/;

/** What outputs do not say, in the words of a report. */
export const OUTPUTS_LEAVE_OUT =
  "trails, alarms, alerts, tables and noncurrent versions: outputs do not name them; give the folder of `npx cdktf synth` for all of it";

/**
 * @param outputs of one stack.
 * @param region where they are, if the outputs do not say it.
 * @param retentionInDays of backups, which outputs do not say.
 * @throws OperatorError `usage`, where they name nothing that is billed, or backups without their retention, and for those of a fleet.
 */
export function synthesisOfOutputs(
  outputs: Readonly<Record<string, unknown>>,
  described: string,
  region: string | undefined,
  retentionInDays: number | undefined,
): Synthesis {
  if (outputs[FLEET_OUTPUT.operation] !== undefined)
    throw new OperatorError(
      "usage",
      `${described} is of a fleet: its key and its bucket of backups are another stack's, and its function is not named`,
      { hint: "give the folder of `npx cdktf synth` instead" },
    );
  const keys = keysIn(outputs);
  const home = textOf(outputs[OUTPUT.region]) ?? region ?? [...keys.values()][0]?.region;
  const prefixes = [outputs[OUTPUT.prefixes]].flat().filter((each) => typeof each === "string");
  const replicas = Object.entries(mapOf(outputs[REPLICAS_OUTPUT])).map(
    ([where, names]) => [where, textOf(mapOf(names)[OUTPUT.bucket])] as const,
  );
  const bucket = textOf(outputs[OUTPUT.bucket]);
  if (home === undefined || (keys.size === 0 && bucket === undefined))
    throw new OperatorError("usage", `${described} names neither a key nor a bucket with its region`, {
      hint: "give the folder of `npx cdktf synth` instead",
    });
  if (bucket !== undefined && prefixes.length > 0 && retentionInDays === undefined)
    throw new OperatorError("usage", `${described} does not say how long backups are kept`, {
      hint: "give --retention-days, or the folder of `npx cdktf synth`",
    });
  const rules = prefixes.map((prefix) => ({
    status: "Enabled",
    filter: { prefix },
    expiration: { days: retentionInDays },
  }));
  const copies = replicas.flatMap(([where, name]) => (name === undefined ? [] : [{ where, name }]));
  const resources: Resource[] = [
    ...[...keys.values()].map(({ type, id, region }) =>
      resource(type, id, region, { enable_key_rotation: true }),
    ),
    ...(bucket === undefined ? [] : bucketResources(bucket, home, rules, copies)),
    ...copies.flatMap(({ where, name }) => bucketResources(name, where, rules, [])),
  ];
  return { stack: described, region: home, resources, outputs: {} };
}

interface KeyInOutputs {
  readonly region: string;
  readonly id: string;
  readonly type: string;
}

/** Every key that an output names, once; the same id in another region is a replica. */
function keysIn(outputs: unknown): ReadonlyMap<string, KeyInOutputs> {
  const keys = new Map<string, KeyInOutputs>();
  const ids = new Set<string>();
  const walk = (value: unknown): void => {
    if (typeof value === "object" && value !== null) Object.values(value).forEach(walk);
    const [arn, region, id] = (typeof value === "string" && KEY_ARN.exec(value)) || [];
    if (arn === undefined || region === undefined || id === undefined || keys.has(arn)) return;
    keys.set(arn, { region, id, type: ids.has(id) ? "aws_kms_replica_key" : "aws_kms_key" });
    ids.add(id);
  };
  walk(outputs);
  return keys;
}

/** As a bucket of sealstack's is: under a key, with a bucket key. */
function bucketResources(
  name: string,
  region: string,
  rule: readonly unknown[],
  copies: readonly { readonly name: string }[],
): Resource[] {
  const bucket = `\${aws_s3_bucket.${name}.bucket}`;
  const of = (type: string, body: Resource["body"]) => resource(`aws_s3_bucket_${type}`, name, region, body);
  return [
    resource("aws_s3_bucket", name, region, {}),
    of("server_side_encryption_configuration", {
      bucket,
      rule: {
        apply_server_side_encryption_by_default: { sse_algorithm: "aws:kms" },
        bucket_key_enabled: true,
      },
    }),
    of("lifecycle_configuration", { bucket, rule }),
    ...(copies.length === 0
      ? []
      : [
          of("replication_configuration", {
            bucket,
            rule: copies.map((copy) => ({
              status: "Enabled",
              destination: { bucket: `\${aws_s3_bucket.${copy.name}.arn}` },
            })),
          }),
        ]),
  ];
}

const resource = (type: string, name: string, region: string, body: Resource["body"]): Resource => ({
  type,
  address: `${type}.${name}`,
  region,
  body,
});

const textOf = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;
const mapOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {};
