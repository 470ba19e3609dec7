/** The configurations that the claims are tested for: the default, and each choice that changes a policy. */
import type { z } from "zod";
import type { keyAuditSchema } from "../config";

/** As it stands in `sealstack.yaml`, without what every one of them says. */
export type ClaimVariant = Omit<z.input<typeof keyAuditSchema>, "preset" | "region">;

const KEY = "arn:aws:kms:eu-central-1:111122223333:key/00000000-0000-4000-8000-000000000001";
const AUDITOR = "arn:aws:iam::111122223333:role/auditor";

export const CLAIM_VARIANTS = {
  default: { keys: [KEY] },
  "without a trail": { keys: [KEY], trail: { enabled: false } },
  "two keys, a bucket, identities and a reader": {
    keys: [KEY, KEY.replace(/1$/, "2")],
    aliases: ["alias/backups"],
    buckets: ["arn:aws:s3:::example-other-bucket"],
    identities: ["arn:aws:iam::111122223333:role/app", "arn:aws:iam::111122223333:user/deployer"],
    trail: { bucket: "example-log-files", readers: [AUDITOR] },
  },
  "roles with a path and a boundary": {
    keys: [KEY],
    roles: { path: "/platform/", permissionsBoundary: "arn:aws:iam::111122223333:policy/bound" },
  },
  "a data perimeter": {
    keys: [KEY],
    trail: { readers: [AUDITOR] },
    perimeter: { organizationIds: ["o-a1b2c3d4e5"], vpcEndpointIds: ["vpce-0123456789abcdef0"] },
  },
} as const satisfies Readonly<Record<string, ClaimVariant>>;
