import { type Imported, importKeyMaterial } from "../../core/import-key-material/import";
import { readMaterial } from "../../core/import-key-material/read-material";
import { OperatorError } from "../../errors";
import type { Report } from "../../output/output";
import { notGiven, type Settings } from "../../settings/config";
import { shellWord } from "../../shell-word";
import type { CommandIo } from "../io";

export interface ImportKeyMaterialOptions {
  readonly settings: Settings;
  /** File to read, or `-` for stdin. */
  readonly in: string;
  /** When KMS deletes the material again: a time, or milliseconds from now. @default - never */
  readonly validTo: Date | number | undefined;
  /** The key is to be rotated to this material. */
  readonly newMaterial: boolean;
  readonly description: string | undefined;
  /** KMS's id of the material that is imported again. */
  readonly materialId: string | undefined;
}

/** The longest life of imported material. Source: KMS API Reference, `ImportKeyMaterial`, `ValidTo`. */
const MAX_LIFE_DAYS = 365;

/** Gives a KMS key of origin EXTERNAL its material, or the same material again. */
export async function run(options: ImportKeyMaterialOptions, io: CommandIo): Promise<Report> {
  const { settings, newMaterial, description, materialId } = options;
  const now = io.now();
  const validTo =
    typeof options.validTo === "number" ? new Date(now.getTime() + options.validTo) : options.validTo;
  checkFlags({ newMaterial, materialId, validTo }, now);
  const [first, ...more] = settings.openKeys;
  if (first === undefined) {
    throw notGiven("key", settings, "give --key ARN (or an alias), or --outputs FILE");
  }
  const imported = await importKeyMaterial(
    { keys: [first, ...more], validTo, newMaterial, description, materialId },
    () => readMaterial(options.in, io.stdin),
    await io.services.keyImport(settings),
  );
  const expires = validTo?.toISOString() ?? null;
  return {
    data: { keys: imported.map((key) => ({ ...key, validTo: expires })) },
    lines: [...imported.map((key) => line(key, expires)), ...next(imported, newMaterial)],
  };
}

interface Flags {
  readonly newMaterial: boolean;
  readonly materialId: string | undefined;
  readonly validTo: Date | undefined;
}

function checkFlags({ validTo, newMaterial, materialId }: Flags, now: Date): void {
  if (newMaterial && materialId !== undefined) {
    throw new OperatorError("usage", "--new-material and --material-id exclude each other", {
      hint: "an id names material that the key has; leave one of them out",
    });
  }
  const latest = new Date(now.getTime() + MAX_LIFE_DAYS * 24 * 60 * 60 * 1000);
  if (validTo === undefined || (validTo > now && validTo <= latest)) return;
  throw new OperatorError(
    "usage",
    `--valid-to must lie between now and ${latest.toISOString()}, got ${validTo.toISOString()}`,
    {
      hint: `choose a time within ${MAX_LIFE_DAYS} days, or leave it out: then the material does not expire`,
    },
  );
}

function line({ keyArn, spec, state, materialId }: Imported, expires: string | null): string {
  const id = materialId === undefined ? "" : ` as ${materialId}`;
  const life = expires === null ? "it does not expire" : `it expires at ${expires}`;
  return `imported key material into ${keyArn} (${spec})${id}; the key is ${state}, ${life}`;
}

function next([first]: readonly Imported[], newMaterial: boolean): string[] {
  if (first === undefined) return [];
  if (first.state === "PendingImport")
    return ["the key still lacks other material that it once had: see `aws kms list-key-rotations`"];
  return newMaterial
    ? [
        `it is used from the next rotation on: aws kms rotate-key-on-demand --key-id ${shellWord(first.keyArn)}`,
      ]
    : [];
}
