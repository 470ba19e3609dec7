/** The configurations that the claims are tested for: the default, and each choice that changes a policy. */
import type { z } from "zod";
import type { etcdCaBackupSchema } from "../config";

/** As it stands in `sealstack.yaml`, without what every one of them says. */
export type ClaimVariant = Omit<z.input<typeof etcdCaBackupSchema>, "preset" | "region">;

const AUDITOR = "arn:aws:iam::111122223333:role/auditor";
const UNATTENDED_VERIFIER = "arn:aws:iam::111122223333:role/backup-verifier";
const PERMISSION_SET =
  "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/eu-central-1/AWSReservedSSO_Restore_*";
const ANCHOR =
  "arn:aws:rolesanywhere:eu-central-1:111122223333:trust-anchor/00000000-0000-4000-8000-000000000001";
const BOUNDARY = "arn:aws:iam::111122223333:policy/bound";
const PROVIDER = "arn:aws:iam::111122223333:saml-provider/example";

export const CLAIM_VARIANTS = {
  default: {},
  "shortest deletion window": { key: { deletionWindowInDays: 7 } },
  "deletion window of two weeks": { key: { deletionWindowInDays: 14 } },
  "full root statement": { key: { rootStatement: "full", rootStatementReason: "break-glass" } },
  "user for hosts": { writer: { user: {} } },
  "user for hosts, full root statement": {
    key: { rootStatement: "full", rootStatementReason: "break-glass" },
    writer: { user: {} },
  },
  "object lock": { bucket: { objectLock: { mode: "COMPLIANCE", retentionInDays: 30 } } },
  "alerts and a trail": { audit: { trail: { readers: [AUDITOR] } } },
  "own names": {
    key: { alias: "alias/team/backups" },
    bucket: { name: "example-backups", prefixes: [{ prefix: "clusters/a/" }] },
  },
  "previous keys": {
    key: {
      previousKeyArns: ["arn:aws:kms:eu-central-1:111122223333:key/00000000-0000-4000-8000-000000000001"],
    },
  },
  "trust of principals": {
    writer: { trust: [{ type: "principals", arns: ["arn:aws:iam::111122223333:role/etcd-host"] }] },
    restorer: { trust: [{ type: "principals", arns: [UNATTENDED_VERIFIER, PERMISSION_SET] }] },
    administrator: {
      trust: [
        { type: "mfa", maxAgeSeconds: 900 },
        { type: "principals", arns: [PERMISSION_SET] },
      ],
    },
  },
  "second region": {
    key: { multiRegion: true, replicaRegions: ["eu-west-1", "eu-north-1"] },
    bucket: { objectLock: { mode: "GOVERNANCE", retentionInDays: 30 }, replica: { region: "eu-west-1" } },
  },
  "a data perimeter": {
    key: { rootStatement: "full", rootStatementReason: "break-glass" },
    perimeter: {
      organizationIds: ["o-a1b2c3d4e5"],
      vpcEndpointIds: ["vpce-0123456789abcdef0"],
      vpcIds: ["vpc-0123456789abcdef0"],
    },
  },
  "a data perimeter around the audit": {
    audit: { trail: { readers: [AUDITOR] } },
    perimeter: { organizationIds: ["o-a1b2c3d4e5"], vpcEndpointIds: ["vpce-0123456789abcdef0"] },
  },
  "a data perimeter around both regions": {
    key: { multiRegion: true, replicaRegions: ["eu-west-1"] },
    bucket: { objectLock: { mode: "GOVERNANCE", retentionInDays: 30 }, replica: { region: "eu-west-1" } },
    perimeter: { organizationIds: ["o-a1b2c3d4e5"], vpcIds: ["vpc-0123456789abcdef0"] },
  },
  "keeper, tester and rekeyer": { keeper: {}, tester: {}, rekeyer: {} },
  "keeper, tester and rekeyer, full root statement, locked": {
    key: {
      rootStatement: "full",
      rootStatementReason: "break-glass",
      previousKeyArns: ["arn:aws:kms:eu-central-1:111122223333:key/00000000-0000-4000-8000-000000000001"],
    },
    bucket: {
      objectLock: { mode: "GOVERNANCE", retentionInDays: 30 },
      prefixes: [{ prefix: "step-ca/", expirationInDays: 400 }, { prefix: "etcd-default/" }],
    },
    writer: { user: {} },
    keeper: { trust: [{ type: "principals", arns: [UNATTENDED_VERIFIER] }] },
    tester: { trust: [{ type: "principals", arns: [UNATTENDED_VERIFIER] }] },
    rekeyer: { trust: [{ type: "saml", providerArns: [PROVIDER] }] },
    roles: { path: "/platform/backups/", permissionsBoundary: BOUNDARY },
  },
  "keeper, tester and rekeyer, in two regions": {
    key: { multiRegion: true, replicaRegions: ["eu-west-1", "eu-north-1"] },
    bucket: { objectLock: { mode: "COMPLIANCE", retentionInDays: 30 }, replica: { region: "eu-west-1" } },
    keeper: {},
    tester: {},
    rekeyer: {},
  },
  "second region of another account": {
    accountId: "111122223333",
    tester: {},
    keeper: {},
    rekeyer: {},
    key: { multiRegion: true, replicaRegions: ["eu-west-1"] },
    bucket: {
      objectLock: { mode: "GOVERNANCE", retentionInDays: 30 },
      replica: {
        region: "eu-west-1",
        account: {
          id: "222233334444",
          bucket: "example-vault",
          keyArn: "arn:aws:kms:eu-west-1:222233334444:key/33333333-3333-4333-8333-333333333333",
          objectLock: true,
        },
        batchReplication: {},
      },
    },
  },
  "roles with a path and a boundary": {
    roles: { path: "/platform/backups/", permissionsBoundary: BOUNDARY },
    writer: { user: {} },
    audit: { trail: {} },
  },
  "trust of certificates": {
    writer: {
      trust: [
        { type: "ec2" },
        { type: "rolesAnywhere", trustAnchorArn: ANCHOR, commonNames: ["ca-1", "etcd-1"] },
      ],
    },
  },
  "trust of a SAML provider": {
    restorer: { trust: [{ type: "saml", providerArns: [PROVIDER] }] },
    administrator: { trust: [{ type: "mfa" }, { type: "saml", providerArns: [PROVIDER] }] },
  },
} as const satisfies Readonly<Record<string, ClaimVariant>>;
