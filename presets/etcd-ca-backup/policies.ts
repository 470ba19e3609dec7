/**
 * Who may do what, as plain data: configuration and ARNs in, statements out.
 *
 * Every use of the key stands twice, in the key policy and in the policy of the role, under the same conditions: a key policy that
 * names a principal allows it whatever the role's policy says, so a condition that stands only there would be void. The one exception
 * is the alias, see {@link keyPolicy}. `kms:CallerAccount` is not needed: each statement names identities.
 */
import type { Statement } from "../../modules/iam/policies/policy-document";
import { ALIAS_ACTIONS, KEY_MANAGEMENT_ACTIONS } from "../../modules/kms/actions";
import {
  administratorStatement,
  delegatedStatement,
  rootStatement,
  THIS_KEY,
} from "../../modules/kms/policy/key-policy";
import {
  ABORT_UPLOAD_ACTION,
  BUCKET_MANAGEMENT_ACTIONS,
  LIST_BUCKET_ACTION,
  LIST_VERSIONS_ACTION,
  READ_OBJECT_ACTIONS,
  WRITE_OBJECT_ACTIONS,
} from "../../modules/s3/policy/actions";
import {
  boundToAlias,
  type KeyUse,
  RESTORER_DESCRIBE,
  rekeyerEnvelope,
  rekeyerSeal,
  restorerBucket,
  restorerEnvelope,
  writerBucket,
  writerEnvelope,
} from "./key-uses";
import { type BackupPlace, kmsArn, listStatement, NO_REPLICAS, objectArns, type Replicas } from "./place";

/** ARNs of those whom the key policy lets in. */
export interface Audiences {
  readonly administrators: readonly string[];
  readonly writers: readonly string[];
  readonly restorers: readonly string[];
  /** They open what the restorers open, in every region, and add evidence of it. */
  readonly testers: readonly string[];
  /** They open it in the first region, and put new keys around it. */
  readonly rekeyers: readonly string[];
}

/** What the root statement says. */
interface Root {
  readonly fullRoot: boolean;
  readonly reason?: string | undefined;
}

const allow = (principals: readonly string[]) => (use: KeyUse) => ({
  ...use,
  principals: { aws: principals },
  resources: THIS_KEY,
});

/**
 * The key policy: root, administrator, and each use of the key apart.
 *
 * KMS does not know `kms:ResourceAliases` in key policies. So the key policy does not name who makes envelopes but lets his own
 * policy decide, within the encryption context: the alias condition stands there.
 */
export function keyPolicy(place: BackupPlace, audiences: Audiences, root: Root): readonly Statement[] {
  const { administrators, writers, restorers, testers, rekeyers } = audiences;
  const adders = [...writers, ...testers, ...rekeyers];
  const openers = [...restorers, ...testers, ...rekeyers];
  return [
    rootFor(place, root),
    administratorStatement(administrators),
    delegatedStatement(place.env, writers, writerEnvelope(place)),
    ...[writerBucket(place)].map(allow(adders)),
    ...[restorerEnvelope(place), restorerBucket(place), RESTORER_DESCRIBE].map(allow(openers)),
    ...(rekeyers.length === 0
      ? []
      : [
          ...[rekeyerEnvelope(place)].map(allow(rekeyers)),
          delegatedStatement(place.env, rekeyers, rekeyerSeal(place)),
        ]),
  ];
}

/**
 * The policy of a replica: replicas share material, not policies. Nobody who adds anything is in it: only the replication does that in another region, and what it
 * may do is granted to its role.
 *
 * @param place the second bucket; `undefined` where the region has a key only
 */
export function replicaKeyPolicy(
  primary: BackupPlace,
  place: BackupPlace | undefined,
  { administrators, restorers, testers }: Pick<Audiences, "administrators" | "restorers" | "testers">,
  root: Root,
): readonly Statement[] {
  const uses = [
    restorerEnvelope(primary),
    ...(place === undefined ? [] : [restorerBucket(place)]),
    RESTORER_DESCRIBE,
  ];
  return [
    rootFor(primary, root),
    administratorStatement(administrators),
    ...uses.map(allow([...restorers, ...testers])),
  ];
}

function rootFor({ env }: BackupPlace, { fullRoot, reason }: Root): Statement {
  return rootStatement(env, { full: fullRoot, ...(reason === undefined ? {} : { reason }) });
}

/** Adds backups. Cannot open one: it may decrypt only what S3 asks for, and S3 gives it no object. */
export function writerStatements(place: BackupPlace, keyArn: string): readonly Statement[] {
  return [
    // Any key of account and region, but only while it carries the alias: moving the alias moves the writer.
    { ...boundToAlias(writerEnvelope(place), place.alias), resources: [kmsArn(place.env, "key/*")] },
    { ...writerBucket(place), resources: [keyArn] },
    { sid: "AddBackups", actions: WRITE_OBJECT_ACTIONS, resources: objectArns(place) },
    listStatement(place, [LIST_BUCKET_ACTION]),
  ];
}

/** Reads and opens backups, those of earlier keys and those in other regions too; changes nothing. */
export function restorerStatements(
  place: BackupPlace,
  keyArns: readonly [string, ...string[]],
  replicas: Replicas = NO_REPLICAS,
): readonly Statement[] {
  const everywhere = [...keyArns, ...replicas.keyArns];
  const second = replicas.bucket;
  const places = [place, ...(second === undefined ? [] : [second.place])];
  return [
    { ...restorerEnvelope(place), resources: everywhere },
    { ...restorerBucket(place), resources: keyArns },
    ...(second === undefined
      ? []
      : [{ ...restorerBucket(second.place), sid: "RestorerSecondBucket", resources: [second.keyArn] }]),
    { ...RESTORER_DESCRIBE, resources: everywhere },
    { sid: "ReadBackups", actions: READ_OBJECT_ACTIONS, resources: places.flatMap(objectArns) },
    {
      ...listStatement(place, [LIST_BUCKET_ACTION, LIST_VERSIONS_ACTION]),
      resources: places.map(({ bucketArn }) => bucketArn),
    },
  ];
}

/** Manages key and alias, and looks at the bucket. Neither uses the key nor reads objects, nor can it make them disappear but through the key. */
export function administratorStatements(
  place: BackupPlace,
  keyArn: string,
  { keyArns, regions, bucket }: Replicas = NO_REPLICAS,
): readonly Statement[] {
  const envs = [place.env, ...regions.map((region) => ({ ...place.env, region }))];
  const places = [place, ...(bucket === undefined || bucket.otherAccount ? [] : [bucket.place])];
  const buckets = places.map(({ bucketArn }) => bucketArn);
  return [
    { sid: "ManageKey", actions: KEY_MANAGEMENT_ACTIONS, resources: [keyArn, ...keyArns] },
    { sid: "ManageAlias", actions: ALIAS_ACTIONS, resources: envs.map((env) => kmsArn(env, place.alias)) },
    { sid: "ManageBucket", actions: BUCKET_MANAGEMENT_ACTIONS, resources: buckets },
    // What hosts that are gone left unfinished: no backup is lost with it.
    { sid: "AbortUploads", actions: [ABORT_UPLOAD_ACTION], resources: places.flatMap(objectArns) },
  ];
}
