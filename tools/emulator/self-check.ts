/**
 * What our own results rely on, asked of the emulator itself: if one of these fails, the emulator is broken (or a
 * new release of it is), not sealstack. Permissions are not here: no emulator enforces them.
 */
import { randomUUID } from "node:crypto";
import {
  CreateKeyCommand,
  DecryptCommand,
  DisableKeyCommand,
  GenerateDataKeyCommand,
  type KMSClient,
  ScheduleKeyDeletionCommand,
} from "@aws-sdk/client-kms";
import {
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  ListObjectVersionsCommand,
  PutBucketEncryptionCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import type { EmulatorClients } from "./clients";
import { emptyBucket } from "./empty-bucket";

/** One behaviour, as a fact in the present tense. */
export interface SelfCheck {
  readonly fact: string;
  /** Rejects when the emulator behaves otherwise. */
  check(scope: CheckScope): Promise<void>;
}

/** Things made for the checks, and removed after them. */
export interface CheckScope {
  readonly clients: EmulatorClients;
  readonly keyArn: string;
  readonly bucket: string;
}

const CONTEXT = { purpose: "self-check" };

export const SELF_CHECKS: readonly SelfCheck[] = [
  {
    fact: "KMS opens a data key with its encryption context",
    async check(scope) {
      const { blob, plaintext } = await dataKey(scope);
      const opened = await scope.clients.kms.send(
        new DecryptCommand({ KeyId: scope.keyArn, CiphertextBlob: blob, EncryptionContext: CONTEXT }),
      );
      expectSame("data key", hex(opened.Plaintext), hex(plaintext));
      expectSame("key ARN", opened.KeyId, scope.keyArn);
    },
  },
  {
    fact: "KMS refuses a data key with another encryption context",
    async check(scope) {
      const { blob } = await dataKey(scope);
      const wrong = new DecryptCommand({
        KeyId: scope.keyArn,
        CiphertextBlob: blob,
        EncryptionContext: { purpose: "other" },
      });
      await expectError("InvalidCiphertextException", () => scope.clients.kms.send(wrong));
    },
  },
  {
    fact: "KMS refuses a disabled key",
    async check({ clients: { kms } }) {
      const KeyId = await makeKey(kms);
      await kms.send(new DisableKeyCommand({ KeyId }));
      const use = new GenerateDataKeyCommand({ KeyId, KeySpec: "AES_256" });
      await expectError("DisabledException", () => kms.send(use));
    },
  },
  {
    fact: "S3 refuses to overwrite with If-None-Match",
    async check({ clients: { s3 }, bucket }) {
      const put = () =>
        s3.send(new PutObjectCommand({ Bucket: bucket, Key: "put", Body: "1", IfNoneMatch: "*" }));
      await put();
      await expectError("PreconditionFailed", put);
    },
  },
  {
    fact: "S3 refuses to overwrite when a multipart upload is completed with If-None-Match",
    async check({ clients: { s3 }, bucket }) {
      const upload = () => multipartUpload(s3, bucket, "multipart");
      await upload();
      await expectError("PreconditionFailed", upload);
    },
  },
  {
    fact: "S3 encrypts with the bucket's default key",
    async check({ clients: { s3 }, bucket, keyArn }) {
      const put = await s3.send(new PutObjectCommand({ Bucket: bucket, Key: "default", Body: "1" }));
      expectSame("encryption", put.ServerSideEncryption, "aws:kms");
      expectSame("key", put.SSEKMSKeyId, keyArn);
    },
  },
  {
    fact: "S3 keeps old versions",
    async check({ clients: { s3 }, bucket }) {
      for (const Body of ["1", "2"])
        await s3.send(new PutObjectCommand({ Bucket: bucket, Key: "versions", Body }));
      await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: "versions" }));
      const list = await s3.send(new ListObjectVersionsCommand({ Bucket: bucket, Prefix: "versions" }));
      expectSame("versions", list.Versions?.length, 2);
      expectSame("delete markers", list.DeleteMarkers?.length, 1);
    },
  },
];

/** Runs `work` with a key and a bucket of its own: versioned, and encrypted with that key by default. */
export async function withCheckScope<T>(
  clients: EmulatorClients,
  work: (scope: CheckScope) => Promise<T>,
): Promise<T> {
  const { kms, s3, region } = clients;
  const keyArn = await makeKey(kms);
  const bucket = `sealstack-self-check-${randomUUID()}`;
  const location =
    region === "us-east-1"
      ? {}
      : { CreateBucketConfiguration: { LocationConstraint: region as "eu-central-1" } };
  await s3.send(new CreateBucketCommand({ Bucket: bucket, ...location }));
  try {
    await s3.send(
      new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: "Enabled" } }),
    );
    const byDefault = { SSEAlgorithm: "aws:kms", KMSMasterKeyID: keyArn } as const;
    await s3.send(
      new PutBucketEncryptionCommand({
        Bucket: bucket,
        ServerSideEncryptionConfiguration: {
          Rules: [{ ApplyServerSideEncryptionByDefault: byDefault, BucketKeyEnabled: true }],
        },
      }),
    );
    return await work({ clients, keyArn, bucket });
  } finally {
    await emptyBucket(s3, bucket);
    await s3.send(new DeleteBucketCommand({ Bucket: bucket }));
    await kms.send(new ScheduleKeyDeletionCommand({ KeyId: keyArn, PendingWindowInDays: 7 }));
  }
}

/** Runs every check; the facts that do not hold, each with the reason. */
export async function runSelfChecks(clients: EmulatorClients): Promise<string[]> {
  return withCheckScope(clients, async (scope) => {
    const failures: string[] = [];
    for (const { fact, check } of SELF_CHECKS) {
      await check(scope).catch((error: unknown) => failures.push(`${fact}: ${error}`));
    }
    return failures;
  });
}

async function makeKey(kms: KMSClient): Promise<string> {
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Description: "emulator self-check" }));
  if (KeyMetadata?.Arn === undefined) throw new Error("CreateKey returned no ARN");
  return KeyMetadata.Arn;
}

async function dataKey({
  clients,
  keyArn,
}: CheckScope): Promise<{ blob: Uint8Array; plaintext: Uint8Array }> {
  const { CiphertextBlob, Plaintext } = await clients.kms.send(
    new GenerateDataKeyCommand({ KeyId: keyArn, KeySpec: "AES_256", EncryptionContext: CONTEXT }),
  );
  if (CiphertextBlob === undefined || Plaintext?.length !== 32) {
    throw new Error("GenerateDataKey returned no 256-bit key");
  }
  return { blob: CiphertextBlob, plaintext: Plaintext };
}

async function multipartUpload(s3: S3Client, Bucket: string, Key: string): Promise<void> {
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key }));
  const target = { Bucket, Key, UploadId };
  const { ETag } = await s3.send(new UploadPartCommand({ ...target, PartNumber: 1, Body: "1" }));
  const parts = { Parts: [{ ETag, PartNumber: 1 }] };
  await s3.send(new CompleteMultipartUploadCommand({ ...target, MultipartUpload: parts, IfNoneMatch: "*" }));
}

async function expectError(name: string, action: () => Promise<unknown>): Promise<void> {
  const error = await action().then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Error) || error.name !== name)
    throw new Error(`expected ${name}, got ${error ?? "success"}`);
}

function expectSame(what: string, actual: unknown, expected: unknown): void {
  if (actual !== expected) throw new Error(`expected ${what} ${expected}, got ${actual}`);
}

function hex(bytes: Uint8Array | undefined): string {
  return Buffer.from(bytes ?? []).toString("hex");
}
