/** What was applied to one emulator: a small file per stack, written after every change. */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { errorCode } from "../../../scripts/core/errno";
import type { Attributes } from "./stack-file";

export interface StateEntry {
  readonly address: string;
  readonly type: string;
  /** What the service calls it. */
  readonly id: string;
  /** Attributes as last applied, resolved. */
  readonly applied: Attributes;
  /** Attributes that only the service knows, such as an ARN; also what it tells only once, such as a secret. */
  readonly computed: Attributes;
}

/** Entries in the order in which they were created. */
export class State {
  private constructor(
    private readonly path: string,
    private entries: readonly StateEntry[],
  ) {}

  /** Each endpoint has its own state: another emulator knows nothing of the first one's keys. */
  static open(dir: string, endpoint: string, stack: string): State {
    const path = join(dir, new URL(endpoint).host.replace(/[^\w.-]/g, "-"), `${stack}.json`);
    return new State(path, read(path));
  }

  list(): readonly StateEntry[] {
    return this.entries;
  }

  find(address: string): StateEntry | undefined {
    return this.entries.find((entry) => entry.address === address);
  }

  put(entry: StateEntry): void {
    const known = this.find(entry.address) !== undefined;
    this.save(
      known
        ? this.entries.map((other) => (other.address === entry.address ? entry : other))
        : [...this.entries, entry],
    );
  }

  remove(address: string): void {
    this.save(this.entries.filter((entry) => entry.address !== address));
  }

  /** Sorts the entries: those named first, in the order given. */
  reorder(addresses: readonly string[]): void {
    const place = ({ address }: StateEntry) =>
      addresses.includes(address) ? addresses.indexOf(address) : addresses.length;
    this.save([...this.entries].sort((a, b) => place(a) - place(b)));
  }

  private save(entries: readonly StateEntry[]): void {
    this.entries = entries;
    if (entries.length === 0) {
      rmSync(this.path, { force: true });
      return;
    }
    mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 });
    writeFileSync(`${this.path}.new`, `${JSON.stringify(entries, null, 2)}\n`, { mode: 0o600 });
    renameSync(`${this.path}.new`, this.path);
  }
}

function read(path: string): readonly StateEntry[] {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as StateEntry[];
  } catch (error) {
    if (errorCode(error) === "ENOENT") return [];
    throw error;
  }
}
