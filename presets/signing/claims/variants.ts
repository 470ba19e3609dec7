/** The configurations that the claims are tested for: the default, and each choice that changes a policy. */
import type { z } from "zod";
import type { signingSchema } from "../config";

/** As it stands in `sealstack.yaml`, without what every one of them says. */
export type ClaimVariant = Omit<z.input<typeof signingSchema>, "preset" | "region">;

const full = { rootStatement: "full", rootStatementReason: "break-glass" } as const;
const PIPELINE = "arn:aws:iam::111122223333:role/release-pipeline";
const PROVIDER = "arn:aws:iam::111122223333:saml-provider/example";

export const CLAIM_VARIANTS = {
  default: {},
  "with an HMAC key": { mac: {} },
  "full root statements": { key: full, mac: { ...full } },
  "a data perimeter": {
    key: full,
    mac: {},
    perimeter: {
      organizationIds: ["o-a1b2c3d4e5"],
      vpcEndpointIds: ["vpce-0123456789abcdef0"],
      vpcIds: ["vpc-0123456789abcdef0"],
    },
  },
  "RSA, and the shortest deletion windows": {
    key: { spec: "RSA_3072", deletionWindowInDays: 7 },
    mac: { deletionWindowInDays: 7 },
  },
  "roles with a path and a boundary": {
    mac: {},
    roles: { path: "/platform/", permissionsBoundary: "arn:aws:iam::111122223333:policy/bound" },
  },
  "trust of a pipeline, instances and a SAML provider": {
    signer: { trust: [{ type: "principals", arns: [PIPELINE] }, { type: "ec2" }] },
    verifier: { trust: [{ type: "ec2" }, { type: "saml", providerArns: [PROVIDER] }] },
    administrator: { trust: [{ type: "saml", providerArns: [PROVIDER] }] },
  },
} as const satisfies Readonly<Record<string, ClaimVariant>>;
