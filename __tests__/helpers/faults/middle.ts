/** Commands that change something, against a fault that begins in their middle: at each of their requests. The table that the tests try and docs/faults.md shows. */

import { manifestKey } from "../../../scripts/core/object-key";
import type { ExitName } from "../../../scripts/errors";
import { key, nameOf, place } from "./row";
import { FAULT_ROWS } from "./table";
import type { Asked, FaultWorld, Lot } from "./world";

/** What becomes of the requests of a command, by the number of the one at which it begins. */
export const MIDDLES = {
  gone: {
    says: "the request does not arrive, and none after it: AWS is gone",
    lot: (at: number) => (n: number) => (n >= at ? "cut" : "good"),
  },
  unheard: {
    says: "the request is done, nobody hears of it, and AWS is gone",
    lot: (at: number) => (n: number) => (n === at ? "lost" : n > at ? "cut" : "good"),
  },
  "one 503": {
    says: "this request alone is refused with 503",
    lot: (at: number) => (n: number) => (n === at ? "refused" : "good"),
  },
  "one reply lost": {
    says: "this request alone is done, and its reply is lost",
    lot: (at: number) => (n: number) => (n === at ? "lost" : "good"),
  },
} satisfies Record<string, { readonly says: string; readonly lot: (at: number) => (number: number) => Lot }>;
export type Middle = keyof typeof MIDDLES;

export interface MiddleRow {
  readonly command: string;
  readonly argv: (world: FaultWorld, out: string) => readonly string[];
  /** How it may end, whichever request it is; where nothing is said, as `gone` and `works`. */
  readonly ends?: Partial<Record<Middle, readonly ExitName[]>>;
  /** Whether its work is done, to its end. */
  readonly done: (world: FaultWorld, out: string) => boolean;
  /** What is true then, for the page. */
  readonly leaves: string;
  /** Whether what must never be is, such as a thing made twice. */
  readonly wrong?: (world: FaultWorld) => boolean;
  /** Whether a report says what failed, in place of an error. */
  readonly reports?: true;
  /** What is typed next. @default - the same command */
  readonly next?: (argv: readonly string[], stderr: string) => readonly string[];
}

/**
 * At which requests, from 1 on: the first of each kind, and each that asks for a change. A lost answer to a question is as a question that did not
 * arrive.
 */
export const startsOf = (requests: readonly Asked[], middle: Middle): readonly number[] =>
  requests.flatMap(({ operation, changes }, before) => {
    const isFirst = requests.findIndex((each) => each.operation === operation) === before;
    const ofChanges = middle === "unheard" || middle === "one reply lost";
    return changes || (isFirst && !ofChanges) ? [before + 1] : [];
  });

const DEFAULT: Record<Middle, readonly ExitName[]> = {
  gone: ["unavailable"],
  unheard: ["unavailable"],
  "one 503": ["ok"],
  "one reply lost": ["ok"],
};

export const endsOf = ({ ends }: MiddleRow, middle: Middle): readonly ExitName[] =>
  ends?.[middle] ?? DEFAULT[middle];

const as = (command: string): MiddleRow["argv"] => {
  const row = FAULT_ROWS.find((each) => each.command === command);
  if (row === undefined) throw new Error(`no row ${command}`);
  return row.argv;
};

const has = ({ s3 }: FaultWorld, id: string): boolean =>
  s3.objects.has(id) && s3.objects.has(manifestKey(id));
const keysOf = ({ s3 }: FaultWorld, form: RegExp): readonly string[] =>
  [...s3.objects.keys()].filter((each) => form.test(each));
const made = (world: FaultWorld, out: string): boolean =>
  keysOf(world, new RegExp(`^p/${nameOf(out)}-.*\\.kms$`)).some((id) => has(world, id));
const every = (world: FaultWorld, id: string, form: RegExp, word: "hold" | "retention"): boolean =>
  [id, manifestKey(id)]
    .flatMap((each) => world.versions.of.get(each) ?? [])
    .every((version) => version.body === undefined || form.test(version[word] ?? ""));
