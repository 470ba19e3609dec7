/** Uploads in parts that were begun and are no objects: they cost money, and no listing of objects shows them. */
import type { RequestOptions } from "../ports";

export interface UnfinishedUpload {
  readonly key: string;
  readonly uploadId: string;
  readonly initiated: Date;
}

/** The unfinished uploads of a bucket. */
export interface UnfinishedUploads {
  /** Name of the bucket for people: `s3://bucket`. */
  readonly name: string;
  /** All below a prefix. @throws OperatorError when they cannot be listed. */
  list(prefix: string, options?: RequestOptions): AsyncIterable<UnfinishedUpload>;
  /**
   * Ends one, with all of its parts.
   * @returns `false` when it is not there any more.
   * @throws OperatorError
   */
  abort(upload: UnfinishedUpload, options?: RequestOptions): Promise<boolean>;
}
