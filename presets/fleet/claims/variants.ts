/** The configurations that the claims are tested for: one for each set of roles and permissions. */
import type { z } from "zod";
import type { fleetSchema } from "../config";

/** As it stands in `sealstack.yaml`, without what every one of them says. */
export type ClaimVariant = Omit<z.input<typeof fleetSchema>, "preset" | "region">;

const BACKUPS = {
  bucket: "example-backups",
  prefixes: ["step-ca/", "etcd-default/"],
  keyArns: [
    "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ac",
  ],
};
const FUNCTION = { package: { bucket: "example-artifacts", key: "fleet-handler.zip" } };

export const CLAIM_VARIANTS = {
  verify: {
    operation: "verify",
    backups: { ...BACKUPS, roleArn: "arn:aws:iam::111122223333:role/etcd-ca-backup-restorer" },
    function: FUNCTION,
  },
  "rewrap, by a state machine too, with a path and a boundary": {
    operation: "rewrap",
    backups: { ...BACKUPS, roleArn: "arn:aws:iam::111122223333:role/etcd-ca-backup-rekeyer" },
    function: FUNCTION,
    stateMachine: { definition: "/opt/sealstack/fleet-state-machine.asl.json" },
    bucket: { name: "example-fleet" },
    roles: { path: "/platform/", permissionsBoundary: "arn:aws:iam::111122223333:policy/bound" },
  },
  fixity: { operation: "fixity", backups: BACKUPS },
  "rekey-outer": { operation: "rekey-outer", backups: BACKUPS },
} satisfies Readonly<Record<string, ClaimVariant>>;
