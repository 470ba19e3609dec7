/** Buckets as they are: their policies and the settings that count beside them. */
import type { Attributes } from "../sources/blocks";
import { named } from "../sources/find";
import type { Fact, LiveBucket } from "./facts";
import { type Asked, about, type Notes, type Replaced, written } from "./notes";
import { type Raw, without } from "./raw";

export const PUBLIC_ACCESS = "aws_s3_bucket_public_access_block";
export const OWNERSHIP = "aws_s3_bucket_ownership_controls";
/** Which bucket, where it is, and what the stack says beside it. */
const PLACE = ["bucket", "provider", "region", "//"];
const POLICY = "aws_s3_bucket_policy";
const ENCRYPTION = "aws_s3_bucket_server_side_encryption_configuration";

export function liveBuckets(asked: Asked, notes: Notes): readonly Replaced[] {
  return Object.entries(asked.facts.buckets).flatMap(([address, fact]) => {
    const own = asked.raw.find((each) => each.address === address);
    return own === undefined ? [] : liveBucket(asked, notes, own, fact);
  });
}

function liveBucket(
  asked: Asked,
  notes: Notes,
  own: Raw,
  fact: Fact<LiveBucket | undefined>,
): readonly Replaced[] {
  const on = (type: string) =>
    about(
      asked,
      type,
      ({ bucket }) => named(asked.stack, ["aws_s3_bucket"], bucket)?.address === own.address,
    );
  if ("read" in fact && fact.read === undefined)
    return [own, ...[POLICY, PUBLIC_ACCESS, ENCRYPTION, OWNERSHIP].flatMap(on)].map(({ address }) => ({
      taken: [address],
      put: [],
    }));
  const bucket = "read" in fact ? fact.read : undefined;
  const unread = { notRead: "read" in fact ? "" : fact.notRead };
  /** In the place that the stack has for it, else in one of its own; as declared where it was not read. */
  const setting = <T>(
    type: string,
    what: string,
    said: Fact<T | undefined>,
    attributes: (value: T) => Attributes,
  ): Replaced => {
    const declared = on(type);
    const name = `the ${what} of ${own.address}`;
    if (!("read" in said) && type !== POLICY) {
      notes.unknown(name, said.notRead);
      return { taken: [], put: [] };
    }
    const given = "read" in said ? said.read : undefined;
    const [place = { type, address: name, attributes: { bucket: nameOf(asked, own) } }] = declared;
    const where = Object.fromEntries(
      Object.entries(place.attributes).filter(([name]) => PLACE.includes(name)),
    );
    const text = "read" in said ? undefined : { policy: notes.unknown(name, said.notRead) };
    const value = text ?? (given === undefined ? undefined : attributes(given));
    return {
      taken: declared.map(({ address }) => address),
      put: value === undefined ? [] : [{ ...place, attributes: { ...where, ...value } }],
    };
  };
  return [
    { taken: [own.address], put: [{ ...own, attributes: without(own.attributes, "policy") }] },
    setting(POLICY, "policy", bucket?.policy ?? unread, (text) => ({ policy: written(text) })),
    setting(PUBLIC_ACCESS, "public access block", bucket?.publicAccess ?? unread, (each) => ({
      block_public_acls: each.blockPublicAcls,
      block_public_policy: each.blockPublicPolicy,
      ignore_public_acls: each.ignorePublicAcls,
      restrict_public_buckets: each.restrictPublicBuckets,
    })),
    setting(ENCRYPTION, "default encryption", bucket?.encryption ?? unread, (each) => ({
      rule: [
        {
          apply_server_side_encryption_by_default: {
            sse_algorithm: each.algorithm,
            ...(each.key === undefined ? {} : { kms_master_key_id: written(each.key) }),
          },
          bucket_key_enabled: each.bucketKey,
          blocked_encryption_types: each.blocked,
        },
      ],
    })),
    setting(OWNERSHIP, "ownership of objects", bucket?.ownership ?? unread, (rule) => ({
      rule: { object_ownership: rule },
    })),
  ];
}

function nameOf({ stack }: Asked, { address }: Raw): unknown {
  return stack.resources.find((each) => each.address === address)?.attributes.bucket;
}
