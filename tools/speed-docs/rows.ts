/** Each work beside its peer, from the results of the benches. Pure. */
import type { CryptoResults, KmsPlugin, Results, StartUp, Synth, Transfers } from "./results";

export interface Row {
  readonly group: string;
  readonly work: string;
  readonly peer: string;
  /** How many times as fast as the peer sealstack is, by the major version of Node.js; first the one that the bench was given first. */
  readonly times: ReadonlyMap<string, number>;
  /** What the project wants it to be at least; none: to be ahead. */
  readonly aim?: number | undefined;
  /** The peer only moves bytes: nobody is faster. */
  readonly isLimit?: boolean;
  /** Processor seconds, sealstack's and the peer's, on the first version. */
  readonly processor?: readonly [number, number];
}

const SEALSTACK = "sealstack";
/** As it is with `--compression zstd`, where Node.js has it. */
const ZSTD = "sealstack, zstd";
const RESTIC = "restic";
const CURL = "curl (bytes only: the limit)";
const NEAR = "One machine, S3 and all";
const FAR = "20 ms and 1 Gbit/s away, with TLS";

/** Backup and restore, by the kind of data. */
const NEAR_AIMS: Readonly<Record<string, readonly [number, number]>> = {
  random: [2, 1.2],
  source: [1.5, 1.2],
  etcd: [1.3, 1.2],
};
const LINE_AIM = 0.9;
const FILE_AIMS = { encrypt: 1.3, decrypt: 1.5 } as const;
const SMALL_AIM = 4;
const PLUGIN_AIM = 1 / 1.2;
const REPEATED_AIM = 10;
const SYNTHESIS_AIM = 1 / 1.25;

/** @throws Error where a bench left out one of the two. */
export const rows = (all: Results): readonly Row[] => [
  ...transfers(NEAR, all.backup, RESTIC, (kind) => NEAR_AIMS[kind]),
  ...transfers(FAR, all.far, RESTIC, () => undefined),
  ...transfers(FAR, all.far, CURL, () => [LINE_AIM, LINE_AIM]),
  ...files(all.crypto),
  ...small(all.startup),
  ...plugin(all.kmsPlugin),
  ...synthesis(all.synth),
];

function transfers(
  group: string,
  { machine, results }: Transfers,
  peer: string,
  aims: (kind: string) => readonly [number, number] | undefined,
): Row[] {
  return results.flatMap(({ data, contestants }) => {
    const other = contestants.find(({ name }) => name === peer);
    if (other === undefined) return [];
    const [kind = ""] = data.name.split(" ");
    const variants =
      peer === RESTIC && contestants.some(({ name }) => name.startsWith(ZSTD)) ? ["", ZSTD] : [""];
    return variants.flatMap((variant) => {
      const ours = ofSealstack(contestants, machine.node, variant === "" ? SEALSTACK : variant);
      return (["backup", "restore"] as const).map((operation, at) => ({
        group,
        work: `${operation}, ${data.name}${variant.slice(SEALSTACK.length)}`,
        peer,
        times: mapped(ours, (one) => one[operation].mibPerSecond / other[operation].mibPerSecond),
        aim: aims(kind)?.[at],
        isLimit: peer === CURL,
        processor: [first(ours)[operation].cpuSeconds, other[operation].cpuSeconds] as const,
      }));
    });
  });
}

function files({ machine, results }: CryptoResults): Row[] {
  const ours = ofSealstack(results, machine.node);
  const age = found(results, ({ name }) => name === "age");
  return (["encrypt", "decrypt"] as const).map((operation) => ({
    group: "Files",
    work: `${operation} 1 GiB`,
    peer: "age",
    times: mapped(ours, (one) => one[operation].mibPerSecond / age[operation].mibPerSecond),
    aim: FILE_AIMS[operation],
  }));
}

function small({ machine, medianMilliseconds }: StartUp): Row[] {
  const all = Object.entries(medianMilliseconds).map(([name, ms]) => ({ name, ms }));
  return (["encrypt", "decrypt"] as const).map((operation) => {
    const peer = found(all, ({ name }) => name === `aws-encryption-cli --${operation}`);
    const ours = ofSealstack(all, machine.node, `sealstack ${operation}`);
    return {
      group: "Files",
      work: `${operation} 1 KiB`,
      peer: "aws-encryption-cli",
      times: mapped(ours, ({ ms }) => peer.ms / ms),
      aim: SMALL_AIM,
    };
  });
}

function plugin({ machine, results }: KmsPlugin): Row[] {
  const { rows } = found(results, ({ kms }) => kms === "emulator");
  const p50 = (kind: string) => found(rows, (row) => row.kind === kind).p50Ms;
  const row = (work: string, ours: string, theirs: string, aim: number): Row => ({
    group: "KMS plugin for Kubernetes",
    work,
    peer: "the least a plugin in Go does",
    times: new Map([[major(machine.node), p50(theirs) / p50(ours)]]),
    aim,
  });
  return [
    row("Encrypt, median", "plugin Encrypt", "thin plugin in Go, Encrypt", PLUGIN_AIM),
    row("Decrypt, median", "plugin Decrypt, no cache", "thin plugin in Go, Decrypt", PLUGIN_AIM),
    row("Decrypt of the same again", "plugin Decrypt, repeated", "thin plugin in Go, Decrypt", REPEATED_AIM),
  ];
}

function synthesis({ machine, results }: Synth): Row[] {
  const plain = results.filter(({ contestant }) => contestant === "cdktf");
  return plain.map(({ keys, synthMs }) => {
    const ours = found(results, (one) => one.contestant === "sealstack" && one.keys === keys);
    return {
      group: "Infrastructure",
      work: `synthesize ${keys} ${keys === 1 ? "key" : "keys"}`,
      peer: "cdktf alone",
      times: new Map([[major(machine.node), synthMs / ours.synthMs]]),
      aim: SYNTHESIS_AIM,
    };
  });
}

/** Those of sealstack with nothing but defaults, by the major version of Node.js. @throws Error where there are none */
export function ofSealstack<T extends { readonly name: string }>(
  all: readonly T[],
  nodeOfBench: string,
  what = SEALSTACK,
): ReadonlyMap<string, T> {
  const named = all.flatMap((one): [string, T][] => {
    if (one.name === what) return [[major(nodeOfBench), one]];
    const version = one.name.startsWith(`${what} on Node.js `) ? one.name.slice(what.length + 12) : undefined;
    return version === undefined ? [] : [[major(version), one]];
  });
  if (named.length === 0) throw new Error(`no results of ${what}`);
  return new Map(named);
}

const major = (version: string): string => version.replace(/^v/, "").split(".")[0] ?? version;

const mapped = <T>(map: ReadonlyMap<string, T>, use: (value: T) => number): ReadonlyMap<string, number> =>
  new Map([...map].map(([key, value]) => [key, use(value)]));

function first<T>(map: ReadonlyMap<string, T>): T {
  for (const value of map.values()) return value;
  throw new Error("nothing was measured");
}

function found<T>(all: readonly T[], is: (one: T) => boolean): T {
  const one = all.find(is);
  if (one === undefined) throw new Error(`not measured: ${is}`);
  return one;
}
