/** The configurations that the claims are tested for: the default, and each choice that changes a policy. */
import type { z } from "zod";
import type { publicEncryptionSchema } from "../config";

/** As it stands in `sealstack.yaml`, without what every one of them says. */
export type ClaimVariant = Omit<z.input<typeof publicEncryptionSchema>, "preset" | "region">;

const PIPELINE = "arn:aws:iam::111122223333:role/intake";
const PROVIDER = "arn:aws:iam::111122223333:saml-provider/example";

export const CLAIM_VARIANTS = {
  default: {},
  "both paddings, and the shortest deletion window": {
    key: { encryptionAlgorithms: ["RSAES_OAEP_SHA_256", "RSAES_OAEP_SHA_1"], deletionWindowInDays: 7 },
  },
  "the older padding alone": { key: { spec: "RSA_2048", encryptionAlgorithms: ["RSAES_OAEP_SHA_1"] } },
  "a full root statement": { key: { rootStatement: "full", rootStatementReason: "break-glass" } },
  "a data perimeter": {
    key: { rootStatement: "full", rootStatementReason: "break-glass" },
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
    opener: { trust: [{ type: "principals", arns: [PIPELINE] }, { type: "ec2" }] },
    administrator: { trust: [{ type: "saml", providerArns: [PROVIDER] }] },
  },
} as const satisfies Readonly<Record<string, ClaimVariant>>;
