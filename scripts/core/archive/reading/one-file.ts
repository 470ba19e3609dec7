import { OperatorError } from "../../../errors";
import { type Spool, spool } from "../../files/spool";
import { type Member, ROOT_PATH } from "../member";
import type { ArchiveSink } from "./read";
import { type Body, piecesOf } from "./tar-reader";

/** Keeps the only file of an archive, and refuses one that holds anything else; the directory that it lies in does not count. */
export class OneFile implements ArchiveSink {
  private kept: Spool | undefined;

  async directory({ path }: Member): Promise<void> {
    if (path !== ROOT_PATH) throw notOne();
  }

  async symlink(): Promise<void> {
    throw notOne();
  }

  async file(_: Member, body: Body): Promise<void> {
    if (this.kept !== undefined) throw notOne();
    this.kept = await spool(copies(body));
  }

  /** Call it when all of the archive was read. */
  only(): Spool {
    if (this.kept === undefined) throw notOne();
    return this.kept;
  }

  async dispose(): Promise<void> {
    await this.kept?.dispose();
  }
}

/** A spool keeps what it is given. */
async function* copies(body: Body): AsyncGenerator<Buffer> {
  for await (const chunk of piecesOf(body)) yield Buffer.from(chunk);
}

function notOne(): OperatorError {
  return new OperatorError("usage", "the backup does not consist of one file, and stdout takes no other", {
    hint: "name a directory to restore it to",
  });
}
