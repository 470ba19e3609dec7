import type { BackupSource } from "../../../modules/backup-contract";
import type { SourceCheck } from "../archive/info";
import type { MemberToWrite } from "../archive/writing/contents";

/** Something that was checked and can be read, more than once if an upload has to be repeated. */
export interface PreparedSource {
  readonly source: BackupSource;
  /** For people: a path, `stdin`, an endpoint. */
  readonly description: string;
  /** Directories before what they hold; gone through more than once, and each time made anew. */
  readonly members: Iterable<MemberToWrite>;
  /** What was looked at before, with the outcome. */
  readonly checks: readonly SourceCheck[];
  /** Paths that an archive cannot hold and that were left out because that was asked for. */
  readonly skipped: readonly string[];
  /**
   * Called after the last member was read.
   * @throws OperatorError `source` when what was read is not what was there in the beginning.
   */
  assertUnchanged(): Promise<void>;
  /** Removes what was made for the backup. */
  dispose(): Promise<void>;
}
