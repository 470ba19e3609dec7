/** `backup --skip-if-unchanged`: whether there is anything to back up. */
import { statSync } from "node:fs";
import { hostname } from "node:os";
import type { BackupRequest } from "../../core/backup/backup";
import { newContext } from "../../core/backup/backup-context";
import type { Manifest } from "../../core/backup/manifest";
import { askForDataKey } from "../../core/backup/wait-for-policy";
import { identity } from "../../core/file-identity";
import { type BackupName, parseId } from "../../core/object-key";
import type { MessageCipher, ObjectStore } from "../../core/ports";
import { etcdState } from "../../core/sources/etcd-state";
import type { PreparedSource } from "../../core/sources/source";
import { fingerprint, salted } from "../../core/unchanged/fingerprint";
import { LastRun } from "../../core/unchanged/last-run";
import { OperatorError } from "../../errors";
import type { Report } from "../../output/output";
import { stateDirectory } from "../../settings/state-directory";
import { cleanUp } from "../clean-up";
import { formatAge, formatFacts } from "../format";
import type { CommandIo } from "../io";
import type { BackupOptions } from "./backup-source";

export interface Watched {
  readonly options: BackupOptions;
  readonly request: BackupRequest;
  readonly plan: BackupName;
  readonly store: ObjectStore;
  readonly cipher: MessageCipher;
}

/** Looks at what is there before it is backed up, and remembers it afterwards. */
export class ChangeWatch {
  private readonly last: LastRun;
  private content: string | undefined;
  constructor(
    private readonly watched: Watched,
    private readonly io: CommandIo,
  ) {
    const { options, plan, store } = watched;
    const directory = stateDirectory(options.settings);
    cleanUp([directory], io);
    const series = { store: store.name, prefix: plan.prefix, name: plan.name };
    this.last = new LastRun(directory, series, { store, ...io });
  }

  /** Of an etcd, before a snapshot of it is taken. */
  async lookAtEtcd(): Promise<Report | string> {
    const { runTool: run } = this.io.services;
    const state = await etcdState(this.watched.options.etcd, { run, signal: this.io.signal });
    this.content = state === undefined ? undefined : salted(this.last.salt, state);
    return this.verdict();
  }

  /** @returns what to report when nothing changed, or why a backup is made. */
  async lookAt(source: PreparedSource): Promise<Report | string> {
    this.content = await fingerprint(source, this.last.salt, this.io.signal);
    return this.verdict();
  }

  /** Remembers what was looked at, now that it is backed up. */
  async remember({ id, keyArns }: Manifest): Promise<void> {
    const problem = await this.last.remember(id, {
      content: this.content,
      manner: async () => this.manner(keyArns),
    });
    if (problem !== undefined)
      this.io.output.warn(`the next run makes a backup, too, whatever has changed: ${problem}`);
  }

  private async verdict(): Promise<Report | string> {
    const { options, plan, request, cipher } = this.watched;
    const context = newContext(plan.id, options.source, request.context);
    const keysNow = async (): Promise<readonly string[]> =>
      cipher.format === "age-v1" ? [] : (await askForDataKey(cipher, context)).keyArns;
    try {
      const verdict = await this.last.look(
        { content: this.content, manner: async () => this.manner(await keysNow()) },
        options.skipUnlessOlderMilliseconds ?? 0,
      );
      return "because" in verdict ? verdict.because : await this.report(verdict.unchanged);
    } catch (error) {
      if (!(error instanceof OperatorError) || this.io.signal.aborted) throw error;
      return `whether anything changed cannot be told: ${error.summary}`;
    }
  }

  /** All that makes a backup besides what it holds. A moved alias is another key; a passphrase is known by the file that it stands in. */
  private manner(keyArns: readonly string[]): unknown {
    const { options, request, cipher } = this.watched;
    const { sealKeys, passphraseFile, passphrasePrompt } = options.settings;
    if (passphrasePrompt) return undefined;
    const passphrase = passphraseFile && identity(statSync(passphraseFile, { bigint: true }));
    const { source, compression } = options;
    const context = Object.entries(request.context).sort();
    return { source, compression, context, format: cipher.format, sealKeys, keyArns, passphrase };
  }

  private async report(id: string): Promise<Report> {
    const { now, toolVersion } = this.io;
    const { store, options } = this.watched;
    const mark = await this.last.mark(id, { host: hostname(), toolVersion });
    const made = parseId(id)?.createdAt ?? now();
    const due = new Date(made.getTime() + (options.skipUnlessOlderMilliseconds ?? 0)).toISOString();
    return {
      data: {
        unchanged: true,
        id,
        mark,
        store: store.name,
        createdAt: made.toISOString(),
        nextBackupBefore: due,
      },
      lines: formatFacts(`nothing changed since ${id}`, [
        [
          "made",
          `${formatAge(made, now())} ago; nothing was stored but a mark that it still holds everything`,
        ],
        ["mark", `${store.name}/${mark}`],
        ["due", `a backup whatever has changed, by the first run after ${due}`],
      ]),
    };
  }
}
