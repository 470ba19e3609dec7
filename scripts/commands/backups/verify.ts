import { findBackup } from "../../core/backup/list";
import { verify } from "../../core/backup/verify";
import { parseContext } from "../../core/crypto/context-pairs";
import type { Report } from "../../output/output";
import type { Settings } from "../../settings/config";
import { formatBytes, formatDuration, formatFacts } from "../format";
import type { CommandIo } from "../io";
import { nextCommand, openers } from "../next-command";
import { progress } from "../progress";
import { verifyQuickly } from "./verify-quickly";

export interface VerifyOptions {
  readonly settings: Settings;
  /** Id of a backup, or `latest`. */
  readonly backup: string;
  /** With `latest`: of the backups of this name. */
  readonly name: string | undefined;
  /** `name=value` pairs that the backup must have been made with. */
  readonly context: readonly string[];
  /** Read a few places only. */
  readonly quick: boolean;
  /** Open with the keys that `rewrap` added, and no others. */
  readonly rewrapped: boolean;
}

/** Proves that a backup can be restored, and writes nothing; or, quickly, that it is there. */
export async function run(options: VerifyOptions, io: CommandIo): Promise<Report> {
  const { settings, name, rewrapped: rewrappedOnly } = options;
  const { services, signal, now, output } = io;
  const context = parseContext(options.context);
  const store = await services.store(settings);
  const { backup, remarks } = await findBackup(
    store,
    options.backup,
    { prefixes: settings.searchPrefixes, name },
    signal,
  );
  for (const remark of remarks) output.warn(remark);
  const cipher = await services.cipher(settings, "open");
  if (options.quick) return verifyQuickly(backup, { settings, context, store, cipher, rewrappedOnly }, io);
  const started = now().getTime();
  const onProgress = progress(io, `verifying ${backup.name}`);
  const { content, header, bytes, sha256, manifest, manifestRemark, keyRemarks, openedWith } = await verify(
    backup,
    context,
    {
      store,
      cipher,
      signal,
      onProgress,
      rewrappedOnly,
    },
  );
  for (const remark of keyRemarks) output.warn(`${backup.id}: ${remark}`);
  if (manifestRemark !== undefined) output.warn(`${backup.id}: ${manifestRemark}`);
  if (!manifest)
    output.warn(`${backup.id} has no manifest: it is listed as incomplete, though all of it is there`);
  const took = now().getTime() - started;
  const { info, files } = content;
  return {
    data: {
      id: backup.id,
      verified: true,
      manifest,
      manifestRemark: manifestRemark ?? null,
      ciphertextBytes: bytes,
      ciphertextSha256: sha256,
      keyArns: header.keyArns,
      keyRemarks,
      openedWith: openedWith ?? null,
      context: header.context,
      content,
      durationSeconds: took / 1000,
    },
    lines: formatFacts(`verified ${backup.id}`, [
      ["made", `${info.createdAt} on ${info.host} from ${info.source}`],
      ["read", `${formatBytes(bytes)} in ${formatDuration(took)}; every byte is authentic`],
      [
        "holds",
        `${files} ${files === 1 ? "file" : "files"}, ${formatBytes(content.bytes)}; every digest is right`,
      ],
      ["next", nextCommand(settings, openers({ ...header, openedWith }), "restore", backup.id, "./restored")],
    ]),
  };
}
