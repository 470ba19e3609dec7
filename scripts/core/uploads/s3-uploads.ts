/** {@link UnfinishedUploads} of S3. */
import {
  AbortMultipartUploadCommand,
  ListMultipartUploadsCommand,
  type ListMultipartUploadsCommandOutput,
} from "@aws-sdk/client-s3";
import { toOperatorError } from "../../clients/failures/sdk-errors";
import { sendOptions } from "../../clients/http/limits";
import { BadReplyError } from "../../clients/replies/bad-reply";
import { pages } from "../../clients/replies/pages";
import { s3Client } from "../../clients/services/s3";
import type { ClientSettings } from "../../clients/settings/settings";
import type { UnfinishedUpload, UnfinishedUploads } from "./ports";

export interface S3UploadsSettings extends ClientSettings {
  readonly bucket: string;
}

export function s3Uploads(settings: S3UploadsSettings): UnfinishedUploads {
  const { bucket: Bucket } = settings;
  const client = s3Client(settings);
  const name = `s3://${Bucket}`;
  return {
    name,
    list: async function* (prefix, { signal } = {}) {
      const ask = async (token: string | undefined): Promise<Page> => {
        const command = new ListMultipartUploadsCommand({
          Bucket,
          Prefix: prefix,
          EncodingType: "url",
          ...markers(token),
        });
        return readPage(await client.send(command, sendOptions("whole", signal)), prefix);
      };
      try {
        for await (const { uploads } of pages(ask, ({ uploads, ...said }) => ({
          ...said,
          count: uploads.length,
        })))
          yield* uploads;
      } catch (error) {
        throw toOperatorError(error, { action: `list unfinished uploads of ${name}/${prefix}` });
      }
    },
    abort: async ({ key: Key, uploadId: UploadId }, { signal } = {}) => {
      try {
        await client.send(
          new AbortMultipartUploadCommand({ Bucket, Key, UploadId }),
          sendOptions("whole", signal),
        );
        return true;
      } catch (error) {
        if ((error as Error).name === "NoSuchUpload") return false;
        throw toOperatorError(error, { action: `abort the upload of ${name}/${Key}` });
      }
    },
  };
}

interface Page {
  readonly uploads: readonly UnfinishedUpload[];
  readonly more: unknown;
  readonly token: string | undefined;
}

/** What comes next stands in two words of the reply. */
function markers(token: string | undefined): { KeyMarker?: string; UploadIdMarker?: string } {
  if (token === undefined) return {};
  const [KeyMarker, UploadIdMarker] = JSON.parse(token) as [string, string];
  return { KeyMarker, UploadIdMarker };
}

function readPage(reply: ListMultipartUploadsCommandOutput, prefix: string): Page {
  const { Uploads: uploads = [], IsTruncated: more, NextKeyMarker: key, NextUploadIdMarker: id } = reply;
  const encoded = reply.EncodingType === "url";
  return {
    uploads: uploads.map(({ Key, UploadId, Initiated }) => {
      if (
        typeof Key !== "string" ||
        typeof UploadId !== "string" ||
        UploadId === "" ||
        !(Initiated instanceof Date)
      )
        throw new BadReplyError("the reply lists an upload without its key, id or time");
      const plain = decoded(Key, encoded);
      if (!plain.startsWith(prefix))
        throw new BadReplyError("the reply lists an upload outside of the prefix that was asked for");
      return { key: plain, uploadId: UploadId, initiated: Initiated };
    }),
    more: more ?? false,
    token: more === true && key !== undefined ? JSON.stringify([decoded(key, encoded), id ?? ""]) : undefined,
  };
}

function decoded(text: string, encoded: boolean): string {
  if (!encoded) return text;
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    throw new BadReplyError("the reply lists a key whose encoding is broken");
  }
}
