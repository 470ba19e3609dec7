/** The configurations that the claims are tested for: the default, and each choice that changes a policy. */
import type { z } from "zod";
import type { stateKeySchema } from "../config";

/** As it stands in `sealstack.yaml`, without what every one of them says. */
export type ClaimVariant = Omit<z.input<typeof stateKeySchema>, "preset" | "region">;

export const CLAIM_VARIANTS = {
  default: {},
  "two regions, two prefixes and OpenTofu's own provider, in a data perimeter": {
    key: {
      alias: "alias/platform/states",
      multiRegion: true,
      replicaRegions: ["eu-west-1"],
      allowAwsKmsProvider: true,
      rootStatement: "full",
      rootStatementReason: "the account's own policies decide",
    },
    prefixes: ["network/", "apps/shop/"],
    perimeter: {
      organizationIds: ["o-a1b2c3d4e5"],
      vpcEndpointIds: ["vpce-0123456789abcdef0"],
      vpcIds: ["vpc-0123456789abcdef0"],
    },
  },
  "two regions, and a pipeline that plans and applies, with a path and a boundary": {
    key: { multiRegion: true, replicaRegions: ["eu-west-1"], deletionWindowInDays: 7 },
    bucket: { name: "example-states" },
    deployer: { trust: [{ type: "principals", arns: ["arn:aws:iam::111122223333:role/pipeline"] }] },
    reader: { trust: [{ type: "ec2" }] },
    roles: { path: "/platform/", permissionsBoundary: "arn:aws:iam::111122223333:policy/bound" },
  },
  "one region and OpenTofu's own provider": { key: { allowAwsKmsProvider: true } },
} as const satisfies Readonly<Record<string, ClaimVariant>>;
