/** What IAM's simulator says that a role of the stack may do, of what it needs. */
import { BACKUP_PURPOSE, CONTEXT_KEY } from "../../../modules/backup-contract";
import { type Check, type Found, look } from "./check";
import type { Decision, Inspection, Need } from "./ports";

/** What the needs are about. */
export interface RolePlace {
  readonly keyArn: string;
  readonly alias: string | undefined;
  readonly bucket: string;
  readonly prefixes: readonly string[];
}

const NAME = "doctor-20260102T030405Z";
const PAYLOAD = `${NAME}.tar.gz.kms`;

/** Of each role of a stack; of the first prefix, since the others stand beside it in the same statements. */
export function needsOf(role: string, place: RolePlace): readonly Need[] {
  const { keyArn, alias, bucket, prefixes } = place;
  const [prefix = ""] = prefixes;
  const partition = keyArn.split(":")[1] ?? "aws";
  const bucketArn = `arn:${partition}:s3:::${bucket}`;
  const context = {
    [`kms:EncryptionContext:${CONTEXT_KEY.purpose}`]: BACKUP_PURPOSE,
    [`kms:EncryptionContext:${CONTEXT_KEY.backup}`]: `${prefix}${PAYLOAD}`,
    [`kms:EncryptionContext:${CONTEXT_KEY.source}`]: "files",
    ...(alias === undefined ? {} : { "kms:ResourceAliases": alias, "kms:RequestAlias": alias }),
  };
  const onKey = (action: string): Need => ({ action, resource: keyArn, context });
  const onObject = (action: string, object = PAYLOAD, more: Need["context"] = {}): Need => ({
    action,
    resource: `${bucketArn}/${prefix}${object}`,
    context: { "aws:SecureTransport": "true", ...more },
  });
  const onBucket = (action: string): Need => ({
    action,
    resource: bucketArn,
    context: { "aws:SecureTransport": "true", ...(action.startsWith("s3:List") && { "s3:prefix": prefix }) },
  });
  const adds = { "s3:if-none-match": "*" };
  const record = (kind: string): string => `.sealstack/${kind}/${NAME}/20260102T030405Z.json`;
  const reads = [onBucket("s3:ListBucket"), onObject("s3:GetObject"), onKey("kms:Decrypt")];
  switch (role) {
    case "writer":
      return [
        onBucket("s3:ListBucket"),
        onObject("s3:PutObject", PAYLOAD, adds),
        onKey("kms:GenerateDataKey"),
      ];
    case "restorer":
      return reads;
    case "tester":
      return [...reads, onObject("s3:PutObject", record("drills"), adds)];
    case "keeper":
      return [
        ...["s3:ListBucket", "s3:ListBucketVersions", "s3:GetBucketVersioning"].map(onBucket),
        onObject("s3:DeleteObject"),
      ];
    case "rekeyer":
      return [
        onBucket("s3:ListBucketVersions"),
        onObject("s3:GetObject"),
        onObject("s3:PutObject", record("keys"), adds),
      ];
    default:
      return []; // the administrator's power is in the key's policy, which the simulator does not know
  }
}

/** @param roles of the stack by their name, with their ARNs. */
export async function policyChecks(
  simulate: Inspection["simulate"],
  roles: Readonly<Record<string, string>>,
  place: RolePlace,
): Promise<readonly Check[]> {
  const checks: Check[] = [];
  for (const [role, arn] of Object.entries(roles)) {
    const needs = needsOf(role, place);
    if (needs.length === 0) continue;
    checks.push(
      await look("policy", `policies of the ${role}, simulated`, async () => {
        const refused: [Need, Decision][] = [];
        for (const need of needs) {
          const decision = await simulate(arn, need);
          if (!decision.allowed) refused.push([need, decision]);
        }
        return policyFound(needs, refused);
      }),
    );
  }
  return checks;
}

function policyFound(needs: readonly Need[], refused: readonly (readonly [Need, Decision])[]): Found {
  if (refused.length === 0)
    return { result: "ok", detail: `they allow ${needs.map(({ action }) => action).join(", ")}` };
  const detail = refused.map(([{ action, resource }, { explicit, policies, above }]) => {
    const who = above ?? (policies.length === 0 ? "a policy" : policies.join(", "));
    return `${action} on ${resource} is ${explicit ? `denied by ${who}` : above === undefined ? "allowed by none" : `not allowed by ${above}`}`;
  });
  const missing = refused.filter(([, { explicit, above }]) => !explicit && above === undefined);
  const [first] = refused;
  return {
    result: "problem",
    detail: detail.join("; "),
    mend:
      missing.length > 0
        ? `deploy the stack again, or add to the role's policy: ${JSON.stringify(missing.map(([need]) => statementOf(need)))}`
        : `take the denial away, with the owner of ${first?.[1].above ?? "that policy"}`,
  };
}

const statementOf = ({ action, resource }: Need) => ({ Effect: "Allow", Action: action, Resource: resource });
