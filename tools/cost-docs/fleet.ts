/** What work on a fleet takes, by operation, for docs/fleet.md. */
import type { FleetOperation } from "../../modules/backup-contract";
import { formatDuration } from "../../scripts/commands/format";
import { formatUsd } from "../../scripts/core/cost/words";
import type { Architecture, FleetDriver } from "../../scripts/core/fleet/effort/quantities";
import { workOf } from "../../scripts/core/fleet/effort/requests";
import type { OperationSettings } from "../../scripts/core/fleet/operations";
import { type Estimate, estimate } from "../../scripts/core/fleet/plan/estimate";
import { fleetRate, kmsQuota } from "../../scripts/core/kms-quota";

const REGION = "us-east-1";
const COUNTS = [1_000_000, 1_000_000_000] as const;
/** Bytes of one backup: a snapshot of a small etcd, compressed. */
const BYTES = 4 * 1024 ** 2;
const ANY_KEY = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

const work = (operation: FleetOperation, prove = false): OperationSettings => ({
  operation,
  keys: [ANY_KEY],
  fromKeys: [],
  toKeys: ["rewrap", "reencrypt", "rekey-outer"].includes(operation) ? [ANY_KEY] : [],
  prove,
});

const WORK: readonly (readonly [string, OperationSettings])[] = [
  ["`verify`", work("verify")],
  ["`verify-quick`", work("verify-quick")],
  ["`fixity`", work("fixity")],
  ["`rewrap`", work("rewrap")],
  ["`rewrap --prove`", work("rewrap", true)],
  ["`reencrypt`", work("reencrypt")],
  ["`rekey-outer`", work("rekey-outer")],
];

const kmsRate = fleetRate(kmsQuota("eu-north-1"));

function estimateOf(
  each: OperationSettings,
  objects: number,
  driver: FleetDriver,
  architecture: Architecture,
): Estimate {
  const figures = { objects, bytes: objects * BYTES };
  const work = workOf(each, figures, driver === "s3-batch");
  return estimate(figures, work, { region: REGION, kmsRate, driver, architecture });
}

const usd = ({ bill }: Estimate): string => formatUsd(bill?.totalUsd ?? Number.NaN);

export function fleetBlock(): readonly string[] {
  const cells = ([name, each]: (typeof WORK)[number]): string[] => [
    name,
    ...COUNTS.flatMap((objects) => {
      const found = estimateOf(each, objects, "s3-batch", "x86_64");
      const seconds = found.kmsCalls === 0 ? "none" : formatDuration(found.kmsSeconds * 1000);
      return [
        found.kmsCalls.toLocaleString("en"),
        seconds,
        usd(found),
        usd(estimateOf(each, objects, "step-functions", "x86_64")),
      ];
    }),
  ];
  const head = COUNTS.flatMap((objects) => {
    const count = objects.toLocaleString("en");
    return [`KMS requests of ${count}`, "time for them", "USD", "by Step Functions"];
  });
  const row = (all: readonly string[]): string => `| ${all.join(" | ")} |`;
  return [
    row(["operation", ...head]),
    row(["---", ...head.map(() => "---:")]),
    ...WORK.map((each) => row(cells(each))),
    "",
    `At ${kmsRate.toLocaleString("en")} requests to KMS a second, which is half of the smallest quota; ${BYTES / 1024 ** 2} MiB a backup, in ${REGION}; the function on x86_64. On arm64 \`verify\` of ${COUNTS[0].toLocaleString("en")} is ${usd(estimateOf(work("verify"), COUNTS[0], "s3-batch", "arm64"))} USD.`,
  ];
}
