/** How each preset is used on its page, for the figures there. A preset without a row has the defaults of a usage profile. */
import type { ProfileInput } from "../../scripts/core/cost/profile/parse";

export const PAGE_USAGE: Readonly<Record<string, ProfileInput>> = {
  "application-key": {
    storedSize: "10GiB",
    writesPerMonth: 10_000,
    readsPerMonth: 100_000,
    kmsRequestsPerMonth: 10_000,
  },
  // Three nodes, each with an Encrypt and a Decrypt every 30 seconds of 730 hours.
  "kubernetes-kms": { kmsRequestsPerMonth: 525_600 },
  "multi-region-vault": {
    storedSize: "10GiB",
    writesPerMonth: 10_000,
    readsPerMonth: 100_000,
    tableSize: "1GiB",
    tableWritesPerMonth: 1_000_000,
    tableReadsPerMonth: 1_000_000,
    kmsRequestsPerMonth: 10_000,
  },
  // A million snapshots of small etcd clusters, once a month.
  fleet: { backupSize: "4MiB", campaignsPerMonth: 1, campaignObjects: 1_000_000 },
  "public-encryption": { kmsRequestsPerMonth: 10_000 },
  "imported-key": { kmsRequestsPerMonth: 10_000 },
  "s3-replication": {
    storedSize: "100GiB",
    overwrittenPerMonth: "10GiB",
    writesPerMonth: 10_000,
    readsPerMonth: 10_000,
  },
  "s3-replication-destination": {
    storedSize: "100GiB",
    overwrittenPerMonth: "10GiB",
    writesPerMonth: 10_000,
    readsPerMonth: 1_000,
  },
  signing: { kmsRequestsPerMonth: 10_000 },
  "state-key": {
    storedSize: "1GiB",
    writesPerMonth: 1_000,
    readsPerMonth: 3_000,
    kmsRequestsPerMonth: 10_000,
  },
  // Fifty accounts with 10 GiB each.
  "vault-account": { storedSize: "500GiB", writesPerMonth: 75_000, readsPerMonth: 5_000 },
  // The copies are the target's.
  "snapshot-sharing-source": { kmsRequestsPerMonth: 1_000 },
  "snapshot-sharing-target": { ebsSnapshotSize: "100GiB", kmsRequestsPerMonth: 1_000 },
};
