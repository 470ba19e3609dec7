/** Whether there is anything to back up since the last run. In doubt there is. */
import { OperatorError } from "../../errors";
import { parseId } from "../object-key";
import type { ObjectStore } from "../ports";
import { recordKey } from "../records/record-key";
import { salted } from "./fingerprint";
import { newSalt, type RunRecord, readRecord, recordPlace, type Series, writeRecord } from "./run-record";
import { lookUp, whyNotThere } from "./still-there";

/** What is there now, and how it would be sealed. */
export interface Present {
  /** Salted; `undefined` where it cannot be told. */
  readonly content: string | undefined;
  /** All that makes the backup besides what it holds, keys included; `undefined` where it cannot be told. Asked for last. */
  readonly manner: () => Promise<unknown>;
}

export interface LastRunSurroundings {
  readonly store: ObjectStore;
  readonly signal: AbortSignal;
  readonly now: () => Date;
}

/** The outcome of a look: the backup that still holds everything, or why one is made. */
export type Verdict = { readonly unchanged: string } | { readonly because: string };

/** What the last run on this host left, and what this one will leave. */
export class LastRun {
  /** That digests of this series are made under. */
  readonly salt: Buffer;
  private readonly found: RunRecord | string;
  constructor(
    private readonly directory: string,
    private readonly series: Series,
    private readonly surroundings: LastRunSurroundings,
  ) {
    this.found = readRecord(recordPlace(directory, series));
    this.salt = typeof this.found === "string" ? newSalt() : Buffer.from(this.found.salt, "base64");
  }

  /**
   * What costs least is asked first, and the store last.
   * @param maxAgeMilliseconds of the last backup, after which there is another one whatever has changed.
   * @throws OperatorError when keys or store cannot be asked.
   */
  async look({ content, manner }: Present, maxAgeMilliseconds: number): Promise<Verdict> {
    const { found, surroundings } = this;
    const { store, signal, now } = surroundings;
    if (typeof found === "string") return { because: found };
    const { id } = found;
    const age = now().getTime() - (parseId(id)?.createdAt.getTime() ?? 0);
    if (found.store !== this.series.store) return { because: "the last backup went to another store" };
    if (age < 0) return { because: `${id} is of the future` };
    if (age >= maxAgeMilliseconds) return { because: `${id} is older than --at-least-every allows` };
    if (content === undefined) return { because: "what is there cannot be told before it is backed up" };
    if (content !== found.content) return { because: "something changed" };
    if ((await this.mannerOf(manner)) !== found.manner)
      return { because: "it would be sealed in another way, or that cannot be told" };
    const problem = await whyNotThere(store, found, signal);
    return problem === undefined ? { unchanged: id } : { because: problem };
  }

  /**
   * Leaves a mark beside the backup, so that it counts as fresh.
   * @returns the key of the mark.
   * @throws OperatorError when it cannot be written.
   */
  async mark(id: string, who: { readonly host: string; readonly toolVersion: string }): Promise<string> {
    const { store, signal, now } = this.surroundings;
    const at = now();
    const key = recordKey("unchanged", id, at);
    const text = { schemaVersion: 1, id, unchangedAt: at.toISOString(), ...who };
    await store
      .putNew(key, Buffer.from(`${JSON.stringify(text, undefined, 2)}\n`), {
        contentType: "application/json",
        signal,
      })
      .catch((error: unknown) => {
        // Another run left one in the same second.
        if (!(error instanceof OperatorError) || error.exit !== "conflict") throw error;
      });
    return key;
  }

  /**
   * Remembers a backup that was just made.
   * @returns why it cannot be remembered, if so: then the next run makes one, too.
   */
  async remember(id: string, { content, manner }: Present): Promise<string | undefined> {
    const { store, signal } = this.surroundings;
    const backup = parseId(id);
    const sealed = await this.mannerOf(manner);
    if (content === undefined || sealed === undefined || backup === undefined)
      return "what is there cannot be told before it is backed up";
    try {
      const { payload } = await lookUp(store, backup, signal);
      if (payload === undefined) return `${id} is not in the listing`;
      const { size: bytes, etag, lastModified } = payload;
      const seen = { bytes, ...(etag !== undefined && { etag }), lastModified: lastModified.toISOString() };
      const own = { schemaVersion: 1, store: this.series.store, salt: this.salt.toString("base64") } as const;
      await writeRecord(
        this.directory,
        this.series,
        { ...own, id, ...seen, content, manner: sealed },
        signal,
      );
      return undefined;
    } catch (error) {
      if (!(error instanceof OperatorError) || signal.aborted) throw error;
      return error.message;
    }
  }

  private async mannerOf(manner: Present["manner"]): Promise<string | undefined> {
    const said = await manner();
    return said === undefined ? undefined : salted(this.salt, said);
  }
}