const sidecars = (world: FaultWorld): boolean => keysOf(world, /^p\/\.sealstack\/keys\//).length >= 2;

/** Envelopes of objects that are to be seen which name that key. */
const under = ({ s3 }: FaultWorld, id: string, arn: string): boolean =>
  s3.objects.get(id)?.includes(arn) === true && s3.objects.get(manifestKey(id))?.includes(arn) === true;

export const MIDDLE_ROWS: readonly MiddleRow[] = [
  {
    command: "backup",
    argv: as("backup"),
    done: made,
    leaves: "no backup, or one without a manifest, which `list` shows as not complete",
  },
  {
    command: "backup (in parts)",
    argv: as("backup (in parts)"),
    done: made,
    leaves: "the same; an unfinished upload may be left, which `cleanup` removes",
  },
  {
    command: "drill",
    reports: true,
    argv: (w) => ["drill", ...place, ...key(w), w.backup],
    done: (w) => keysOf(w, /^p\/\.sealstack\/drills\/.*\.json$/).length > 0,
    leaves: "its evidence may lack a file; the next run adds its own",
  },
  {
    command: "rewrap",
    argv: as("rewrap"),
    ends: { gone: ["unavailable", "partly"], unheard: ["partly"] },
    done: sidecars,
    leaves: "each backup has its newer key, or has it not; all open as before",
  },
  {
    command: "reencrypt",
    argv: as("reencrypt"),
    ends: { gone: ["unavailable", "partly"], unheard: ["partly"] },
    done: (w) => under(w, w.older, w.newKeyArn) && under(w, w.backup, w.newKeyArn),
    leaves: "each backup is the old one or the new one, whole; the old version stays",
  },
  {
    command: "prune",
    argv: as("prune"),
    done: (w) => !w.s3.objects.has(w.older) && !w.s3.objects.has(manifestKey(w.older)),
    leaves: "what was hidden is a delete marker that `undelete` takes away",
  },
  {
    command: "undelete",
    argv: as("undelete"),
    done: (w) => has(w, w.hidden),
    leaves: "a manifest comes back before its backup, so that none is seen without",
  },
  {
    command: "quarantine",
    argv: as("quarantine"),
    done: (w) => keysOf(w, /^p\/\.sealstack\/quarantine\//).length > 0,
    leaves: "the mark is there, or is not",
  },
  {
    command: "hold set",
    argv: as("hold set"),
    done: (w) => every(w, w.backup, /ON/, "hold"),
    leaves: "some versions are held, the rest with the next run",
  },
  {
    command: "hold release",
    argv: as("hold release"),
    done: (w) => every(w, w.hidden, /OFF/, "hold"),
    leaves: "some versions are released, the rest with the next run",
  },
  {
    command: "lock extend",
    argv: as("lock extend"),
    done: (w) => every(w, w.backup, /RetainUntilDate/, "retention"),
    leaves: "some locks are longer, none is shorter",
  },
  {
    command: "cleanup",
    argv: as("cleanup"),
    ends: { gone: ["unavailable", "partly"], unheard: ["unavailable", "partly"] },
    done: ({ s3 }) => s3.uploads.size === 0,
    leaves: "some uploads are gone, the rest with the next run",
  },
  {
    command: "setup-kms",
    argv: as("setup-kms"),
    ends: { "one 503": ["ok", "unavailable"], "one reply lost": ["ok", "unavailable"] },
    done: ({ keys }, out) => {
      const found = keys.aliases.get(`alias/${nameOf(out)}`);
      return found !== undefined && keys.policies.has(found.arn) && keys.rotating.has(found.arn);
    },
    wrong: ({ keys }) => keys.made.length > 1,
    leaves: "one key at most; the error names it, or says that there may be one and how to look",
    next: (argv, stderr) => {
      const [, arn] = /--key (arn:\S+?),? /.exec(stderr) ?? [];
      return arn === undefined ? argv : [...argv, "--key", arn];
    },
  },
  {
    command: "import-key-material",
    argv: as("import-key-material"),
    done: ({ keys }) => keys.imports() > 0,
    leaves: "the material is imported, or is not; once more changes nothing",
  },
  {
    command: "rotate",
    argv: as("rotate"),
    done: ({ keys }) => keys.rotations.length === 1,
    leaves: "the key was rotated once, or was not",
  },
  {
    command: "snapshot share",
    argv: as("snapshot share"),
    done: ({ snapshots }) => snapshots.shared.size > 0,
    leaves: "it is shared, or is not",
  },
  {
    command: "snapshot copy",
    argv: as("snapshot copy"),
    done: ({ snapshots }) => snapshots.copies.length === 1,
    wrong: ({ snapshots }) => snapshots.copies.length > 1,
    leaves: "at most one copy was begun, which the next run waits for",
  },
];
