/** Makes one Duplex of a writable and a readable end, with errors in the operator's words. */
import { Duplex, type Readable, type Writable } from "node:stream";

/**
 * @param output may come later: bytes written before it wait in `input`.
 * @param explain turns whatever either end fails with into the error that the caller sees.
 */
export function join(
  input: Writable,
  output: Promise<Readable>,
  explain: (error: unknown) => unknown,
): Duplex {
  const stream: Duplex = new Duplex({
    write: (chunk, encoding, done) => {
      if (input.write(chunk, encoding)) done();
      else input.once("drain", done);
    },
    final: (done) => {
      input.end();
      done();
    },
    read: () => {
      output.then(
        (readable) => readable.resume(),
        () => {},
      );
    },
    destroy: (error, done) => {
      input.destroy();
      output.then(
        (readable) => readable.destroy(),
        () => {},
      );
      done(error);
    },
  });
  const fail = (error: unknown): void => void stream.destroy(explain(error) as Error);
  input.on("error", fail);
  output.then((readable) => {
    readable.on("error", fail);
    readable.on("data", (chunk: Uint8Array) => {
      if (!stream.push(chunk)) readable.pause();
    });
    readable.once("end", () => stream.push(null));
    readable.pause();
  }, fail);
  return stream;
}
