/** What zlib makes in threads is copied to where it belongs; its own memory is given back at once and not left as garbage. */
import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import zlib, { gunzipSync, gzipSync } from "node:zlib";
import { AnsweringThread } from "../../../../scripts/core/streams/answering-thread";
import { useTempDir } from "../../../helpers/temp-dir";

const CORE = join(__dirname, "../../../../scripts/core");

/** Says with each answer how many bytes of what zlib made are still there. */
const watched = (file: string): string => `
  const { parentPort } = require("node:worker_threads");
  const zlib = require("node:zlib");
  const made = [];
  for (const name of ["deflateRawSync", "gunzipSync", "zstdCompressSync"]) {
    const real = zlib[name];
    zlib[name] = (...args) => {
      const result = real(...args);
      made.push((result.buffer instanceof ArrayBuffer ? result : result.buffer).buffer);
      return result;
    };
  }
  const post = parentPort.postMessage.bind(parentPort);
  parentPort.postMessage = (answer, given) => post({ ...answer, left: made.map(({ byteLength }) => byteLength) }, given);
  require(${JSON.stringify(file)});
`;

describe("threads", () => {
  const dir = useTempDir();
  const start = <Answer>(file: string, workerData?: object): AnsweringThread<object, Answer> => {
    const place = join(dir(), "watched.js");
    writeFileSync(place, watched(join(CORE, file)));
    return new AnsweringThread(place, workerData);
  };
  const contents = [
    Buffer.from("content"),
    Buffer.from(randomBytes(1024 ** 2).toString("hex")),
    Buffer.alloc(1024 ** 2),
  ];

  it.each(["gzip", ...("zstdCompressSync" in zlib ? ["zstd"] : [])])(
    "give back what they compressed with %s",
    async (compression) => {
      const thread = start<{ data: Uint8Array; left: number[] }>("archive/writing/block-worker.js", {
        compression,
      });
      for (const content of contents) {
        const job = { small: new Uint8Array(content), pieces: [content.length], bytes: content.length };
        const { data, left } = await thread.ask(job);
        if (compression === "gzip") expect(gunzipSync(data).equals(content)).toBe(true);
        expect(new Set(left)).toEqual(new Set([0]));
      }
      await thread.end();
    },
  );

  it("give back what they inflated", async () => {
    const thread = start<{ inflated: true; left: number[] }>("crew/crew-worker.js");
    for (const [id, content] of [...contents, Buffer.alloc(0)].entries()) {
      const into = new Uint8Array(new SharedArrayBuffer(content.length));
      const { inflated, left } = await thread.ask({ id, member: [new Uint8Array(gzipSync(content))], into });
      expect([inflated, Buffer.from(into).equals(content)]).toEqual([true, true]);
      expect(new Set(left)).toEqual(new Set([0]));
    }
    await thread.end();
  });
});
