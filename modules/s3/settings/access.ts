/** Who outside of the account's policies could reach a bucket, as plain data. */
import type { Off } from "../../relaxations";

/** Settings against public access; each is on unless a reason turns it off. */
export interface PublicAccessBlock {
  /** Refuses requests that set a public access list. @default true */
  readonly blockPublicAcls?: true | Off;
  /** Refuses a bucket policy that is public. @default true */
  readonly blockPublicPolicy?: true | Off;
  /** Ignores public access lists that are there. @default true */
  readonly ignorePublicAcls?: true | Off;
  /** Lets a public policy reach only this account and AWS's services. @default true */
  readonly restrictPublicBuckets?: true | Off;
}

const SETTINGS = [
  "blockPublicAcls",
  "blockPublicPolicy",
  "ignorePublicAcls",
  "restrictPublicBuckets",
] as const;

/** The four settings for the provider, always all of them. */
export function publicAccessAttributes(block: PublicAccessBlock = {}) {
  const on = (name: (typeof SETTINGS)[number]) => (block[name] ?? true) === true;
  return {
    blockPublicAcls: on("blockPublicAcls"),
    blockPublicPolicy: on("blockPublicPolicy"),
    ignorePublicAcls: on("ignorePublicAcls"),
    restrictPublicBuckets: on("restrictPublicBuckets"),
  };
}

/** Access lists in place of policies alone. */
export interface ObjectOwnership {
  readonly objectOwnership: "BucketOwnerPreferred" | "ObjectWriter";
  /** Why access lists are needed; kept in the synthesized metadata. */
  readonly on: string;
}
