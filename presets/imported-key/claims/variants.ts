/** The configurations that the claims are tested for: the default, and each choice that changes a policy. */
import type { z } from "zod";
import type { importedKeySchema } from "../config";

/** As it stands in `sealstack.yaml`, without what every one of them says. */
export type ClaimVariant = Omit<z.input<typeof importedKeySchema>, "preset" | "region">;

const full = { rootStatement: "full", rootStatementReason: "break-glass" } as const;
const HSM = "arn:aws:iam::111122223333:role/key-ceremony";
const PROVIDER = "arn:aws:iam::111122223333:saml-provider/example";

export const CLAIM_VARIANTS = {
  default: {},
  "two versions, of which the first encrypts": { key: { versions: ["2026-01", "2026-04"] } },
  "two versions, of which the second encrypts": {
    key: { versions: ["2026-01", "2026-04"], current: "2026-04", deletionWindowInDays: 7 },
  },
  "a full root statement": { key: full },
  "a data perimeter": {
    key: full,
    perimeter: {
      organizationIds: ["o-a1b2c3d4e5"],
      vpcEndpointIds: ["vpce-0123456789abcdef0"],
      vpcIds: ["vpc-0123456789abcdef0"],
    },
  },
  "roles with a path and a boundary": {
    roles: { path: "/platform/", permissionsBoundary: "arn:aws:iam::111122223333:policy/bound" },
  },
  "trust of a role, instances and a SAML provider": {
    user: { trust: [{ type: "ec2" }] },
    importer: { trust: [{ type: "principals", arns: [HSM] }] },
    administrator: { trust: [{ type: "saml", providerArns: [PROVIDER] }] },
  },
} as const satisfies Readonly<Record<string, ClaimVariant>>;
