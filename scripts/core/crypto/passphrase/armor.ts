/**
 * age's ASCII armour: base64 in lines of 64, between two lines of dashes.
 * @see https://github.com/C2SP/C2SP/blob/main/age.md "ASCII armor"
 */
import { Transform, type TransformCallback } from "node:stream";
import { OperatorError } from "../../../errors";

const BEGIN = "-----BEGIN AGE ENCRYPTED FILE-----";
const END = "-----END AGE ENCRYPTED FILE-----";
const LINE_LENGTH = 64;

/** White space before and after, as far as `age` itself puts up with it: 1 KiB. */
const MAX_SPACE = 1024;

/** Bytes that tell. */
export const ARMOR_PEEK = MAX_SPACE + BEGIN.length;

export const isArmored = (start: Buffer): boolean => start.toString("latin1").trimStart().startsWith(BEGIN);

/** Takes the armour away, line by line. It is as strict as `age`, so that a file has one form only. */
export class ArmorDecoder {
  private rest = "";
  private state: "before" | "inside" | "last line" | "after" = "before";

  /** @throws OperatorError `notAuthentic`. */
  push(chunk: Buffer): Buffer {
    const lines = (this.rest + chunk.toString("latin1")).split("\n");
    this.rest = lines.pop() ?? "";
    if (this.rest.length > MAX_SPACE) throw damaged("a line is too long");
    return Buffer.concat(lines.map((line) => this.line(line.replace(/\r$/, ""))));
  }

  /** @throws OperatorError `notAuthentic` when its last line is missing. */
  finish(): void {
    this.line(this.rest);
    if (this.state !== "after") throw damaged("it ends without its last line");
  }

  private line(line: string): Buffer {
    if (this.state === "inside" || this.state === "last line") return this.content(line);
    if (line.trim() === "") return NOTHING;
    if (this.state === "after") throw damaged("something follows it");
    if (line.trim() !== BEGIN) throw damaged("its first line is another");
    this.state = "inside";
    return NOTHING;
  }

  private content(line: string): Buffer {
    if (line === END) {
      this.state = "after";
      return NOTHING;
    }
    if (this.state === "last line") throw damaged("a line is too short");
    const bytes = Buffer.from(line, "base64");
    if (line === "" || line.length > LINE_LENGTH || bytes.toString("base64") !== line)
      throw damaged("a line is not base64, or has another length");
    if (line.length < LINE_LENGTH || line.endsWith("=")) this.state = "last line";
    return bytes;
  }
}

/** Lets an age file through, without armour if it has one. */
export class Dearmor extends Transform {
  private start: Buffer | undefined = NOTHING;
  private decoder: ArmorDecoder | undefined;

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.attempt(done, () => {
      if (this.start === undefined) return this.decoder?.push(chunk) ?? chunk;
      this.start = Buffer.concat([this.start, chunk]);
      return this.start.length < ARMOR_PEEK ? NOTHING : this.begin(this.start);
    });
  }

  override _flush(done: TransformCallback): void {
    this.attempt(done, () => {
      const bytes = this.start === undefined ? NOTHING : this.begin(this.start);
      this.decoder?.finish();
      return bytes;
    });
  }

  private begin(start: Buffer): Buffer {
    this.start = undefined;
    if (!isArmored(start)) return start;
    this.decoder = new ArmorDecoder();
    return this.decoder.push(start);
  }

  private attempt(done: TransformCallback, work: () => Buffer): void {
    try {
      const bytes = work();
      if (bytes.length > 0) this.push(bytes);
      done();
    } catch (error) {
      done(error as Error);
    }
  }
}

/** {@link Dearmor} for what is known to be armoured. */
export async function* dearmored(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const decoder = new ArmorDecoder();
  for await (const chunk of chunks) yield decoder.push(chunk);
  decoder.finish();
}

const NOTHING = Buffer.alloc(0);

function damaged(how: string): OperatorError {
  return new OperatorError("notAuthentic", `the armour of the age file is damaged: ${how}`, {
    hint: "fetch the file again; mail and chat programs may have changed its lines",
  });
}
