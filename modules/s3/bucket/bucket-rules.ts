/** What is wrong with the props of a bucket, and which safe defaults they give up. */
import { type Relaxation, relaxationProblems, relaxationsOf } from "../../relaxations";
import { shown, shownText } from "../../show-value";
import { isToken } from "../../tokens";
import { unlessToken } from "../../validate";
import { lifecycleRules, type Retention, retentionProblems } from "../lifecycle/lifecycle";
import { countProblems, lifecycleProblems } from "../lifecycle/lifecycle-problems";
import { type LifecycleRule, type LifecycleRuleProps, lifecycleRule } from "../lifecycle/lifecycle-rules";
import { DEFAULT_ABORT_INCOMPLETE_MULTIPART_UPLOAD_IN_DAYS, TLS_VERSIONS } from "../limits";
import { accessLogProblems } from "../logs/access-logs";
import type { TargetBucket } from "../logs/target-bucket";
import type { ObjectOwnership } from "../settings/access";
import { configurationProblems } from "../settings/configurations";
import { corsProblems } from "../settings/cors";
import { encryptionProblems } from "../settings/encryption";
import { notificationProblems } from "../settings/notification-problems";
import { objectLockProblems } from "../settings/object-lock";
import { versioningProblems } from "../settings/versioning";
import { bucketNameProblem } from "./bucket-name";
import type { BucketProps } from "./bucket-props";

/** Every rule of the bucket; none where MFA delete forbids them. */
export function allLifecycleRules({
  retentions = [],
  lifecycle = [],
  mfaDelete,
}: Pick<BucketProps, "retentions" | "lifecycle" | "mfaDelete">): LifecycleRule[] {
  if (mfaDelete === true) return [];
  return [
    ...lifecycleRules(retentions),
    ...lifecycle.map(lifecycleRule),
    ...abortRule(retentions, lifecycle).map(lifecycleRule),
  ];
}

const ABORT_ID = "abort incomplete multipart uploads";

/**
 * Uploads that break off outside of the other rules' prefixes would be kept, and paid for, for ever. No sooner than any other rule, as S3 would take the shorter time.
 */
function abortRule(
  retentions: readonly Retention[],
  lifecycle: readonly LifecycleRuleProps[],
): readonly LifecycleRuleProps[] {
  if (lifecycle.some(abortsEverything)) return [];
  const others = [...retentions, ...lifecycle].flatMap(
    ({ abortIncompleteMultipartUploadInDays: days }) => days ?? [],
  );
  const days = Math.max(DEFAULT_ABORT_INCOMPLETE_MULTIPART_UPLOAD_IN_DAYS, ...others);
  const taken = lifecycle.some(({ id }) => id === ABORT_ID);
  return [{ id: taken ? `${ABORT_ID} anywhere` : ABORT_ID, abortIncompleteMultipartUploadInDays: days }];
}

function abortsEverything({ enabled = true, filter = {}, ...rule }: LifecycleRuleProps): boolean {
  const { prefix = "", tags = {}, ...sizes } = filter;
  const all =
    prefix === "" &&
    Object.keys(tags).length === 0 &&
    Object.values(sizes).every((size) => size === undefined);
  return enabled && all && rule.abortIncompleteMultipartUploadInDays !== undefined;
}

