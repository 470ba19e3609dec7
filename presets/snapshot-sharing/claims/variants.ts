/** The configurations that the claims are tested for: both sides by default, and each choice that changes a policy. */
import type { z } from "zod";
import type { snapshotSharingSchema } from "../config";

/** As it stands in `sealstack.yaml`, without what every one of them says. */
export type ClaimVariant = Omit<z.input<typeof snapshotSharingSchema>, "preset" | "region">;

const ACCOUNT = "777788889999";
const KEY = "00000000-0000-4000-8000-000000000001";
const OTHERS_KEY = `arn:aws:kms:eu-central-1:${ACCOUNT}:key/${KEY}`;
/** Of the same account, in another region. */
const REGIONS_KEY = `arn:aws:kms:eu-west-1:111122223333:key/${KEY}`;
const COPIER = "arn:aws:iam::111122223333:role/copies-copier";
const PROVIDER = "arn:aws:iam::111122223333:saml-provider/example";

export const CLAIM_VARIANTS = {
  source: { side: "source", source: { accounts: [ACCOUNT] } },
  "source for two accounts and another region, with users": {
    side: "source",
    key: { users: ["arn:aws:iam::111122223333:role/launcher"] },
    source: { accounts: [ACCOUNT, "888899990000"], regions: ["eu-west-1"] },
  },
  "source for another region of the account alone, with the shortest deletion window": {
    side: "source",
    key: { deletionWindowInDays: 7 },
    source: { copiers: [COPIER], regions: ["eu-west-1"] },
  },
  "source of EC2 alone, with a full root statement, roles with a path and a boundary": {
    side: "source",
    services: ["ec2"],
    key: { rootStatement: "full", rootStatementReason: "break-glass" },
    source: { accounts: [ACCOUNT], copiers: [COPIER] },
    roles: { path: "/platform/", permissionsBoundary: "arn:aws:iam::111122223333:policy/bound" },
  },
  "source in a data perimeter": {
    side: "source",
    source: { accounts: [ACCOUNT] },
    perimeter: {
      organizationIds: ["o-a1b2c3d4e5"],
      vpcEndpointIds: ["vpce-0123456789abcdef0"],
      vpcIds: ["vpc-0123456789abcdef0"],
    },
  },
  target: { side: "target", target: { keyArns: [OTHERS_KEY] } },
  "target of two sources, one in another region of the account": {
    side: "target",
    target: { keyArns: [OTHERS_KEY, REGIONS_KEY] },
  },
  "target of RDS alone, trust of instances and a SAML provider": {
    side: "target",
    services: ["rds"],
    target: { keyArns: [OTHERS_KEY], copier: { trust: [{ type: "ec2" }, { type: "mfa" }] } },
    administrator: { trust: [{ type: "saml", providerArns: [PROVIDER] }] },
  },
} as const satisfies Readonly<Record<string, ClaimVariant>>;
