/** Keys of KMS: each, its rotated versions, and requests of programs. */
import type { Quantity } from "../billing";
import type { Profile } from "../profile/fields";
import { type Resource, referenceOf, type Synthesis } from "../synthesis/read";

/** Rotations that AWS bills. Source: KMS pricing page, "capped at the second rotation". */
const BILLED_ROTATIONS = 2;

const KEYS: readonly string[] = ["aws_kms_key", "aws_kms_external_key"];
const REPLICAS: readonly string[] = ["aws_kms_replica_key", "aws_kms_replica_external_key"];

export function keyQuantities({ resources }: Synthesis, profile: Profile): readonly Quantity[] {
  const audits = auditKeys(resources);
  return resources.flatMap((key): Quantity[] => {
    const replica = REPLICAS.includes(key.type);
    if (!replica && !KEYS.includes(key.type)) return [];
    const at = { of: key.address, region: key.region };
    const requests = replica || audits.has(key.address) ? 0 : profile.kmsRequestsPerMonth;
    return [
      { ...at, what: replica ? "replica of a key" : "key", price: "kms.key", quantity: 1 },
      {
        ...at,
        what: "rotated versions of the key, of which AWS bills two",
        price: "kms.rotatedVersion",
        quantity: rotates(key, resources) ? Math.min(profile.keyRotations, BILLED_ROTATIONS) : 0,
      },
      { ...at, what: "requests of programs to KMS", price: requestPrice(key), quantity: requests },
    ];
  });
}

/** Whether KMS keeps older versions of the key: it is rotated, or a replica of one that is. */
function rotates({ body }: Resource, resources: readonly Resource[]): boolean {
  const primary = referenceOf(body.primary_key_arn);
  if (primary !== undefined)
    return resources.some((each) => each.address === primary && rotates(each, resources));
  return body.enable_key_rotation === true;
}

/** Keys of trails, log groups and topics: nobody else uses them. */
function auditKeys(resources: readonly Resource[]): ReadonlySet<string | undefined> {
  return new Set(
    resources
      .filter(({ type }) => ["aws_cloudtrail", "aws_sns_topic", "aws_cloudwatch_log_group"].includes(type))
      .map(({ body }) => referenceOf(body.kms_key_id ?? body.kms_master_key_id)),
  );
}

/** HMAC keys have no price of their own in AWS's list; their requests are plain ones. */
function requestPrice({ body }: Resource): string {
  const spec = String(body.customer_master_key_spec ?? body.key_spec ?? "SYMMETRIC_DEFAULT");
  if (spec === "SYMMETRIC_DEFAULT" || spec.startsWith("HMAC_")) return "kms.requests";
  return spec === "RSA_2048" ? "kms.requests.rsa2048" : "kms.requests.asymmetric";
}
