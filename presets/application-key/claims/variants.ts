/** The configurations that the claims are tested for: the default, and each choice that changes a policy. */
import type { z } from "zod";
import type { applicationKeySchema } from "../config";

/** As it stands in `sealstack.yaml`, without what every one of them says. */
export type ClaimVariant = Omit<z.input<typeof applicationKeySchema>, "preset" | "region">;

export const CLAIM_VARIANTS = {
  default: {},
  "as the console has it: a full root statement": {
    key: { rootStatement: "full", rootStatementReason: "the default of the KMS console" },
  },
  "a data perimeter": {
    key: { rootStatement: "full", rootStatementReason: "the default of the KMS console" },
    perimeter: {
      organizationIds: ["o-a1b2c3d4e5"],
      vpcEndpointIds: ["vpce-0123456789abcdef0"],
      vpcIds: ["vpc-0123456789abcdef0"],
    },
  },
  "names of its own": {
    key: { alias: "alias/apps/shop", deletionWindowInDays: 7 },
    bucket: { name: "example-shop-data" },
    user: { accessKey: true },
  },
  "roles with a path and a boundary": {
    roles: { path: "/platform/", permissionsBoundary: "arn:aws:iam::111122223333:policy/bound" },
  },
  "an administrator by SAML": {
    administrator: {
      trust: [{ type: "saml", providerArns: ["arn:aws:iam::111122223333:saml-provider/example"] }],
    },
  },
} as const satisfies Readonly<Record<string, ClaimVariant>>;
