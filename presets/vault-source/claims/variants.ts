/** The configurations of a source that its claims are tested for. */
import type { z } from "zod";
import type { vaultSourceSchema } from "../config";

/** As it stands in `sealstack.yaml`, without what every one of them says. */
export type ClaimVariant = Omit<z.input<typeof vaultSourceSchema>, "preset" | "region" | "accountId">;

const vault = {
  bucket: "vault-account-222233334444-eu-west-1",
  keyArn: "arn:aws:kms:eu-west-1:222233334444:key/00000000-0000-4000-8000-000000000001",
};

export const CLAIM_VARIANTS = {
  default: { vault },
  "a restorer, a prefix of its own, and roles on instances with a path and a boundary": {
    vault: { ...vault, prefix: "team/payments/" },
    writer: { trust: [{ type: "ec2" }] },
    restorer: { trust: [{ type: "principals", arns: ["arn:aws:iam::111122223333:role/oncall"] }] },
    roles: { path: "/backup/", permissionsBoundary: "arn:aws:iam::111122223333:policy/bound" },
  },
} as const satisfies Readonly<Record<string, ClaimVariant>>;
