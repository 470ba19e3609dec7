import { backups, bucketArn, roleArn } from "../../presets/etcd-ca-backup/claims/subject";
import { download, evaluate, multipartUpload, type PolicySet, upload } from "../../tools/policy-check";
import "../../tools/policy-check/jest-matchers";
import type { ClaimRequest } from "../../presets/common/claims/claim";
import { claimStack } from "../helpers/claim-tables/etcd-ca-backup";

const { policies, subject } = claimStack({});
const object = `${bucketArn(subject)}/${backups(subject)[0]}`;
const as = (role: "writer" | "restorer" | "administrator") =>
  ({ principal: { kind: "role", arn: roleArn(subject, role) }, object }) as const;
const NEW = { "s3:if-none-match": "*" };

async function outcomes(set: PolicySet, requests: readonly ClaimRequest[]): Promise<readonly boolean[]> {
  return Promise.all(requests.map(async (request) => evaluate(set, request).effect === "allowed"));
}

describe("S3 calls of etcd-ca-backup, with what they ask of KMS", () => {
  it("let the writer upload a new object, in one piece and in parts", async () => {
    for (const request of upload(policies, { ...as("writer"), context: NEW }))
      await expect(policies).toAllow(request);
    for (const request of multipartUpload(policies, { ...as("writer"), context: NEW }))
      await expect(policies).toAllow(request);
  });

  it("refuse the writer only the completion, if it could overwrite", async () => {
    expect(await outcomes(policies, multipartUpload(policies, as("writer")))).toEqual([
      true,
      true,
      false,
      true,
    ]);
  });

  it("let the restorer download", async () => {
    for (const request of download(policies, as("restorer"))) await expect(policies).toAllow(request);
  });

  it("refuse the administrator both halves of a download", async () => {
    expect(await outcomes(policies, download(policies, as("administrator")))).toEqual([false, false]);
  });

  it("refuse the writer's download by S3's half alone: what it needs of KMS, its uploads need too", async () => {
    expect(await outcomes(policies, download(policies, as("writer")))).toEqual([false, true]);
  });

  it("depend on the bucket key: without it, S3 names the object to KMS, and the policies the bucket", async () => {
    const [bucket = ""] = Object.keys(policies.buckets);
    const settings = policies.buckets[bucket];
    if (settings?.defaultKey === undefined) throw new Error("the bucket has no default key");
    const without = { ...settings, defaultKey: { ...settings.defaultKey, bucketKey: false } };
    const set = { ...policies, buckets: { ...policies.buckets, [bucket]: without } };
    expect(await outcomes(set, upload(set, { ...as("writer"), context: NEW }))).toEqual([true, false]);
  });
});
