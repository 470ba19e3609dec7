import {
  type BucketLocationConstraint,
  CreateBucketCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import type { EmulatorClients } from "../../tools/emulator/clients";
import { testClients } from "./emulator";

let count = 0;

/** A bucket where the clients are: S3 refuses one that is to be elsewhere, or that does not say where it is to be. */
export async function makeBucket(
  name: string,
  { s3, region }: Pick<EmulatorClients, "s3" | "region"> = testClients(),
): Promise<void> {
  const CreateBucketConfiguration = { LocationConstraint: region as BucketLocationConstraint };
  await s3.send(new CreateBucketCommand({ Bucket: name, CreateBucketConfiguration }));
}

/** A bucket of the emulator, as its administrator sees it: it can do what the roles of the product cannot. */
export interface TestBucket {
  readonly name: string;
  read(key: string): Promise<Buffer>;
  /** Overwrites. */
  write(key: string, bytes: Buffer): Promise<void>;
  keys(): Promise<string[]>;
  /** Uploads that were begun and neither completed nor removed. */
  unfinished(): Promise<number>;
}

export async function createBucket(): Promise<TestBucket> {
  const { s3 } = testClients();
  const name = `test-${process.pid}-${Date.now()}-${++count}`;
  await makeBucket(name);
  return {
    name,
    read: async (Key) => {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: name, Key }));
      return Buffer.from((await Body?.transformToByteArray()) ?? []);
    },
    write: async (Key, Body) => void (await s3.send(new PutObjectCommand({ Bucket: name, Key, Body }))),
    keys: async () => {
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: name }));
      return Contents.map(({ Key = "" }) => Key);
    },
    unfinished: async () =>
      (await s3.send(new ListMultipartUploadsCommand({ Bucket: name }))).Uploads?.length ?? 0,
  };
}
