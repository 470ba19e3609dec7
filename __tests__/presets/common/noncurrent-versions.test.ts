/** Versions that were replaced or deleted: kept for ever, unless the configuration says how long. */
import { App } from "cdktf";
import type { PresetName } from "../../../presets";
import { addStack } from "../../../presets";
import { allSamples } from "../../helpers/stacks/all-samples";
import { type Synthesized, synthStack } from "../../helpers/stacks/synth";

/** The buckets that hold what a user stores. */
const BUCKETS: readonly (readonly [PresetName, readonly string[]])[] = [
  ["application-key", ["data"]],
  ["multi-region-vault", ["files", "files_second"]],
  ["s3-replication", ["source", "replica"]],
  ["s3-replication-destination", ["replicas"]],
  ["vault-account", ["vault"]],
];

function synthesized(preset: PresetName, bucket: object): Synthesized {
  const sample = Object.values(allSamples()).find((stack) => stack.preset === preset);
  const config = { ...sample, bucket: { ...(sample as { bucket: object }).bucket, ...bucket } };
  return synthStack(addStack(new App({ skipValidation: true }), "one", config as never));
}

/** Days in which versions of all objects go, of each bucket that has such a rule. */
function days(synth: Synthesized): Readonly<Record<string, unknown>> {
  const all = Object.entries(synth.resources("aws_s3_bucket_lifecycle_configuration"));
  return Object.fromEntries(
    all.flatMap(([address, { rule }]) => {
      const rules = rule as { filter: unknown; noncurrent_version_expiration?: unknown }[];
      const found = rules.find(
        ({ filter, noncurrent_version_expiration: ends }) =>
          ends !== undefined && JSON.stringify(filter).replaceAll(/[[\]{}]/g, "") === "",
      );
      return found === undefined
        ? []
        : [[address.replace(/_lifecycle$/, ""), found.noncurrent_version_expiration]];
    }),
  );
}

describe.each(BUCKETS)("versions in %s", (preset, names) => {
  it("stay for ever by default", () => {
    expect(days(synthesized(preset, {}))).toEqual({});
  });

  it("go after as many days as the configuration says, in every bucket of it", () => {
    const found = days(synthesized(preset, { noncurrentExpirationInDays: 90 }));
    expect(Object.keys(found).toSorted()).toEqual(names.toSorted());
    for (const ends of Object.values(found)) expect(JSON.stringify(ends)).toContain('"noncurrent_days":90');
  });

  it.each([0, -1, 1.5, "90", 2 ** 31])("fail with %p days", (noncurrentExpirationInDays) => {
    expect(() => synthesized(preset, { noncurrentExpirationInDays })).toThrow(
      /config\.bucket\.noncurrentExpirationInDays: must be a whole number from 1 to /,
    );
  });
});
