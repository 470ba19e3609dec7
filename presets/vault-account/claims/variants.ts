/** The configurations of a vault that its claims are tested for. */
import type { z } from "zod";
import type { vaultAccountSchema } from "../config";

/** As it stands in `sealstack.yaml`, without what every one of them says. */
export type ClaimVariant = Omit<z.input<typeof vaultAccountSchema>, "preset" | "region" | "accountId">;

const bucket = { objectLock: { mode: "COMPLIANCE", retentionInDays: 30 } } as const;
const ONE = { accountId: "222233334444", regions: ["eu-central-1"] };
const TWO = { accountId: "333344445555", regions: ["eu-central-1", "eu-west-1"] };

export const CLAIM_VARIANTS = {
  default: { bucket, sources: [ONE, TWO] },
  "every way in, names of prefixes, other restorers, a restorer of its own and a glass to break": {
    key: { alias: "alias/team/vault", deletionWindowInDays: 14 },
    bucket: {
      name: "example-vault",
      objectLock: { mode: "GOVERNANCE", retentionInDays: 30 },
    },
    sources: [
      { ...ONE, replication: true },
      {
        ...TWO,
        prefix: "team/payments/",
        replication: true,
        restorerArns: ["arn:aws:iam::666677778888:role/ops/recovery"],
      },
    ],
    sourceRoles: {
      writers: ["/backup/writer-{region}"],
      replication: ["/etcd-{region}-replication", "/s3-replication-replication"],
    },
    restorer: { trust: [{ type: "principals", arns: ["arn:aws:iam::111122223333:role/oncall"] }] },
    breakGlass: {},
    roles: { path: "/platform/", permissionsBoundary: "arn:aws:iam::111122223333:policy/bound" },
  },
  "only to be read, and a full root statement": {
    key: { rootStatement: "full", rootStatementReason: "break-glass" },
    bucket,
    sources: [
      { ...ONE, direct: false },
      { ...TWO, restore: false, direct: false, replication: true },
    ],
  },
  "a part of an organization, within a data perimeter": {
    bucket,
    sources: [{ ...ONE, replication: true }, TWO],
    organizationPaths: ["o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*"],
    perimeter: {
      organizationIds: ["o-a1b2c3d4e5"],
      vpcEndpointIds: ["vpce-0123456789abcdef0"],
      vpcIds: ["vpc-0123456789abcdef0"],
    },
  },
} as const satisfies Readonly<Record<string, ClaimVariant>>;