/** Everything that is wrong with a bucket. */
export function bucketProblems(props: BucketProps): readonly string[] {
  const { name, retentions = [], lifecycle = [], objectLock, mfaDelete } = props;
  const nameProblem = unlessToken(name, bucketNameProblem);
  const hasLifecycle = retentions.length + lifecycle.length > 0;
  const needEnv = {
    logSources: (props.logSources ?? []).length > 0,
    notifications: props.notifications !== undefined,
  };
  return [
    ...(nameProblem === undefined ? [] : [nameProblem]),
    ...wordProblem("minimumTlsVersion", props.minimumTlsVersion, TLS_VERSIONS),
    ...wordProblem("ownership.objectOwnership", props.ownership?.objectOwnership, LISTS),
    ...encryptionProblems(props, regionOf(props)),
    ...targetProblems(props),
    ...versioningProblems(props, { hasLifecycle, hasLock: objectLock !== undefined }),
    ...retentionProblems(retentions),
    ...lifecycleProblems(
      lifecycle,
      lifecycleRules(retentions).map(({ id }) => id),
    ),
    ...(mfaDelete === true ? [] : countProblems(allLifecycleRules(props).length)),
    ...objectLockProblems(objectLock, retentions, lifecycle),
    ...configurationProblems(props),
    ...accessLogProblems(props.accessLogs, name),
    ...corsProblems(props.cors),
    ...notificationProblems(props.notifications),
    ...Object.entries(needEnv).flatMap(([what, given]) =>
      given && props.env === undefined ? [`${what} needs env, whose account stands in the conditions`] : [],
    ),
    ...relaxationProblems(bucketRelaxations(props)),
  ];
}

const LISTS: readonly ObjectOwnership["objectOwnership"][] = ["BucketOwnerPreferred", "ObjectWriter"];

/** What is wrong with a word that a program got from elsewhere: a version of TLS that is none would let in every other. */
function wordProblem(what: string, word: string | undefined, allowed: readonly string[]): readonly string[] {
  return word === undefined || allowed.includes(word)
    ? []
    : [`${what} must be one of ${allowed.join(", ")}, got ${shown(word)}`];
}

/** Where a bucket is, as far as it was said. */
export function regionOf({ region, env }: Pick<BucketProps, "region" | "env">): string | undefined {
  return region ?? env?.region;
}

/** S3 writes logs and reports within a region only. Source: `PutBucketLogging`; S3 User Guide, "Configuring Amazon S3 Inventory", "destination bucket". */
function targetProblems(props: BucketProps): readonly string[] {
  const { accessLogs, inventories = {}, analytics = {} } = props;
  const own = regionOf(props);
  const targets = {
    accessLogs: accessLogs?.target,
    ...mapNames("inventories", inventories),
    ...mapNames("analytics", analytics),
  };
  return Object.entries(targets).flatMap(([what, target]) =>
    [own, target?.region].some((one) => one === undefined || isToken(one)) || target?.region === own
      ? []
      : [
          `the target of ${what} must be in the bucket's region ${own}, got ${shownText(target?.region ?? "")}`,
        ],
  );
}

function mapNames(
  kind: string,
  reports: Readonly<Record<string, { readonly destination?: { readonly bucket: TargetBucket } }>>,
): Readonly<Record<string, TargetBucket | undefined>> {
  return Object.fromEntries(
    Object.entries(reports).map(([name, { destination }]) => [`${kind} ${shown(name)}`, destination?.bucket]),
  );
}

/** Every safe default that the bucket gives up, its policy's aside. */
export function bucketRelaxations(props: BucketProps): readonly Relaxation[] {
  const { publicAccessBlock = {}, ownership, notifications, cors = [], encryptionUpdaters = [] } = props;
  const targets = [...(notifications?.queues ?? []), ...(notifications?.topics ?? [])];
  return [
    ...relaxationsOf({
      preventDestroy: props.preventDestroy,
      versioning: props.versioning,
      sseS3: props.sseS3,
      bucketKey: props.bucketKey,
      sseC: props.sseC,
      encryptionUpdaters: "on" in encryptionUpdaters ? encryptionUpdaters : undefined,
      ...Object.fromEntries(
        Object.entries(publicAccessBlock).map(([name, value]) => [`publicAccessBlock.${name}`, value]),
      ),
      ownership: ownership === undefined ? undefined : { on: ownership.on },
      ...Object.fromEntries(
        targets.map((target) => [
          `policy of ${shown("queueArn" in target ? target.queueArn : target.topicArn)}`,
          target.writePolicy,
        ]),
      ),
    }),
    ...cors.flatMap(({ reason }, index) =>
      reason === undefined ? [] : [{ what: `cors rule ${index + 1}`, reason }],
    ),
  ];
}
