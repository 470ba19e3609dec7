/** What a backup holds, without a byte of it on the disk. */
import type { Member } from "../archive/member";
import { MEMBER_PACKING } from "../archive/packing/member-packing";
import { PackedList } from "../archive/packing/packed-list";
import type { ArchiveSink } from "../archive/reading/read";
import type { BackupName } from "../object-key";
import type { EncryptionContext } from "../ports";
import { type Payload, type PayloadSurroundings, readPayload } from "./payload";

export interface Contents extends Payload {
  /** In the order of the archive: parents before what they hold. */
  readonly members: Iterable<Member>;
  /** Frees what keeps the members. */
  close(): Promise<void>;
}

/** Reads and authenticates all of a payload; nothing is known of its members before its last byte. */
export async function contentsOf(
  name: BackupName,
  context: EncryptionContext,
  surroundings: PayloadSurroundings,
): Promise<Contents> {
  const members = new PackedList(MEMBER_PACKING);
  const add = (member: Member): Promise<void> => {
    members.add(member);
    return members.spill();
  };
  const sink: ArchiveSink = {
    directory: add,
    symlink: add,
    file: async (member, body) => {
      for await (const _chunk of body);
      await add(member);
    },
  };
  try {
    const payload = await readPayload(name, { context, digest: false }, sink, surroundings);
    return { ...payload, members, close: () => members.close() };
  } catch (error) {
    await members.close();
    throw error;
  }
}
