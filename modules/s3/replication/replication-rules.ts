/** What is copied where, as plain data. */
import { shown } from "../../show-value";
import { filterBlock, type ObjectFilter } from "../filters";
import { type StorageClass, storageClassProblem } from "../lifecycle/storage-classes";
import { REPLICATION_RULES, REPLICATION_TIME_MINUTES } from "../limits";

/**
 * Which new objects are copied, and how. Objects that are there already are not: S3 Batch Replication does that, whatever a rule says of existing
 * objects.
 */
export interface ReplicationRule extends ObjectFilter {
  /** @default - that of each object */
  readonly storageClass?: StorageClass;
  /**
   * Whether a deletion in the source hides the replica too. Versions are never deleted by replication. Not with tags.
   *
   * @default false
   */
  readonly deleteMarkers?: boolean;
  /** Whether changed metadata of a replica goes back, where buckets replicate each other. @default false */
  readonly replicaModifications?: boolean;
  /** Whether S3 promises a replica within 15 minutes (Replication Time Control), and measures it. Costs extra. @default false */
  readonly replicationTime?: boolean;
  /** Whether CloudWatch shows what is pending and what failed; always so with `replicationTime`. @default false */
  readonly metrics?: boolean;
  /** @default true */
  readonly enabled?: boolean;
}

/** Where replicas go, as far as a rule needs it. */
export interface ReplicaPlace {
  readonly bucketArn: string;
  readonly keyArn: string;
  /** Account to which the replicas shall belong; only where it is another one. */
  readonly accountId?: string;
}

/** A rule for the provider. Objects under KMS keys are only copied where that is asked for, with the key of the replica. */
export function replicationRule(rule: ReplicationRule, place: ReplicaPlace, priority: number) {
  const { storageClass, deleteMarkers = false, replicaModifications, replicationTime = false } = rule;
  const { metrics = replicationTime, enabled = true } = rule;
  const eventThreshold = { minutes: REPLICATION_TIME_MINUTES };
  return {
    id: `replicate-${priority}`,
    priority,
    status: status(enabled),
    filter: filterBlock(rule),
    deleteMarkerReplication: { status: status(deleteMarkers) },
    sourceSelectionCriteria: {
      sseKmsEncryptedObjects: { status: "Enabled" },
      ...(replicaModifications === true ? { replicaModifications: { status: "Enabled" } } : {}),
    },
    destination: {
      bucket: place.bucketArn,
      encryptionConfiguration: { replicaKmsKeyId: place.keyArn },
      ...(place.accountId === undefined
        ? {}
        : { account: place.accountId, accessControlTranslation: { owner: "Destination" } }),
      ...(storageClass === undefined ? {} : { storageClass }),
      ...(replicationTime ? { replicationTime: { status: "Enabled", time: eventThreshold } } : {}),
      ...(metrics ? { metrics: { status: "Enabled", ...(replicationTime ? { eventThreshold } : {}) } } : {}),
    },
  };
}

function status(on: boolean): "Enabled" | "Disabled" {
  return on ? "Enabled" : "Disabled";
}

/** Everything that is wrong with rules. */
export function replicationRuleProblems(rules: readonly ReplicationRule[]): readonly string[] {
  const { min, max } = REPLICATION_RULES;
  const count =
    rules.length < min || rules.length > max
      ? [`replication rules must be ${min} to ${max} in number, got ${rules.length}`]
      : [];
  return [
    ...count,
    ...rules.flatMap((rule, index) => {
      const { prefix = "", tags = {}, deleteMarkers, metrics, replicationTime, storageClass } = rule;
      const problems: string[] = [];
      const say = (problem: string) => problems.push(`replication rule ${index + 1}: ${problem}`);
      if (/[*?]/.test(prefix)) say(`prefix must hold no wildcard: S3 has none there, got ${shown(prefix)}`);
      if (deleteMarkers === true && Object.keys(tags).length > 0)
        say("deleteMarkers must not be filtered by tags: delete markers have none");
      if (replicationTime === true && metrics === false)
        say("replicationTime is measured: metrics cannot be off");
      const unknown =
        storageClass === undefined ? undefined : storageClassProblem("storageClass", storageClass);
      if (unknown !== undefined) say(unknown);
      return problems;
    }),
  ];
}
