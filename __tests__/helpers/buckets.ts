import {
  CreateBucketCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { testClients } from "./emulator";

let count = 0;

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
  await s3.send(new CreateBucketCommand({ Bucket: name }));
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
