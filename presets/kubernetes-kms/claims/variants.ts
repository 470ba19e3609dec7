/** The configurations that the claims are tested for: the default, and each choice that changes a policy. */
import type { z } from "zod";
import type { kubernetesKmsSchema } from "../config";

/** As it stands in `sealstack.yaml`, without what every one of them says. */
export type ClaimVariant = Omit<z.input<typeof kubernetesKmsSchema>, "preset" | "region">;

const NODE = "arn:aws:iam::111122223333:role/control-plane";
const PERMISSION_SET =
  "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/eu-central-1/AWSReservedSSO_Keys_*";
const PROVIDER = "arn:aws:iam::111122223333:saml-provider/example";
const ANCHOR =
  "arn:aws:rolesanywhere:eu-central-1:111122223333:trust-anchor/00000000-0000-4000-8000-000000000001";
const PREVIOUS = "arn:aws:kms:eu-central-1:111122223333:key/00000000-0000-4000-8000-000000000001";
const encryptionContext = { cluster: "prod-1", stage: "prod" };

export const CLAIM_VARIANTS = {
  default: {},
  "shortest deletion window": { key: { deletionWindowInDays: 7 } },
  "deletion window of two weeks": { key: { deletionWindowInDays: 14 } },
  "full root statement": { key: { rootStatement: "full", rootStatementReason: "break-glass" } },
  "encryption context": { plugin: { encryptionContext } },
  "alias of its own, which the plugin follows": {
    key: { alias: "alias/clusters/prod-1" },
    plugin: { keyBy: "alias" },
  },
  "previous keys, two of them, without context": {
    key: { previousKeyArns: [PREVIOUS, PREVIOUS.replace(/1$/, "2")] },
  },
  "previous key with encryption context": {
    key: { previousKeyArns: [PREVIOUS] },
    plugin: { encryptionContext },
  },
  "trust of principals": {
    controlPlane: { trust: [{ type: "principals", arns: [NODE] }] },
    administrator: {
      trust: [
        { type: "mfa", maxAgeSeconds: 900 },
        { type: "principals", arns: [PERMISSION_SET] },
      ],
    },
  },
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
  "trust of certificates and of a SAML provider": {
    controlPlane: {
      trust: [
        { type: "ec2" },
        { type: "rolesAnywhere", trustAnchorArn: ANCHOR, commonNames: ["node-1", "node-2"] },
      ],
    },
    administrator: { trust: [{ type: "saml", providerArns: [PROVIDER] }] },
  },
} as const satisfies Readonly<Record<string, ClaimVariant>>;
