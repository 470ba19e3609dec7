/** Which backups are meant: by id, prefix, name, age, and the key that opens them. */
import { OperatorError } from "../../errors";
import { usableKeys } from "../crypto/kms/usable-keys";
import { KMS_PROVIDER_ID } from "../crypto/message/providers";
import { parseId } from "../object-key";
import type { ObjectStore } from "../ports";
import type { Failure } from "./each-backup";
import { type SurveyedBackup, survey } from "./survey";
import type { Way } from "./ways";

export interface Choice {
  /** Ids; none are all. */
  readonly ids: readonly string[];
  /** Where ids are not given. */
  readonly prefixes: readonly string[];
  /** Only those made before this time. */
  readonly before: Date | undefined;
  /** Only those that one of these keys opens; no key is no condition. ARNs. */
  readonly fromKeys: readonly string[];
}

export interface Chosen {
  /** Sealed with KMS keys, the oldest first; which keys is not known yet. */
  readonly backups: readonly SurveyedBackup[];
  /** Sealed with a passphrase, and so of no use here. */
  readonly withPassphrase: number;
  /** Ids that are not there. */
  readonly missing: readonly Failure[];
}

/** @throws OperatorError `usage` for what is no id. */
export async function choose(
  store: Pick<ObjectStore, "list" | "name">,
  { ids, prefixes, before }: Choice,
  signal: AbortSignal,
): Promise<Chosen> {
  const named = ids.map((id) => {
    const name = parseId(id);
    if (name !== undefined) return name;
    throw new OperatorError("usage", `'${id}' is not the id of a backup`, {
      hint: "give ids as `sealstack list` shows them",
    });
  });
  const all = await survey(
    store,
    named.length === 0 ? prefixes : [...new Set(named.map(({ prefix }) => prefix))],
    signal,
  );
  const wanted = new Set(ids);
  const found = all.filter(
    ({ id, createdAt }) =>
      (wanted.size === 0 || wanted.has(id)) && (before === undefined || createdAt < before),
  );
  const there = new Set(all.map(({ id }) => id));
  return {
    backups: found.filter(({ format }) => format === "aws-encryption-sdk-v2"),
    withPassphrase: found.filter(({ format }) => format !== "aws-encryption-sdk-v2").length,
    missing: [...wanted]
      .filter((id) => !there.has(id))
      .map((id) => ({ id, error: new OperatorError("notFound", `${store.name} has no such backup`) })),
  };
}

/** A data key, and the ARN of the key to open it with. */
export interface UsableWay {
  readonly key: string;
  readonly way: Way;
}

/** What of the ways of a backup the keys can open, in the order of the ways. */
export function usableWays(ways: readonly Way[], keys: readonly string[]): readonly UsableWay[] {
  const named = ways.map((way) => ({ way, providerId: KMS_PROVIDER_ID, providerInfo: way.keyArn }));
  return usableKeys(named, keys).map(({ key, encrypted: { way } }) => ({ key, way }));
}

/** @returns what to throw where none of the keys that were given opens a backup. */
export function underAnother(keyArns: readonly string[]): OperatorError {
  return new OperatorError(
    "key",
    `it is under another key than those that were given: ${[...new Set(keyArns)].join(", ")}`,
    { hint: "give that key's ARN with --from-key if you trust it" },
  );
}
