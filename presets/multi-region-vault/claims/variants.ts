/** The configurations that the claims are tested for: the default, and each choice that changes a policy. */
import type { z } from "zod";
import type { multiRegionVaultSchema } from "../config";

/** As it stands in `sealstack.yaml`, without what every one of them says. */
export type ClaimVariant = Omit<z.input<typeof multiRegionVaultSchema>, "preset" | "region">;

export const CLAIM_VARIANTS = {
  default: { replicaRegions: ["eu-west-1"] },
  "three regions, names of its own, a data perimeter, and roles on instances with a path and a boundary": {
    replicaRegions: ["eu-west-1", "eu-north-1"],
    key: { alias: "alias/apps/customers", deletionWindowInDays: 7 },
    table: { name: "customers", partitionKey: "customer", sortKey: "kind" },
    bucket: { names: { "eu-west-1": "example-customers-ireland" } },
    perimeter: { organizationIds: ["o-a1b2c3d4e5"], vpcEndpointIds: ["vpce-0123456789abcdef0"] },
    roles: { path: "/platform/", permissionsBoundary: "arn:aws:iam::111122223333:policy/bound" },
    writer: { trust: [{ type: "ec2" }] },
    reader: { trust: [{ type: "principals", arns: ["arn:aws:iam::111122223333:role/app"] }] },
  },
} as const satisfies Readonly<Record<string, ClaimVariant>>;
